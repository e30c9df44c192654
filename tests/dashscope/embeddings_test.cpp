#include "dashscope/embeddings.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

using namespace dashscope;

namespace {

embedding_request request_for(std::string model, std::vector<embed_content> contents) {
    embedding_request request;
    request.model = std::move(model);
    request.contents = std::move(contents);
    return request;
}

std::vector<embed_content> texts(std::size_t count) {
    std::vector<embed_content> list;
    for (std::size_t i = 0; i < count; ++i) list.push_back({"text", {"t" + std::to_string(i)}});
    return list;
}

}  // namespace

TEST_CASE("texts go to the native endpoint, with what was asked for") {
    auto request = request_for("text-embedding-v4", texts(2));
    request.dimension = 256;
    request.output_type = "dense&sparse";
    request.text_type = "query";
    request.instruct = "Find code";
    auto const made = compose(request);
    REQUIRE(made.size() == 1);
    CHECK(made[0].path == "/api/v1/services/embeddings/text-embedding/text-embedding");
    CHECK(json::serialize(made[0].body) ==
          R"({"model":"text-embedding-v4","input":{"texts":["t0","t1"]},)"
          R"("parameters":{"dimension":256,"output_type":"dense&sparse","text_type":"query","instruct":"Find code"}})");
    CHECK_FALSE(made[0].async);
}

TEST_CASE("one request takes only so many texts") {
    struct {
        char const* model;
        std::size_t count;
        std::vector<std::size_t> sizes;
    } const cases[] = {{"text-embedding-v4", 10, {10}},
                       {"text-embedding-v4", 23, {10, 10, 3}},
                       {"text-embedding-v3", 11, {10, 1}},
                       {"text-embedding-v2", 26, {25, 1}},
                       {"text-embedding-v1", 25, {25}}};
    for (auto const& each : cases) {
        CAPTURE(each.model);
        auto const made = compose(request_for(each.model, texts(each.count)));
        std::vector<std::size_t> sizes;
        for (auto const& one : made) sizes.push_back(one.body.at("input").at("texts").as_array().size());
        CHECK(sizes == each.sizes);
    }
}

TEST_CASE("media are told by their type; pictures that are one share a content") {
    auto const made = compose(request_for("qwen3-vl-embedding", {{"text", {"a cat"}},
                                                                 {"image", {"https://e.com/a.png"}},
                                                                 {"multi_images", {"oss://1", "oss://2"}},
                                                                 {"video", {"https://e.com/a.mp4"}}}));
    REQUIRE(made.size() == 1);
    CHECK(made[0].path == "/api/v1/services/embeddings/multimodal-embedding/multimodal-embedding");
    CHECK(json::serialize(made[0].body.at("input")) ==
          R"({"contents":[{"text":"a cat"},{"image":"https://e.com/a.png"},{"multi_images":["oss://1","oss://2"]},)"
          R"({"video":"https://e.com/a.mp4"}]})");
}

TEST_CASE("one request takes twenty contents, five pictures, one film") {
    auto const of = [](std::string type, std::size_t count) {
        return std::vector<embed_content>(count, embed_content{type, {"x"}});
    };
    struct {
        std::vector<embed_content> contents;
        std::size_t requests;
    } const cases[] = {{texts(20), 1},      {texts(21), 2},
                       {of("image", 5), 1}, {of("image", 12), 3},
                       {of("video", 2), 2}, {{{"image", {"a"}}, {"multi_images", {"b", "c", "d", "e", "f"}}}, 2}};
    for (auto const& each : cases) {
        auto const made = compose(request_for("tongyi-embedding-vision-plus", each.contents));
        CHECK(made.size() == each.requests);
        std::size_t sum = 0;
        for (auto const& one : made) sum += one.body.at("input").at("contents").as_array().size();
        CHECK(sum == each.contents.size());
    }
}

TEST_CASE("what is wrong is said before anything is sent") {
    struct {
        embedding_request request;
        char const* part;
    } cases[] = {
        {request_for("text-embedding-v4", {}), "give `texts`"},
        {request_for("text-embedding-v4", {{"image", {"x"}}}), "takes texts only"},
        {request_for("text-embedding-v4", {{"text", {""}}}), "empty text"},
        {request_for("qwen3-vl-embedding", {{"multi_images", {"1", "2", "3", "4", "5", "6"}}}), "at most 5"},
        {request_for("qwen3-vl-embedding", texts(1)), "dense vectors only"},
    };
    cases[4].request.output_type = "sparse";
    for (auto const& each : cases) {
        auto const problems = problems_of(each.request);
        REQUIRE(problems.size() == 1);
        CHECK(problems[0].find(each.part) != std::string::npos);
    }
    CHECK(problems_of(request_for("text-embedding-v4", texts(1))).empty());
}

TEST_CASE("answers of both endpoints, in the order of the contents") {
    auto made = read_embeddings(json::parse(R"({"request_id":"r1","usage":{"total_tokens":4},"output":{"embeddings":[
        {"text_index":1,"embedding":[0.5,1]},
        {"text_index":0,"embedding":[0.25,2],"sparse_embedding":[{"index":7,"value":0.5,"token":"a"}]}]}})"));
    REQUIRE(made.list.size() == 2);
    CHECK(json::serialize(made.list[0].vector) == "[2.5E-1,2]");
    CHECK(made.list[0].sparse.size() == 1);
    CHECK(made.list[1].sparse.empty());
    auto more = read_embeddings(json::parse(R"({"request_id":"r2","usage":{"total_tokens":3,"image_count":1},
        "output":{"embeddings":[{"index":0,"type":"image","embedding":[1,2]}]}})"));
    append(made, std::move(more));
    CHECK(made.list.size() == 3);
    CHECK(made.list[2].type == "image");
    CHECK(json::serialize(made.usage) == R"({"total_tokens":7,"image_count":1})");
    CHECK(made.request_id == "r2");
}

TEST_CASE("answers that are none") {
    for (auto const* text : {"null", "[]", "{}", R"({"output":{}})", R"({"output":{"embeddings":[1,"a",null]}})",
                             R"({"output":{"embeddings":[{"index":1000000,"embedding":[1]}]}})"})
        CHECK(read_embeddings(json::parse(text)).list.empty());
}
