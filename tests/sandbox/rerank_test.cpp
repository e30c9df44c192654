#include "conversation.hpp"
#include "support.hpp"

#include <doctest/doctest.h>

using namespace sandbox_test;

namespace {

constexpr std::string_view compatible = "/compatible-api/v1/reranks";
constexpr std::string_view native = "/api/v1/services/rerank/text-rerank/text-rerank";
constexpr std::string_view documents = R"(["A rocket to the moon","Green tea in the morning","Black tea"])";

}  // namespace

TEST_SUITE("sandbox/rerank") {
    TEST_CASE("the compatible form") {
        conversation c;
        auto const body =
            c.post_json(compatible, R"({"model":"qwen3-rerank","query":"green tea","top_n":2,"documents":)" +
                                        std::string(documents) + "}");
        REQUIRE(body.at("results").as_array().size() == 2);
        CHECK(at(body, "/results/0/index") == "1");
        CHECK(at(body, "/results/1/index") == "2");
        CHECK(body.at("results").at(0).at("relevance_score").as_double() > 0.9);
        CHECK(at(body, "/object") == "list");
        CHECK(at(body, "/results/0/document") == "(absent)");
    }

    TEST_CASE("the native form, with documents") {
        conversation c;
        auto const body =
            c.post_json(native, R"({"model":"gte-rerank-v2","input":{"query":"green tea","documents":)" +
                                    std::string(documents) + R"(},"parameters":{"return_documents":true}})");
        REQUIRE(body.at("output").at("results").as_array().size() == 3);
        CHECK(at(body, "/output/results/0/document/text") == "Green tea in the morning");
        auto const mixed =
            c.post_json(native, R"({"model":"qwen3-vl-rerank","input":{"query":{"text":"cat"},"documents":)"
                                R"([{"image":"https://example.com/dog.png"},{"text":"my cat"}]}})");
        CHECK(at(mixed, "/output/results/0/index") == "1");
    }

    TEST_CASE("what is refused") {
        struct {
            std::string_view path;
            std::string_view body;
            int status;
        } const cases[] = {
            {compatible, R"({"model":"qwen-plus","query":"x","documents":["a"]})", 404},
            {compatible, R"({"model":"qwen3-rerank","documents":["a"]})", 400},
            {compatible, R"({"model":"qwen3-rerank","query":"x","documents":[]})", 400},
            {compatible, R"({"model":"qwen3-rerank","query":"x","documents":[""]})", 400},
            {compatible, R"({"model":"qwen3-rerank","query":"x","documents":["a"],"top_n":0})", 400},
            {compatible,
             R"({"model":"qwen3-rerank","query":"[[error:500]] [[error:InternalError]]","documents":["a"]})", 500},
            {native, R"({"model":"other","input":{"query":"x","documents":["a"]}})", 400},
            {native, R"({"model":"gte-rerank-v2","input":{"query":"x"}})", 400},
        };
        for (auto const& c : cases) {
            CAPTURE(c.body);
            conversation talk;
            CHECK(talk.post(c.path, std::string(c.body)).status == c.status);
        }
    }
}
