#include "tool_bench.hpp"

using namespace tools::test;

namespace {

json::array const passages{"Bread is baked from flour.", "A film has 24 frames a second.",
                           "A reranker sorts passages by how well they answer a query."};

/// A picture of the sandbox's own, as a local file.
std::string picture(tool_bench& bench) {
    auto const made = bench.call("image_generate", {{"prompt", "a fox"}, {"size", "512*512"}});
    REQUIRE(made.files().size() == 1);
    auto const path = bench.folder / "a.png";
    std::filesystem::rename(made.files()[0], path);
    return path.string();
}

}  // namespace

TEST_CASE("the best passage comes first, by either text model") {
    tool_bench bench;
    for (auto const* model : {"qwen3-rerank", "gte-rerank-v2"}) {
        CAPTURE(model);
        auto const made = bench.call(
            "rerank", {{"question", "what does a reranker do with passages"}, {"docs", passages}, {"model", model}});
        CHECK(made.error == "");
        auto const text = made.text();
        CHECK_MESSAGE(text.find("\n1. ") < text.find("documents[2]: A reranker"), text);
        CHECK(text.find("documents[2]") < text.find("\n2. "));
        check_parts(text,
                    {"documents[0]: Bread", "documents[1]: A film", "[" + std::string(model), "tokens", "request "});
    }
}

TEST_CASE("top_n bounds the list; long documents are cut") {
    tool_bench bench;
    json::array documents(40, json::value("long " + std::string(5000, 'x')));
    auto const made = bench.call("rerank", {{"query", "long"}, {"documents", documents}, {"limit", 3}});
    CHECK(made.error == "");
    check_parts(made.text(), {"\n3. "});
    CHECK_FALSE(made.has("\n4. "));
    CHECK(made.text().size() < 2000);
}

TEST_CASE("pictures among the documents") {
    tool_bench bench;
    auto const local = picture(bench);
    auto const made =
        bench.call("rerank", {{"query", "a film"}, {"documents", "About a film"}, {"images", json::array{local}}});
    CHECK(made.error == "");
    check_parts(made.text(), {"documents[0]: About a film", "images[0]: " + local, "[qwen3-vl-rerank"});
    auto const by_picture = bench.call("rerank", {{"query_image", local}, {"documents", passages}});
    CHECK(by_picture.error == "");
    CHECK(by_picture.has("[qwen3-vl-rerank"));
}

TEST_CASE("the requests of rerank") {
    tool_bench bench;
    struct {
        json::object arguments;
        std::vector<char const*> parts;
    } const cases[] = {
        {{{"query", "q"}, {"documents", passages}, {"instruct", "Be exact"}, {"parameters", json::object{{"new", 1}}}},
         {"/compatible-api/v1/reranks", R"("instruct": "Be exact")", "\n  \"new\": 1"}},
        {{{"query", "q"}, {"documents", "d"}, {"model", "gte-rerank-v2"}, {"parameters", json::object{{"new", 1}}}},
         {"/api/v1/services/rerank/text-rerank/text-rerank", "\n    \"new\": 1"}},
        {{{"query", "q"}, {"images", picture(bench)}},
         {R"("text": "q")", R"x("image": "oss://(upload of a.png)")x", "X-DashScope-OssResourceResolve: enable"}},
    };
    for (auto const& each : cases) {
        auto arguments = each.arguments;
        arguments["dry_run"] = true;
        auto const shown = bench.call("rerank", arguments);
        CHECK(shown.error == "");
        CHECK_FALSE(shown.has("sk-test-0123456789abcdef"));
        for (auto const* part : each.parts) check_parts(shown.text(), {part});
    }
}

TEST_CASE("bad arguments and refusals of rerank") {
    tool_bench bench;
    struct {
        json::object arguments;
        char const* part;
    } const cases[] = {
        {json::object(), "give `query`"},
        {{{"query", "q"}}, "give `documents`"},
        {{{"query", "q"}, {"query_image", "https://e.com/a.png"}, {"documents", "d"}}, "not both"},
        {{{"query", "q"}, {"documents", "d"}, {"top_n", 0}}, "top_n"},
        {{{"query", "q"}, {"images", "https://e.com/a.png"}, {"model", "qwen3-rerank"}}, "takes texts only"},
        {{{"query", "q"}, {"documents", "d"}, {"model", "no-such"}}, "odel"},
        {{{"query", "[[error:Throttling.AllocationQuota]] q"}, {"documents", "d"}}, "uota"},
    };
    for (auto const& each : cases) {
        auto const made = bench.call("rerank", each.arguments);
        CHECK_MESSAGE(made.error.find(each.part) != std::string::npos, made.text());
    }
}

TEST_CASE("a cancelled rerank ends") {
    tool_bench bench;
    auto const left = bench.call("rerank", {{"query", "[[latency:60000]] q"}, {"documents", "d"}}, "Sorting");
    CHECK(left.cancelled);
}
