#include "sandbox/service.hpp"

#include "support.hpp"

#include <doctest/doctest.h>

using namespace std::chrono_literals;
using sandbox_test::at;
using sandbox_test::body_of;
using sandbox_test::chat_body;
using sandbox_test::header;
using sandbox_test::post_chat;

TEST_SUITE("sandbox/service") {
    TEST_CASE("keys") {
        struct {
            std::string_view field;
            int status;
            std::string_view code;
        } const cases[] = {
            {"Bearer sk-test", 200, {}},
            {"Bearer sk-sp-0123456789", 200, {}},
            {"Bearer sk-invalid", 401, "invalid_api_key"},
            {"Bearer sk-", 401, "invalid_api_key"},
            {"Bearer other", 401, "invalid_api_key"},
            {"sk-test", 401, "invalid_api_key"},
            {"Basic sk-test", 401, "invalid_api_key"},
            {"", 401, "null"},
        };
        for (auto const& c : cases) {
            CAPTURE(c.field);
            auto asked = post_chat(chat_body("Hello"));
            asked.fields = {{"authorization", std::string(c.field)}};
            auto answer = sandbox_test::answer(asked);
            CHECK(answer.status == c.status);
            if (c.status == 401) CHECK(at(body_of(answer), "/error/code") == c.code);
        }
    }

    TEST_CASE("without a key the service says how to send one") {
        auto asked = post_chat(chat_body("Hello"));
        asked.fields.clear();
        auto answer = sandbox_test::answer(asked);
        CHECK(answer.status == 401);
        CHECK(at(body_of(answer), "/error/message").starts_with("You didn't provide an API key"));
    }

    TEST_CASE("every answer names the sandbox and its request") {
        for (auto const& asked : {sandbox_test::get("/"), sandbox_test::get("/nowhere"), post_chat("{"),
                                  post_chat(chat_body("Hello")), post_chat(chat_body("[[fault:html]]"))}) {
            CAPTURE(asked.path);
            auto answer = sandbox_test::answer(asked);
            CHECK(header(answer, "X-Sandbox") == "dashscope-mcp");
            CHECK(header(answer, "x-request-id").size() == 36);
        }
    }

    TEST_CASE("the request id of the body is that of the header") {
        auto answer = sandbox_test::answer(post_chat("{"));
        CHECK(at(body_of(answer), "/request_id") == header(answer, "x-request-id"));
        auto good = sandbox_test::chat("Hello");
        CHECK(at(body_of(good), "/id") == "chatcmpl-" + header(good, "x-request-id"));
    }

    TEST_CASE("unknown paths") {
        auto native = sandbox_test::answer(sandbox_test::get("/api/v1/nowhere"));
        CHECK(native.status == 404);
        CHECK(at(body_of(native), "/code") == "NotFound");
        auto compatible = sandbox_test::answer(sandbox_test::get("/compatible-mode/v1/nowhere"));
        CHECK(compatible.status == 404);
        CHECK(at(body_of(compatible), "/error/code") == "NotFound");
    }

    TEST_CASE("wrong methods") {
        auto answer = sandbox_test::answer(sandbox_test::get("/compatible-mode/v1/chat/completions"));
        CHECK(answer.status == 405);
        CHECK(header(answer, "Allow") == "POST");
        CHECK(at(body_of(answer), "/error/message") == "Request method 'GET' is not supported.");
    }

    TEST_CASE("the same request and seed give the same bytes; another seed does not") {
        auto asked = post_chat(chat_body("Hello", "\"stream\":true,\"enable_thinking\":true"));
        sandbox::service first({}), second({});
        CHECK(first.answer(asked).body() == second.answer(asked).body());
        CHECK(first.answer(asked).body() == second.answer(asked).body());
        sandbox::options other;
        other.seed = 1;
        CHECK(sandbox_test::answer(asked, other).body() != sandbox_test::answer(asked).body());
    }

    TEST_CASE("faults of the options hit API calls, in order, and nothing else") {
        sandbox::options settings;
        settings.faults = {"429*1", "html*1"};
        settings.latency = 5ms;
        sandbox::service service(settings);
        CHECK(service.answer(sandbox_test::get("/")).status == 200);
        auto first = service.answer(post_chat(chat_body("Hello")));
        CHECK(first.status == 429);
        CHECK(first.latency == 5ms);
        CHECK(service.answer(post_chat(chat_body("Hello"))).status == 502);
        CHECK(service.answer(post_chat(chat_body("Hello"))).status == 200);
    }

    TEST_CASE("delays come from the options, and a prompt may change them") {
        sandbox::options settings;
        settings.latency = 5ms;
        settings.chunk_delay = 7ms;
        auto answer = sandbox_test::answer(post_chat(chat_body("Hello", "\"stream\":true")), settings);
        CHECK(answer.latency == 5ms);
        CHECK(answer.pieces[0].delay == 0ms);
        CHECK(answer.pieces[1].delay == 7ms);
        auto other = sandbox_test::answer(
            post_chat(chat_body("Hello [[latency:0]][[chunk-delay:9]]", "\"stream\":true")), settings);
        CHECK(other.latency == 0ms);
        CHECK(other.pieces[1].delay == 9ms);
    }

    TEST_CASE("a request with fail-times recovers, each for itself") {
        sandbox::service service({});
        auto asked = post_chat(chat_body("Hello [[fail-times:2]]"));
        auto other = post_chat(chat_body("Bye [[fail-times:1]][[error:InternalError]]"));
        CHECK(service.answer(asked).status == 429);
        CHECK(service.answer(other).status == 500);
        CHECK(service.answer(asked).status == 429);
        CHECK(service.answer(asked).status == 200);
        CHECK(service.answer(other).status == 200);
    }
}
