#include "sandbox/pages.hpp"

#include "support.hpp"

#include <doctest/doctest.h>

using sandbox_test::at;
using sandbox_test::body_of;
using sandbox_test::get;

TEST_SUITE("sandbox/pages") {
    TEST_CASE("the index says what this is, without a key") {
        auto asked = get("/");
        asked.fields.clear();
        auto answer = sandbox_test::answer(asked);
        CHECK(answer.status == 200);
        CHECK(at(body_of(answer), "/name") == "dashscope-mcp sandbox");
        CHECK(at(body_of(answer), "/errors") == "/errors");
    }

    TEST_CASE("the list of errors tells how to ask for each") {
        auto body = body_of(sandbox_test::answer(get("/errors")));
        CHECK(body.at("errors").as_array().size() == sandbox::known_errors().size());
        for (auto const& error : body.at("errors").as_array())
            CHECK(at(error, "/marker") == "[[error:" + at(error, "/code") + "]]");
        CHECK(body.at("faults").as_array().size() > 5);
        CHECK(body.at("markers").as_array().size() > 5);
    }

    TEST_CASE("models are listed as OpenAI lists them") {
        auto body = body_of(sandbox_test::answer(get("/compatible-mode/v1/models")));
        CHECK(at(body, "/object") == "list");
        CHECK(body.at("data").as_array().size() > 20);
        CHECK(at(body, "/data/0/object") == "model");
        CHECK(at(body, "/data/0/owned_by") == "system");
        CHECK(body.at("data").at(0).at("created").is_int64());
    }

    TEST_CASE("the list of models needs a key") {
        auto asked = get("/compatible-mode/v1/models");
        asked.fields.clear();
        CHECK(sandbox_test::answer(asked).status == 401);
    }

    TEST_CASE("one model") {
        CHECK(at(body_of(sandbox_test::answer(get("/compatible-mode/v1/models/qwen-plus"))), "/id") == "qwen-plus");
        auto unknown = sandbox_test::answer(get("/compatible-mode/v1/models/gpt-4"));
        CHECK(unknown.status == 404);
        CHECK(at(body_of(unknown), "/error/code") == "model_not_found");
    }
}
