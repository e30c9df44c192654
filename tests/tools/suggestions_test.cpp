// Suggestions for arguments, and the ids that were used.

#include "tools/suggestions.hpp"

#include "tool_bench.hpp"
#include "tools/seen_ids.hpp"

#include <algorithm>

using namespace tools;
using namespace tools::test;

namespace {

bool has(std::vector<std::string> const& all, std::string_view one) {
    return std::ranges::find(all, one) != all.end();
}

}  // namespace

TEST_CASE("each kind has values, the usual ones first, none twice") {
    tool_bench bench;
    struct {
        std::string_view kind;
        std::string_view one;
        std::string_view first;  // empty: no matter
    } const cases[] = {
        {"model", "qwen-plus", {}},
        {"model video", "wan2.7-t2v", {}},
        {"model image", "wan2.6-t2i", bench.settings.model_for(dashscope::capability::image)},
        {"model speech", "cosyvoice-v3-flash", bench.settings.model_for(dashscope::capability::speech)},
        {"voice", "Ethan", "Cherry"},
        {"language", "Japanese", "Chinese"},
        {"ratio", "9:16", "16:9"},
        {"resolution", "720P", "1080P"},
        {"size", "1024*1024", {}},
    };
    for (auto const& each : cases) {
        CAPTURE(each.kind);
        CHECK(is_suggestion_kind(each.kind));
        auto all = suggestions(bench.with, each.kind, {});
        REQUIRE_FALSE(all.empty());
        if (!each.first.empty()) CHECK(all.front() == each.first);
        if (each.kind != "size") CHECK(has(all, each.one));
        std::ranges::sort(all);
        CHECK(std::ranges::adjacent_find(all) == all.end());
    }
    CHECK_FALSE(has(suggestions(bench.with, "model video", {}), "qwen-plus"));
    for (auto const* wrong : {"", "model nothing", "colour"}) {
        CHECK_FALSE(is_suggestion_kind(wrong));
        CHECK(suggestions(bench.with, "colour", {}).empty());
    }
}

TEST_CASE("ids that a principal has used are suggested to that principal, the last one first") {
    tool_bench bench;
    seen_ids seen;
    CHECK(suggestions(bench.with, "application", {}).empty());
    bench.with.seen = &seen;
    seen.note(id_kind::application, "ann", "app-1");
    seen.note(id_kind::application, "ann", "app-2");
    seen.note(id_kind::application, "ann", "app-1");
    seen.note(id_kind::application, "ann", "");
    seen.note(id_kind::memory_library, "ann", "library");
    using names = std::vector<std::string>;
    CHECK(suggestions(bench.with, "application", "ann") == names{"app-1", "app-2"});
    CHECK(suggestions(bench.with, "memory_library", "ann") == names{"library"});
    CHECK(suggestions(bench.with, "application", "ben").empty());
    CHECK(suggestions(bench.with, "application", "").empty());
}

TEST_CASE("what is remembered is bounded") {
    seen_ids seen;
    for (std::size_t i = 0; i < seen_ids::most_each + 5; ++i)
        seen.note(id_kind::application, "ann", "app-" + std::to_string(i));
    CHECK(seen.of(id_kind::application, "ann").size() == seen_ids::most_each);
    CHECK_FALSE(has(seen.of(id_kind::application, "ann"), "app-0"));
    for (std::size_t i = 0; i < seen_ids::most_principals; ++i)
        seen.note(id_kind::application, "principal-" + std::to_string(i), "app");
    CHECK(seen.of(id_kind::application, "principal-5").size() == 1);
    CHECK(seen.of(id_kind::application, "principal-" + std::to_string(seen_ids::most_principals - 1)).empty());
}

TEST_CASE("tools note what they were used with") {
    tool_bench bench;
    seen_ids seen;
    // The tools were made with the bench's services: these are made anew.
    auto with = bench.with;
    with.seen = &seen;
    mcp::registry registry;
    add_all(registry, with);
    std::swap(bench.registry, registry);
    CHECK(bench.call("app_call", {{"app_id", "app-workflow"}, {"prompt", "hello"}}).error == "");
    CHECK(bench.call("memory_add", {{"content", "likes tea"}, {"parameters", {{"memory_library_id", "library-1"}}}})
              .error == "");
    CHECK(bench.call("memory_search", {{"query", "tea"}, {"parameters", {{"memory_library_id", "library-2"}}}}).error ==
          "");
    CHECK(bench.call("memory_search", {{"query", "tea"}}).error == "");
    using names = std::vector<std::string>;
    CHECK(suggestions(with, "application", {}) == names{"app-workflow"});
    CHECK(suggestions(with, "memory_library", {}) == names{"library-2", "library-1"});
    // One that DashScope does not know is not worth a suggestion.
    bench.call("app_call", {{"app_id", "app-workflow"}, {"prompt", "[[error:InvalidApiKey]]"}});
    bench.call("app_call", {{"app_id", "never-was"}, {"prompt", "[[error:InvalidApiKey]]"}});
    CHECK(suggestions(with, "application", {}) == names{"app-workflow"});
}
