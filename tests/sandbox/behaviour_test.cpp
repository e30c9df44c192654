#include "sandbox/behaviour.hpp"

#include "support.hpp"

#include <doctest/doctest.h>

using sandbox::ending;
using sandbox_test::at;
using sandbox_test::body_of;
using sandbox_test::chat;
using sandbox_test::header;

constexpr std::string_view streamed = "\"stream\":true";

TEST_SUITE("sandbox/behaviour") {
    TEST_CASE("each known error can be had by marker and by model") {
        for (auto const& error : sandbox::known_errors()) {
            CAPTURE(error.code);
            auto by_marker = chat("Hello [[error:" + std::string(error.code) + "]]");
            CHECK(by_marker.status == error.status);
            CHECK(at(body_of(by_marker), "/error/message") == error.message);
            auto by_model = chat("Hello", {}, "sandbox-error-" + std::string(error.code));
            CHECK(by_model.status == error.status);
            CHECK(at(body_of(by_model), "/error/message") == error.message);
        }
    }

    TEST_CASE("native shape") {
        auto answer = chat("[[error:Throttling.RateQuota:native]]");
        CHECK(answer.status == 429);
        CHECK(at(body_of(answer), "/code") == "Throttling.RateQuota");
        CHECK(at(body_of(answer), "/message") == "Requests rate limit exceeded, please try again later.");
    }

    TEST_CASE("an error under HTTP 200") {
        auto answer = chat("[[error:Arrearage:http200:native]]");
        CHECK(answer.status == 200);
        CHECK(at(body_of(answer), "/code") == "Arrearage");
    }

    TEST_CASE("another status for the same code") {
        CHECK(chat("[[error:ModelServingError:500]]").status == 500);
    }

    TEST_CASE("an error in place of a stream") {
        auto answer = chat("[[error:InvalidParameter:sse]]", streamed);
        CHECK(answer.status == 200);
        CHECK(answer.streamed);
        CHECK(answer.body().starts_with("id:1\nevent:error\n:HTTP_STATUS/400\ndata:{\"code\":\"InvalidParameter\""));
    }

    TEST_CASE("an error in the middle of a stream") {
        auto answer = chat("[[error:InternalError:midstream]]", streamed);
        CHECK(answer.status == 200);
        auto lines = sandbox_test::data_lines(answer);
        CHECK(lines.size() > 3);
        CHECK(lines.back().starts_with("{\"error\":{\"message\":\"An internal error"));
        CHECK(answer.body().find("[DONE]") == std::string::npos);

        auto native = chat("[[error:InternalError:midstream:native]]", streamed);
        CHECK(native.body().find("event:error\n:HTTP_STATUS/500\ndata:{\"code\":\"InternalError\"") !=
              std::string::npos);
    }

    TEST_CASE("without a stream an error in its middle is a plain one") {
        CHECK(chat("[[error:InternalError:midstream]]").status == 500);
    }

    TEST_CASE("an unknown code says where to look") {
        auto answer = chat("[[error:Nonsense]]");
        CHECK(answer.status == 400);
        CHECK(at(body_of(answer), "/error/message").find("GET /errors") != std::string::npos);
        CHECK(chat("[[fault:nonsense]]").status == 400);
    }

    TEST_CASE("Retry-After") {
        auto answer = chat("[[retry-after:7]]");
        CHECK(answer.status == 429);
        CHECK(header(answer, "Retry-After") == "7");
        auto unavailable = chat("[[error:ModelUnavailable]][[retry-after:1]]");
        CHECK(unavailable.status == 503);
        CHECK(header(unavailable, "Retry-After") == "1");
    }

    TEST_CASE("faults by marker") {
        CHECK(chat("[[fault:reset]]").end == ending::reset);
        CHECK(chat("[[fault:stall]]", streamed).end == ending::stall);
        CHECK(chat("[[fault:html]]").status == 502);
        CHECK(chat("[[fault:429]]").status == 429);
        auto both = chat("[[error:InternalError:midstream]][[fault:split-frames]]", streamed);
        CHECK(both.pieces.front().bytes.size() == 1);
    }

    TEST_CASE("a model that is an error needs no valid body") {
        auto answer =
            sandbox_test::answer(sandbox_test::post_chat(R"({"model":"sandbox-error-limit_burst_rate:sse"})"));
        CHECK(answer.streamed);
        CHECK(answer.body().find(":HTTP_STATUS/429") != std::string::npos);
    }
}
