#include "dashscope/exchange.hpp"

#include "support.hpp"

using namespace dashscope;
using namespace dashscope::test;
using namespace std::chrono_literals;

namespace {

credential someone() {
    return {std::string(secret_key), beijing_origin()};
}

net::client_request made(std::string body, call_options const& options = {}, bool source = true) {
    return make_request(someone(), {"Chat"}, "/api/v1/x?y=1", std::move(body), options, source);
}

std::string problem(net::client_response const& response, op_class repeats = op_class::compute) {
    try {
        decode(response, beijing_context(repeats), {});
    } catch (failure const& failed) {
        return failed.text();
    }
    return {};
}

}  // namespace

TEST_CASE("a request's target and common fields") {
    auto request = made(R"({"a":1})");
    CHECK(request.method == "POST");
    CHECK(request.to.where == beijing_origin());
    CHECK(request.to.target == "/api/v1/x?y=1");
    CHECK(request.body == R"({"a":1})");
    CHECK(request.fields.value_or("Authorization", "") == "Bearer " + std::string(secret_key));
    CHECK(request.fields.value_or("Content-Type", "") == "application/json");
    CHECK(request.fields.value_or("x-dashscope-source-config", "") == R"({"channel":"dashscope-mcp"})");
    for (auto absent :
         {"X-DashScope-Async", "X-DashScope-SSE", "X-DashScope-WorkSpace", "X-DashScope-OssResourceResolve"})
        CHECK_FALSE(request.fields.find(absent));
}

