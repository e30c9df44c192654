#include "dashscope/model_list.hpp"
#include "tool_bench.hpp"

using namespace tools::test;

TEST_CASE("DashScope's own list, with what the table knows of it") {
    tool_bench bench;
    auto const made = bench.call("models", {{"query", "qwen-plus"}});
    CHECK(made.error == "");
    check_parts(made.text(), {"DashScope's own list, now, at 127.0.0.1", "built-in list of 2026-", "- qwen-plus; text",
                              "context 1000000", "default for text"});
    CHECK_FALSE(made.has("- deepseek"));
}

TEST_CASE("DashScope's own list has models of every kind") {
    tool_bench bench;
    for (auto const word : dashscope::capability_words()) {
        CAPTURE(word);
        auto const made = bench.call("models", {{"capability", word}});
        CHECK(made.has("DashScope's own list"));
        CHECK(made.has("\n- "));
    }
}

TEST_CASE("a dry run shows the first request and sends nothing") {
    tool_bench bench;
    auto const shown = bench.call("models", {{"dry_run", true}});
    check_parts(shown.text(), {"nothing was sent", "GET http://127.0.0.1:", "/api/v1/models?page_no=1"});
    CHECK_FALSE(shown.has(bench.settings.api_key));
    CHECK(bench.http.connections_opened() == 0);
}

TEST_CASE("the built-in list needs no key and no network") {
    tool_bench bench;
    bench.settings.api_key.clear();
    auto const made = bench.call("models", {{"capability", "image"}});
    CHECK(made.error == "");
    check_parts(made.text(), {"the built-in list of 2026-", "no API key", "Page 1 of ", "CNY "});
    auto const next = bench.call("models", {{"capability", "image"}, {"page", 2}});
    CHECK(next.error == "");
    CHECK(next.text() != made.text());
    CHECK(bench.call("models", {{"page", 1000}}).has("There are only "));
    CHECK(bench.call("models", {{"query", "no such thing"}}).has("Nothing fits"));
}

TEST_CASE("a result stays small") {
    tool_bench bench;
    for (auto const* key : {"sk-test", ""}) {
        bench.settings.api_key = key;
        auto const made = bench.call("models", {});
        CHECK(made.error == "");
        CHECK(made.text().size() < 10'000);
    }
}

TEST_CASE("where the list can't be had the built-in one is shown, with the reason") {
    sandbox::options refusing;
    refusing.faults = {"InvalidApiKey*20"};
    tool_bench bench(refusing);
    auto const made = bench.call("models", {{"capability", "speech"}});
    CHECK(made.error == "");
    check_parts(made.text(), {"the built-in list of 2026-", "could not be had", "InvalidApiKey"});
}

TEST_CASE("a host without the native list is asked for the compatible one") {
    sandbox::options refusing;
    refusing.faults = {"ModelNotFound*1"};
    tool_bench bench(refusing);
    auto const made = bench.call("models", {{"query", "qwen-plus"}});
    CHECK(made.error == "");
    CHECK(made.has("- qwen-plus"));
}

TEST_CASE("bad arguments of models") {
    tool_bench bench;
    struct {
        json::object arguments;
        char const* part;
    } const cases[] = {
        {{{"capability", "cooking"}}, "speech_recognition"}, {{{"page", 0}}, "page"}, {{{"colour", "red"}}, "colour"}};
    for (auto const& each : cases) {
        auto const made = bench.call("models", each.arguments);
        CHECK_MESSAGE(made.error.find(each.part) != std::string::npos, made.text());
    }
}
