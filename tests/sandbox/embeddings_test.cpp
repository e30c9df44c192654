#include "conversation.hpp"
#include "support.hpp"

#include <doctest/doctest.h>

namespace json = boost::json;
using namespace sandbox_test;

namespace {

constexpr std::string_view compatible = "/compatible-mode/v1/embeddings";
constexpr std::string_view native = "/api/v1/services/embeddings/text-embedding/text-embedding";
constexpr std::string_view media = "/api/v1/services/embeddings/multimodal-embedding/multimodal-embedding";

std::size_t size_at(json::value const& body, std::string_view pointer) {
    return body.at_pointer(pointer).as_array().size();
}

}  // namespace

TEST_SUITE("sandbox/embeddings") {
    TEST_CASE("the compatible form") {
        conversation c;
        auto body =
            c.post_json(compatible, R"({"model":"text-embedding-v4","input":["tea","coffee"],"dimensions":64})");
        CHECK(size_at(body, "/data") == 2);
        CHECK(size_at(body, "/data/1/embedding") == 64);
        CHECK(at(body, "/data/1/index") == "1");
        CHECK(at(body, "/usage/total_tokens") == "2");
        body = c.post_json(compatible, R"({"model":"text-embedding-v4","input":"tea"})");
        CHECK(size_at(body, "/data/0/embedding") == 1024);
        body = c.post_json(compatible,
                           R"({"model":"text-embedding-v4","input":"tea","dimensions":64,"encoding_format":"base64"})");
        CHECK(at(body, "/data/0/embedding").size() == 344);
    }

    TEST_CASE("the native form: dense, sparse, both") {
        conversation c;
        auto const ask = [&](std::string_view parameters) {
            return c.post_json(native, R"({"model":"text-embedding-v4","input":{"texts":["green tea"]},"parameters":)" +
                                           std::string(parameters) + "}");
        };
        auto body = ask(R"({"dimension":128,"output_type":"dense"})");
        CHECK(size_at(body, "/output/embeddings/0/embedding") == 128);
        CHECK(at(body, "/output/embeddings/0/text_index") == "0");
        CHECK(at(body, "/output/embeddings/0/sparse_embedding") == "(absent)");
        body = ask(R"({"output_type":"sparse"})");
        CHECK(at(body, "/output/embeddings/0/embedding") == "(absent)");
        CHECK(at(body, "/output/embeddings/0/sparse_embedding/0/token") == "green");
        body = ask(R"({"output_type":"dense&sparse"})");
        CHECK(size_at(body, "/output/embeddings/0/embedding") == 1024);
        CHECK(size_at(body, "/output/embeddings/0/sparse_embedding") == 2);
    }

    TEST_CASE("media") {
        conversation c;
        auto const body = c.post_json(
            media, R"({"model":"tongyi-embedding-vision-plus","input":{"contents":[{"text":"a cat"},{"image":")" +
                       png_uri(20, 20) + R"("},{"video":"https://example.com/a.mp4"},{"multi_images":[")" +
                       png_uri(20, 20) + R"(","https://example.com/b.png"]}]},"parameters":{"dimension":256}})");
        REQUIRE(size_at(body, "/output/embeddings") == 4);
        for (std::string index : {"0", "1", "2", "3"})
            CHECK(size_at(body, "/output/embeddings/" + index + "/embedding") == 256);
        CHECK(at(body, "/output/embeddings/0/type") == "text");
        CHECK(at(body, "/output/embeddings/3/type") == "multi_images");
        CHECK(at(body, "/usage/image_count") == "3");
    }

    TEST_CASE("what is refused") {
        std::string const eleven = "[\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\"]";
        struct {
            std::string_view path;
            std::string body;
            int status;
        } const cases[] = {
            {compatible, R"({"model":"other","input":"x"})", 404},
            {compatible, R"({"model":"text-embedding-v4"})", 400},
            {compatible, R"({"model":"text-embedding-v4","input":""})", 400},
            {compatible, R"({"model":"text-embedding-v4","input":)" + eleven + "}", 400},
            {compatible, R"({"model":"text-embedding-v3","input":"x","dimensions":2048})", 400},
            {compatible, R"({"model":"text-embedding-v4","input":"x [[error:limit_requests]]"})", 429},
            {native, R"({"model":"other","input":{"texts":["x"]}})", 400},
            {native, R"({"model":"text-embedding-v4","input":{"texts":[]}})", 400},
            {native, R"({"model":"text-embedding-v4","input":{"texts":["x"]},"parameters":{"output_type":"x"}})", 400},
            {media, R"({"model":"text-embedding-v4","input":{"contents":[{"text":"x"}]}})", 400},
            {media, R"({"model":"qwen3-vl-embedding","input":{"contents":[]}})", 400},
            {media, R"({"model":"qwen3-vl-embedding","input":{"contents":[{"other":"x"}]}})", 400},
            {media, R"({"model":"qwen3-vl-embedding","input":{"contents":[{"image":"cat.png"}]}})", 400},
        };
        for (auto const& c : cases) {
            CAPTURE(c.body);
            conversation talk;
            CHECK(talk.post(c.path, c.body).status == c.status);
        }
    }
}