TEST_CASE("fields that depend on the call") {
    call_options options;
    options.async = true;
    options.native_sse = true;
    options.workspace_id = "llm-1";
    options.more = {{"X-DashScope-DataInspection", "enable"}};
    auto fields = made(R"({"image":"oss://dashscope-instant/x.png"})", options, false).fields;
    CHECK(fields.value_or("X-DashScope-Async", "") == "enable");
    CHECK(fields.value_or("X-DashScope-SSE", "") == "enable");
    CHECK(fields.value_or("Accept", "") == "text/event-stream");
    CHECK(fields.value_or("X-DashScope-WorkSpace", "") == "llm-1");
    CHECK(fields.value_or("X-DashScope-OssResourceResolve", "") == "enable");
    CHECK(fields.value_or("X-DashScope-DataInspection", "") == "enable");
    CHECK_FALSE(fields.find("x-dashscope-source-config"));
}

TEST_CASE("without a body there is no content type") {
    CHECK_FALSE(made("").fields.find("Content-Type"));
}

TEST_CASE("a missing or impossible key fails before anything is sent") {
    auto text_of = [](std::string key) {
        try {
            check_key({std::move(key), beijing_origin()}, beijing_context().words);
        } catch (failure const& failed) {
            CHECK(failed.kind() == error_kind::invalid_key);
            CHECK(failed.how_far() == net::progress::not_sent);
            return failed.text();
        }
        return std::string();
    };
    CHECK(contains(text_of(""), "DASHSCOPE_API_KEY"));
    CHECK(contains(text_of(""), "--sandbox"));
    auto broken = text_of("sk-abc\r\nX-Evil: 1");
    CHECK_FALSE(broken.empty());
    CHECK_FALSE(contains(broken, "Evil"));
    CHECK(text_of("sk-fine").empty());
}

TEST_CASE("good answers") {
    CHECK(decode({200, {}, R"({"output":{}})"}, beijing_context(), {}).at("output").is_object());
    CHECK(decode({204, {}, ""}, beijing_context(), {}).is_null());
    CHECK(decode({200, {}, std::string(100, '[') + std::string(100, ']')}, beijing_context(), {}).is_array());
}

TEST_CASE("answers that are failures") {
    CHECK(contains(problem({401, {}, recorded("auth-error-nosse")}), "InvalidApiKey (HTTP 401)"));
    CHECK(contains(problem({200, {}, R"({"code":"Throttling","message":"m"})"}), "Throttling (HTTP 200)"));
    CHECK(contains(problem({200, {}, "<html>login</html>"}), "not JSON"));
    CHECK(contains(problem({200, {}, ""}), "the answer is empty"));
    CHECK(contains(problem({302, {{"Location", "https://evil.example/"}}, ""}), "HTTP 302"));
    CHECK(contains(problem({500, {{"x-request-id", "head-id"}}, "{}"}), "Request id: head-id."));
    CHECK(
        contains(problem({500, {{"x-request-id", "head-id"}}, R"({"request_id":"body-id"})"}), "Request id: body-id."));
    CHECK_FALSE(contains(problem({200, {}, "oops " + std::string(secret_key)}), secret_key));
}

TEST_CASE("a gateway's time-out leaves a submission in doubt") {
    CHECK(contains(problem({504, {}, ""}, op_class::submit), "may be billed"));
    CHECK(contains(problem({502, {}, ""}, op_class::submit), "may be billed"));
    CHECK_FALSE(contains(problem({504, {}, ""}, op_class::compute), "billed"));
    CHECK_FALSE(contains(problem({400, {}, "{}"}, op_class::submit), "billed"));
    auto task = beijing_context(op_class::submit);
    task.async = true;
    CHECK(contains(refusal(504, {}, "", task, {}).text(), "the job may exist and be billed"));
}

TEST_CASE("what costs nothing is not said to be billed when its answer is lost") {
    for (auto const& response : {net::client_response{502, {}, ""}, net::client_response{200, {}, ""},
                                 net::client_response{200, {}, "<html>"}}) {
        auto const text = problem(response, op_class::change);
        CHECK(contains(text, "may have been carried out"));
        CHECK_FALSE(contains(text, "billed"));
    }
}

TEST_CASE("waits that the server asks for are kept") {
    auto failed = refusal(429, {{"Retry-After", "7"}}, R"({"code":"Throttling"})", beijing_context(), {});
    CHECK(failed.retry_after == 7s);
}

TEST_CASE("waits that the server asks for are named, in whole seconds") {
    struct {
        int status;
        net::headers fields;
        std::string_view said;
    } const cases[] = {
        {429, {{"Retry-After", "7"}}, "Wait 7 seconds, then try again"},
        {429, {{"Retry-After", "1"}}, "Wait 1 second, then try again"},
        {429, {{"Retry-After", "0"}}, "Wait 1 second, then try again"},
        {429, {{"x-acs-retry-after", "1500"}}, "Wait 2 seconds, then try again"},
        {429, {{"x-acs-retry-after", "2000"}, {"Retry-After", "9"}}, "Wait 2 seconds, then try again"},
        {429, {{"Retry-After", "soon"}}, "Wait up to a minute, then try again"},
        {429, {}, "Wait up to a minute, then try again"},
        {503, {{"Retry-After", "30"}}, "Try again in 30 seconds"},
        {503, {}, "Try again shortly"},
    };
    for (auto const& c : cases) {
        CAPTURE(c.said);
        CHECK(contains(refusal(c.status, c.fields, "", beijing_context(), {}).text(), c.said));
    }
    // An error under 200 may come with it too.
    auto const said = problem({200, {{"Retry-After", "5"}}, R"({"code":"Throttling","message":"m"})"});
    CHECK(contains(said, "Wait 5 seconds"));
}

TEST_CASE("a lost transport is in doubt only for a submission of which something was sent") {
    net::client_error not_sent(net::client_errc::connect_failed, net::progress::not_sent, "x");
    net::client_error sent(net::client_errc::connection_lost, net::progress::sent, "x");
    CHECK_FALSE(lost(not_sent, beijing_context(op_class::submit)).may_have_been_submitted());
    CHECK(lost(sent, beijing_context(op_class::submit)).may_have_been_submitted());
    CHECK_FALSE(lost(sent, beijing_context(op_class::compute)).may_have_been_submitted());
}

TEST_CASE("a placeholder in place of a key is called by its name") {
    for (std::string key : {"${DASHSCOPE_API_KEY}", "${env:DASHSCOPE_API_KEY}", "{{key}}"}) {
        std::string said;
        try {
            check_key({key, beijing_origin()}, beijing_context().words);
        } catch (failure const& failed) {
            said = failed.text();
        }
        CHECK(contains(said, "placeholder"));
        CHECK(contains(said, "DASHSCOPE_API_KEY"));
    }
}
