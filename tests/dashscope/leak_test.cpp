// Keys never reach a text, whatever a server echoes and wherever it does.

#include "client_fixture.hpp"
#include "dashscope/chat.hpp"
#include "dashscope/settings.hpp"

using namespace dashscope;
using namespace dashscope::test;

namespace {

std::string with_key(std::string text) {
    for (auto at = text.find("KEY"); at != std::string::npos; at = text.find("KEY", at))
        text.replace(at, 3, secret_key);
    return text;
}

void check_clean(failure const& failed) {
    for (auto const& part : {failed.text(), std::string(failed.what()), failed.api().code, failed.api().message,
                             failed.api().request_id}) {
        CHECK_FALSE(contains(part, secret_key));
        CHECK_FALSE(contains(part, "\n"));
    }
}

}  // namespace

TEST_CASE("answers that echo the key") {
    for (auto body : {
             R"({"code":"KEY","message":"m"})",
             R"({"code":"A","message":"m KEY m"})",
             R"({"code":"A","message":"m","request_id":"KEY"})",
             R"({"code":"A","message":"Authorization: Bearer KEY"})",
             R"({"code":"A\nB","message":"line\nKEY","request_id":"r\r\nKEY"})",
             R"({"error":{"code":"KEY","message":"KEY","type":"KEY"},"id":"KEY"})",
             R"({"error":"KEY"})",
             R"({"Success":false,"Code":"KEY","Message":"KEY","RequestId":"KEY"})",
             R"({"odd":"KEY"})",
             R"(["KEY"])",
             R"("KEY")",
             "<html><title>KEY</title></html>",
             "<Error><Code>KEY</Code><Message>KEY</Message><RequestId>KEY</RequestId></Error>",
             "plain KEY",
         }) {
        CAPTURE(body);
        for (auto status : {400, 401, 429, 500})
            check_clean(failure(parse_error(status, with_key(body)), beijing_context().words, secret_key));
    }
}

TEST_CASE("heads and transports that echo the key") {
    auto context = beijing_context(op_class::submit);
    check_clean(refusal(500, {{"x-request-id", secret_key.data()}}, "{}", context, {}));
    check_clean(broken_answer(with_key("KEY"), secret_key, context));
    net::client_error error(net::client_errc::connect_failed, net::progress::not_sent, with_key("proxy said KEY"));
    check_clean(lost(error, context));
}

TEST_CASE_FIXTURE(client_fixture, "streams that echo the key") {
    for (auto events : {"event:error\ndata:{\"code\":\"A\",\"message\":\"KEY\"}\n\n", "event:error\ndata:KEY\n\n",
                        "data:{\"error\":{\"message\":\"KEY\"}}\n\n", ": KEY\n\n"}) {
        server.script = {event_stream(with_key(events))};
        check_clean(failed([&] { stream(); }));
    }
    // What is repeated is told to a listener: that must be clean too.
    server.script.assign(4, json_answer(429, with_key(R"({"code":"Throttling","message":"KEY"})")));
    check_clean(failed([&] { stream(); }));
    for (auto const& text : retries) CHECK_FALSE(contains(text, secret_key));
    CHECK(retries.size() == 3);
}

TEST_CASE("a configuration that can't be read keeps its secrets") {
    struct {
        std::string_view variable, value;
    } const cases[] = {
        {"DASHSCOPE_API_KEY", "KEY KEY"},
        {"DASHSCOPE_API_KEY", "'KEY'"},
        {"DASHSCOPE_BASE_URL", "https://user:KEY@dashscope.aliyuncs.com"},
        {"DASHSCOPE_BASE_URL", "https://dashscope.aliyuncs.com/?key=KEY"},
        {"DASHSCOPE_BASE_URL", "KEY"},
    };
    for (auto const& c : cases) {
        settings_input input;
        input.environment.emplace(c.variable, with_key(std::string(c.value)));
        std::string said;
        try {
            for (auto const& note : resolve_settings(input).notes) said += note;
        } catch (settings_error const& error) {
            said = error.what();
        }
        CHECK(contains(said, c.variable));
        CHECK_FALSE(contains(said, secret_key));
    }
}
