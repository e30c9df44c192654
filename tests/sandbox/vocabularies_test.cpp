#include "conversation.hpp"
#include "support.hpp"

#include <doctest/doctest.h>

namespace json = boost::json;
using namespace sandbox_test;

namespace {

struct fixture {
    json::value ask(std::string const& input, std::string_view model = "speech-biasing") {
        return talk.post_json("/api/v1/services/audio/asr/customization",
                              R"({"model":")" + std::string(model) + R"(","input":{)" + input + "}}");
    }
    std::string create(std::string_view prefix = "test") {
        return at(ask(R"("action":"create_vocabulary","target_model":"fun-asr","prefix":")" + std::string(prefix) +
                      R"(","vocabulary":[{"text":"Bailian","weight":4,"lang":"en"}])"),
                  "/output/vocabulary_id");
    }

    conversation talk;
};

}  // namespace

TEST_SUITE("sandbox/vocabularies") {
    TEST_CASE("create, query, list, update, delete") {
        fixture f;
        auto const id = f.create();
        CHECK(id.starts_with("vocab-test-"));
        auto const named = R"(,"vocabulary_id":")" + id + "\"";
        auto const read = f.ask(R"("action":"query_vocabulary")" + named);
        CHECK(at(read, "/output/vocabulary/0/text") == "Bailian");
        CHECK(at(read, "/output/target_model") == "fun-asr");
        f.ask(R"("action":"update_vocabulary","vocabulary":[{"text":"Qwen","weight":5}])" + named);
        CHECK(at(f.ask(R"("action":"query_vocabulary")" + named), "/output/vocabulary/0/text") == "Qwen");
        f.create("other");
        auto const list = [&](std::string more) {
            return f.ask(R"("action":"list_vocabulary")" + more).at("output").at("vocabulary_list").as_array().size();
        };
        CHECK(list("") == 2);
        CHECK(list(R"(,"prefix":"other")") == 1);
        CHECK(list(R"(,"page_size":1,"page_index":1)") == 1);
        CHECK(list(R"(,"page_size":1,"page_index":2)") == 0);
        f.ask(R"("action":"delete_vocabulary")" + named);
        CHECK(at(f.ask(R"("action":"query_vocabulary")" + named), "/code") == "BadRequest.ResourceNotExist");
        CHECK(list("") == 1);
    }

    TEST_CASE("ten at most") {
        fixture f;
        for (int i = 0; i < 10; ++i) CHECK(f.create("v" + std::to_string(i)).starts_with("vocab-"));
        CHECK(f.create() == "(absent)");
    }

    TEST_CASE("what is refused") {
        fixture f;
        for (
            auto input :
            {R"("action":"other")", R"("action":"create_vocabulary")",
             R"("action":"create_vocabulary","target_model":"fun-asr","prefix":"A","vocabulary":[{"text":"x"}])",
             R"("action":"create_vocabulary","target_model":"fun-asr","prefix":"a","vocabulary":[])",
             R"("action":"create_vocabulary","target_model":"fun-asr","prefix":"a","vocabulary":[{"weight":1}])",
             R"("action":"create_vocabulary","target_model":"fun-asr","prefix":"a","vocabulary":[{"text":"x","weight":9}])"}) {
            CAPTURE(input);
            CHECK(at(f.ask(input), "/code") == "InvalidParameter");
        }
        CHECK(at(f.ask(R"("action":"list_vocabulary")", "other"), "/code") == "InvalidParameter");
    }
}
