#include "sandbox/plan.hpp"

#include <doctest/doctest.h>

TEST_SUITE("sandbox/plan") {
    TEST_CASE("a request's fields are found by their lower-case names") {
        sandbox::request asked{"GET", "/", {}, {}, {{"authorization", "Bearer sk-1"}}};
        CHECK(asked.field("authorization") == "Bearer sk-1");
        CHECK(!asked.field("x-dashscope-sse"));
    }

    TEST_CASE("a plan's body is the sum of its pieces") {
        auto stream = sandbox::stream_plan();
        CHECK(stream.body().empty());
        stream.pieces = {{"one ", {}}, {"two", std::chrono::milliseconds(5)}};
        CHECK(stream.body() == "one two");
        CHECK(stream.streamed);
        CHECK(stream.content_type == "text/event-stream;charset=UTF-8");
    }

    TEST_CASE("a JSON plan is sent whole") {
        auto answer = sandbox::json_plan(404, "{}");
        CHECK(answer.status == 404);
        CHECK(answer.body() == "{}");
        CHECK(!answer.streamed);
        CHECK(answer.end == sandbox::ending::complete);
    }

    TEST_CASE("setting a field twice keeps the last value") {
        sandbox::plan answer;
        answer.set("Retry-After", "1");
        answer.set("Retry-After", "2");
        REQUIRE(answer.fields.size() == 1);
        CHECK(answer.fields[0].value == "2");
    }
}
