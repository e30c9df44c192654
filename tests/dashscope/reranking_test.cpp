#include "dashscope/reranking.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

using namespace dashscope;

namespace {

rerank_request request_for(std::string model, std::vector<rerank_content> documents) {
    rerank_request request;
    request.model = std::move(model);
    request.query = {"text", "what is ranking"};
    request.documents = std::move(documents);
    return request;
}

}  // namespace

TEST_CASE("each family has its route and its shape") {
    struct {
        char const* model;
        char const* path;
        char const* body;
    } const cases[] = {
        {"qwen3-rerank", "/compatible-api/v1/reranks",
         R"({"model":"qwen3-rerank","query":"what is ranking","documents":["a","b"],"top_n":1,"instruct":"Be exact"})"},
        {"qwen4-rerank", "/compatible-api/v1/reranks",
         R"({"model":"qwen4-rerank","query":"what is ranking","documents":["a","b"],"top_n":1,"instruct":"Be exact"})"},
        {"gte-rerank-v2", "/api/v1/services/rerank/text-rerank/text-rerank",
         R"({"model":"gte-rerank-v2","input":{"query":"what is ranking","documents":["a","b"]},)"
         R"("parameters":{"top_n":1,"instruct":"Be exact"}})"},
        {"qwen3-vl-rerank", "/api/v1/services/rerank/text-rerank/text-rerank",
         R"({"model":"qwen3-vl-rerank","input":{"query":{"text":"what is ranking"},)"
         R"("documents":[{"text":"a"},{"text":"b"}]},"parameters":{"top_n":1,"instruct":"Be exact"}})"},
    };
    for (auto const& each : cases) {
        CAPTURE(each.model);
        auto request = request_for(each.model, {{"text", "a"}, {"text", "b"}});
        request.top_n = 1;
        request.instruct = "Be exact";
        auto const made = compose(request);
        CHECK(made.path == each.path);
        CHECK(json::serialize(made.body) == each.body);
    }
}

TEST_CASE("pictures and films are named") {
    auto request = request_for("qwen3-vl-rerank", {{"image", "oss://a"}, {"video", "https://e.com/b.mp4"}});
    request.query = {"image", "oss://q"};
    CHECK(json::serialize(compose(request).body.at("input")) ==
          R"({"query":{"image":"oss://q"},"documents":[{"image":"oss://a"},{"video":"https://e.com/b.mp4"}]})");
}

TEST_CASE("what is wrong is said before anything is sent") {
    struct {
        rerank_request request;
        char const* part;
    } cases[] = {
        {request_for("qwen3-rerank", {}), "give `documents`"},
        {request_for("qwen3-rerank", {{"image", "x"}}), "takes texts only"},
        {request_for("qwen3-rerank", {{"text", ""}}), "empty document"},
        {request_for("qwen3-rerank", std::vector<rerank_content>(501, {"text", "x"})), "at most 500"},
        {request_for("qwen3-rerank", {{"text", "x"}}), "give `query`"},
    };
    cases[4].request.query.value.clear();
    for (auto const& each : cases) {
        auto const problems = problems_of(each.request);
        REQUIRE(problems.size() == 1);
        CHECK(problems[0].find(each.part) != std::string::npos);
    }
    CHECK(problems_of(request_for("qwen3-vl-rerank", {{"image", "x"}})).empty());
}

TEST_CASE("rankings of both routes") {
    for (auto const* text :
         {R"({"id":"r","results":[{"index":0,"relevance_score":0.2},{"index":1,"relevance_score":0.9}],
              "usage":{"total_tokens":9}})",
          R"({"request_id":"r","output":{"results":[{"index":1,"relevance_score":0.9,"document":{"text":"b"}},
              {"index":0,"relevance_score":0.2},{"index":2,"relevance_score":0.1},{"index":-1,"relevance_score":1}]},
              "usage":{"total_tokens":9}})"}) {
        auto const made = read_ranking(json::parse(text), 2);
        REQUIRE(made.list.size() == 2);
        CHECK(made.list[0].index == 1);
        CHECK(made.list[0].score == 0.9);
        CHECK(made.list[1].index == 0);
        CHECK(made.request_id == "r");
        CHECK(made.usage.at("total_tokens") == 9);
    }
}

TEST_CASE("rankings that are none") {
    for (auto const* text : {"null", "{}", R"({"results":{}})", R"({"results":[1,{"index":"0","relevance_score":1},
                             {"index":0},{"index":0,"relevance_score":"high"}]})"})
        CHECK(read_ranking(json::parse(text), 5).list.empty());
}
