#include "dashscope/retry.hpp"

#include "dashscope/failure.hpp"
#include "support.hpp"

using namespace dashscope;
using namespace dashscope::test;
using namespace std::chrono_literals;

namespace {

attempt_facts answered(int status) {
    attempt_facts facts;
    facts.how_far = net::progress::answered;
    facts.status = status;
    return facts;
}

attempt_facts transport(net::progress how_far) {
    attempt_facts facts;
    facts.how_far = how_far;
    return facts;
}

attempt_facts facts(int status, std::string_view body) {
    return facts_of(failure(parse_error(status, body), beijing_context().words, secret_key));
}

}  // namespace

TEST_CASE("the classes differ in what they repeat") {
    struct {
        attempt_facts facts;
        bool read, compute, submit;  // `change` as `submit`
    } const cases[] = {
        {transport(net::progress::not_sent), true, true, true},
        {transport(net::progress::sent), true, false, false},
        {transport(net::progress::answered), true, false, false},
        {answered(429), true, true, true},
        {answered(500), true, false, false},
        {answered(502), true, true, false},
        {answered(503), true, true, false},
        {answered(504), true, false, false},
        {answered(400), false, false, false},
        {answered(401), false, false, false},
        {answered(403), false, false, false},
        {answered(404), false, false, false},
    };
    for (auto const& c : cases) {
        CAPTURE(c.facts.status);
        CHECK(may_repeat(op_class::read, c.facts) == c.read);
        CHECK(may_repeat(op_class::compute, c.facts) == c.compute);
        CHECK(may_repeat(op_class::submit, c.facts) == c.submit);
        CHECK(may_repeat(op_class::change, c.facts) == c.submit);
    }
}

TEST_CASE("quota and bills are never repeated, whatever the status") {
    for (auto code : {"Throttling.AllocationQuota", "insufficient_quota", "AllocationQuota.FreeTierOnly", "Arrearage",
                      "PrepaidBillOverdue", "PostpaidBillOverdue", "CommodityNotPurchased"}) {
        CAPTURE(code);
        auto known = facts(429, R"({"code":")" + std::string(code) + R"("})");
        CHECK(known.exhausted);
        CHECK_FALSE(may_repeat(op_class::read, known));
    }
    CHECK(may_repeat(op_class::submit, facts(429, R"({"code":"Throttling.RateQuota"})")));
}

TEST_CASE("an error under 200 counts as what its code means") {
    struct {
        std::string_view code;
        int status;
    } const cases[] = {{"Throttling", 429},       {"ModelUnavailable", 503},
                       {"InternalError", 500},    {"InternalError.Timeout", 504},
                       {"InvalidParameter", 400}, {"InvalidApiKey", 400}};
    for (auto const& c : cases) {
        auto error = find_error(200, json::object{{"code", c.code}, {"message", "m"}});
        REQUIRE(error);
        CHECK(facts_of(failure(*error, beijing_context().words, "")).status == c.status);
    }
}

TEST_CASE("a certificate stays wrong, a reset does not") {
    struct {
        net::client_errc code;
        bool transient;
    } const cases[] = {
        {net::client_errc::connect_failed, true},     {net::client_errc::connect_timeout, true},
        {net::client_errc::resolve_failed, true},     {net::client_errc::connection_lost, true},
        {net::client_errc::tls_failed, false},        {net::client_errc::proxy_failed, false},
        {net::client_errc::too_large, false},         {net::client_errc::bad_response, false},
        {net::client_errc::deadline_exceeded, false},
    };
    for (auto const& c : cases) {
        net::client_error error(c.code, net::progress::not_sent, "x");
        auto known = facts_of(failure(error, beijing_context().words, ""));
        CHECK(known.transient == c.transient);
        CHECK(may_repeat(op_class::read, known) == c.transient);
    }
}

TEST_CASE("delays double, are jittered between half and whole, and are capped") {
    retry_policy policy;
    policy.max_attempts = 100;
    auto at = [&](int attempt, double random) {
        return policy.next_delay(op_class::read, attempt, answered(503), 1h, random);
    };
    CHECK(at(1, 0.0) == 250ms);
    CHECK(at(1, 0.999) == 499ms);
    CHECK(at(2, 0.0) == 500ms);
    CHECK(at(3, 0.5) == 1500ms);
    CHECK(at(50, 0.0) == 10s);
}

TEST_CASE("the number of attempts and the deadline end it") {
    retry_policy policy;
    CHECK(policy.next_delay(op_class::read, 3, answered(503), 1h, 0));
    CHECK_FALSE(policy.next_delay(op_class::read, 4, answered(503), 1h, 0));
    CHECK(policy.next_delay(op_class::read, 1, answered(503), 251ms, 0));
    CHECK_FALSE(policy.next_delay(op_class::read, 1, answered(503), 250ms, 0));
    CHECK_FALSE(policy.next_delay(op_class::read, 1, answered(503), 0ms, 0));
}

TEST_CASE("the server's wish is a minimum, and too long a one ends it") {
    retry_policy policy;
    auto facts = answered(429);
    facts.retry_after = 3s;
    CHECK(policy.next_delay(op_class::submit, 1, facts, 1min, 0.0) == 3s);
    auto jittered = policy.next_delay(op_class::submit, 1, facts, 1min, 0.9);
    REQUIRE(jittered);
    CHECK(*jittered > 3s);
    CHECK(*jittered < 4s);
    CHECK_FALSE(policy.next_delay(op_class::submit, 1, facts, 3s, 0.0));
    facts.retry_after = 0ms;
    CHECK(policy.next_delay(op_class::submit, 1, facts, 1min, 0.0) == 250ms);
}

TEST_CASE("Retry-After is seconds or a date") {
    using std::chrono::sys_days;
    using namespace std::chrono;
    auto now = sys_days(year(1994) / 11 / 6) + 8h + 49min + 30s;
    struct {
        std::string_view value;
        std::optional<milliseconds> expected;
    } const cases[] = {
        {"0", 0ms},
        {"120", 120s},
        {" 5 ", 5s},
        {"Sun, 06 Nov 1994 08:49:37 GMT", 7s},
        {"Sun, 06 Nov 1994 08:49:00 GMT", 0ms},
        {"Sun, 06 Nov 2044 08:49:37 GMT", 24h},
        {"99999999999999", 24h},
        {"-1", std::nullopt},
        {"1.5", std::nullopt},
        {"soon", std::nullopt},
        {"", std::nullopt},
        {"Sun, 31 Feb 1994 08:49:37 GMT", std::nullopt},
    };
    for (auto const& c : cases) {
        CAPTURE(c.value);
        CHECK(parse_retry_after(c.value, now) == c.expected);
    }
}

TEST_CASE("x-acs-retry-after is milliseconds and goes first") {
    auto now = std::chrono::system_clock::time_point();
    CHECK(retry_after_of({{"X-Acs-Retry-After", "1500"}, {"Retry-After", "9"}}, now) == 1500ms);
    CHECK(retry_after_of({{"x-acs-retry-after", "odd"}, {"retry-after", "9"}}, now) == 9s);
    CHECK_FALSE(retry_after_of({}, now));
}
