#include "upstream/failure.hpp"

#include <doctest/doctest.h>

using namespace upstream;

TEST_CASE("which refusals mean that the session is gone") {
    struct {
        int status;
        char const* body;
        bool with_session;
        bool lost;
    } const cases[] = {
        {404, "", true, true},
        {404, "", false, false},
        {400, "Bad Request: No valid session ID provided", true, true},
        {400, "SESSION expired", true, true},
        {400, "bad arguments", true, false},
        {400, "session", false, false},
        {401, "session", true, false},
        {500, "session", true, false},
    };
    for (auto const& each : cases) {
        auto const made = failure::refusal(each.status, {}, each.body, each.with_session);
        CHECK(made.session_lost == each.lost);
        CHECK(made.kind == fault::refused);
        CHECK(made.status == each.status);
        CHECK(made.body == each.body);
    }
}

TEST_CASE("a refusal keeps what helps to tell about it, and no more") {
    auto const made =
        failure::refusal(429, {{"X-Request-Id", "r1"}, {"Retry-After", "7"}}, std::string(100'000, 'x'), false);
    CHECK(made.request_id == "r1");
    CHECK(made.retry_after == "7");
    CHECK(made.body.size() == 4096);
    CHECK(std::string(made.what()) == "the server answered HTTP 429");
}

TEST_CASE("a lost connection and a deadline are told apart") {
    auto const lost = failure::lost({net::client_errc::connect_failed, net::progress::not_sent, "no"});
    CHECK(lost.kind == fault::transport);
    REQUIRE(lost.cause);
    CHECK(lost.cause->how_far() == net::progress::not_sent);
    CHECK(lost.cause->code() == net::client_errc::connect_failed);
    CHECK(failure::lost({net::client_errc::deadline_exceeded, net::progress::sent, "late"}).kind == fault::timed_out);
    CHECK(failure::late().kind == fault::timed_out);
}

TEST_CASE("an error of JSON-RPC") {
    auto const made = failure::reply(-32602, "Unknown tool: x");
    CHECK(made.kind == fault::error_reply);
    CHECK(made.code == -32602);
    CHECK(std::string(made.what()) == "the server answered error -32602: Unknown tool: x");
}
