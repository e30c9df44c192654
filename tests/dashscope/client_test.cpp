#include "dashscope/client.hpp"

#include "client_fixture.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/system/system_error.hpp>

using namespace dashscope;
using namespace dashscope::test;
using namespace std::chrono_literals;
namespace asio = boost::asio;

TEST_CASE_FIXTURE(client_fixture, "a call sends what it should and gives back the JSON") {
    server.script = {json_answer(200, R"({"output":{"text":"hi"}})")};
    auto value = call(op_class::compute);
    CHECK(value.at("output").at("text").as_string() == "hi");
    REQUIRE(server.seen.size() == 1);
    CHECK(server.seen[0].head.starts_with("POST /api/v1/test HTTP/1.1\r\n"));
    CHECK(contains(server.seen[0].head, "Bearer " + std::string(secret_key)));
    CHECK(server.seen[0].body == R"({"a":1})");
    CHECK(retries.empty());
}

TEST_CASE_FIXTURE(client_fixture, "answers arrive byte by byte, connections are used again") {
    auto slow = json_answer(200, R"({"n":1})");
    slow.piece = 1;
    server.script = {slow, json_answer(200, R"({"n":2})")};
    CHECK(call(op_class::read).at("n") == 1);
    CHECK(call(op_class::read).at("n") == 2);
    CHECK(http.connections_opened() == 1);
}

TEST_CASE_FIXTURE(client_fixture, "429 and 503 are waited for, then the call succeeds") {
    server.script = {json_answer(429, R"({"code":"Throttling","message":"slow down"})"), json_answer(503, "{}"),
                     json_answer(200, R"({"ok":true})")};
    CHECK(call(op_class::compute).at("ok") == true);
    CHECK(server.seen.size() == 3);
    REQUIRE(retries.size() == 2);
    CHECK(contains(retries[0], "Throttling"));
    CHECK(server.seen[0].body == server.seen[2].body);
}

TEST_CASE_FIXTURE(client_fixture, "classes limit what is repeated") {
    struct {
        op_class repeats;
        int status;
        std::string_view body;
        std::size_t requests;
    } const cases[] = {
        {op_class::read, 500, "{}", 4},
        {op_class::compute, 500, "{}", 1},
        {op_class::compute, 502, "{}", 4},
        {op_class::submit, 503, "{}", 1},
        {op_class::submit, 429, "{}", 4},
        {op_class::read, 429, R"({"code":"insufficient_quota"})", 1},
        {op_class::read, 400, "{}", 1},
        {op_class::read, 401, "{}", 1},
        {op_class::read, 200, R"({"code":"InternalError","message":"m"})", 4},
        {op_class::compute, 200, R"({"code":"InvalidParameter","message":"m"})", 1},
    };
    for (auto const& c : cases) {
        CAPTURE(c.status);
        server.seen.clear();
        server.script.assign(10, json_answer(c.status, c.body));
        failed([&] { call(c.repeats); });
        CHECK(server.seen.size() == c.requests);
    }
}

TEST_CASE_FIXTURE(client_fixture, "Retry-After beyond the deadline ends the call at once") {
    options.timeout = 5s;
    server.script.assign(4, json_answer(429, R"({"code":"Throttling"})", "Retry-After: 3600\r\n"));
    auto error = failed([&] { call(op_class::read); });
    CHECK(error.kind() == error_kind::rate_limited);
    CHECK(error.retry_after == 1h);
    CHECK(server.seen.size() == 1);
}

TEST_CASE_FIXTURE(client_fixture, "a lost answer is repeated for a read, and doubtful for a submission") {
    server.script = {reply{}, json_answer(200, R"({"ok":true})")};
    CHECK(call(op_class::read).at("ok") == true);

    server.seen.clear();
    server.script = {reply{}, json_answer(200, "{}")};
    auto error = failed([&] { call(op_class::submit); });
    CHECK(error.may_have_been_submitted());
    CHECK(error.how_far() != net::progress::not_sent);
    CHECK(server.seen.size() == 1);
}

TEST_CASE_FIXTURE(client_fixture, "nobody listens: tried four times, even for a submission") {
    auto who = someone();
    server.close();
    auto error = failed([&] { run(context, api.call(who, {"The test", op_class::submit}, "/x", {}, options)); });
    CHECK(error.how_far() == net::progress::not_sent);
    CHECK_FALSE(error.may_have_been_submitted());
    CHECK(retries.size() == 3);
}

TEST_CASE_FIXTURE(client_fixture, "the deadline closes the connection and is a failure") {
    options.timeout = 100ms;
    server.script = {reply{"HTTP/1.1 200 OK\r\n", 0, true}};
    auto error = failed([&] { call(op_class::compute); });
    CHECK(error.kind() == error_kind::timeout);
    while (server.peers_gone == 0) context.run_one();
    CHECK(server.seen.size() == 1);
}

TEST_CASE_FIXTURE(client_fixture, "cancelling a call closes its connection") {
    server.script = {reply{"HTTP/1.1 200 OK\r\n", 0, true}};
    asio::cancellation_signal stop;
    std::exception_ptr thrown;
    bool ended = false;
    auto work = api.call(someone(), {"The test"}, "/x", {}, options);
    auto on_end = [&](std::exception_ptr error, json::value) {
        thrown = error;
        ended = true;
    };
    asio::co_spawn(context.get_executor(), std::move(work), asio::bind_cancellation_slot(stop.slot(), on_end));
    while (server.seen.empty()) context.run_one();
    stop.emit(asio::cancellation_type::terminal);
    while (!ended || server.peers_gone == 0) context.run_one();
    REQUIRE(thrown);
    CHECK_THROWS_AS(std::rethrow_exception(thrown), boost::system::system_error);
    CHECK(server.seen.size() == 1);
}

TEST_CASE_FIXTURE(client_fixture, "cancelling a wait ends it") {
    server.script.assign(4, json_answer(429, R"({"code":"Throttling"})", "Retry-After: 30\r\n"));
    asio::cancellation_signal stop;
    bool ended = false;
    bool aborted = false;
    auto work = api.call(someone(), {"The test"}, "/x", {}, options);
    auto on_end = [&](std::exception_ptr error, json::value) {
        ended = true;
        aborted = error != nullptr;
    };
    asio::co_spawn(context.get_executor(), std::move(work), asio::bind_cancellation_slot(stop.slot(), on_end));
    while (retries.empty()) context.run_one();
    stop.emit(asio::cancellation_type::terminal);
    while (!ended) context.run_one();
    CHECK(aborted);
    CHECK(server.seen.size() == 1);
}

TEST_CASE_FIXTURE(client_fixture, "without a key nothing is sent") {
    auto who = someone();
    who.api_key.clear();
    auto error = failed([&] { run(context, api.call(who, {"The test"}, "/x", {}, options)); });
    CHECK(contains(error.text(), "DASHSCOPE_API_KEY"));
    CHECK(server.seen.empty());
}

TEST_CASE_FIXTURE(client_fixture, "an id that would split the head is refused") {
    options.workspace_id = "llm-1\r\nX-Evil: 1";
    auto error = failed([&] { call(op_class::read); });
    CHECK(error.kind() == error_kind::invalid_parameter);
    CHECK(server.seen.empty());
}

TEST_CASE_FIXTURE(client_fixture, "a server that echoes the key, a redirect, a page of HTML") {
    auto echo = R"({"code":"X","message":"got )" + std::string(secret_key) + R"("})";
    server.script = {json_answer(400, echo), answer(302, "text/html", "", "Location: http://127.0.0.1:1/\r\n"),
                     answer(200, "text/html", "<html>log in</html>")};
    CHECK(contains(failed([&] { call(op_class::read); }).text(), "***"));
    CHECK(failed([&] { call(op_class::read); }).kind() == error_kind::bad_answer);
    CHECK(failed([&] { call(op_class::read); }).kind() == error_kind::bad_answer);
    CHECK(server.seen.size() == 3);
}

TEST_CASE_FIXTURE(client_fixture, "GET without a body") {
    server.script = {json_answer(200, "{}")};
    run(context, api.call(someone(), {"The test", op_class::read, "GET"}, "/api/v1/tasks/1", nullptr, options));
    CHECK(server.seen[0].head.starts_with("GET /api/v1/tasks/1 HTTP/1.1\r\n"));
    CHECK_FALSE(contains(server.seen[0].head, "Content-Type"));
}

TEST_CASE_FIXTURE(client_fixture, "calls run side by side, one's wait does not hold up another") {
    server.script = {json_answer(429, R"({"code":"Throttling"})", "Retry-After: 1\r\n"), json_answer(200, R"({"n":2})"),
                     json_answer(200, R"({"n":1})")};
    std::vector<std::int64_t> order;
    auto on_end = [&](std::exception_ptr error, json::value value) {
        if (!error) order.push_back(value.at("n").as_int64());
    };
    auto first = api.call(someone(), {"The first"}, "/x", {}, options);
    asio::co_spawn(context.get_executor(), std::move(first), on_end);
    while (retries.empty()) context.run_one();
    auto second = api.call(someone(), {"The second"}, "/x", {}, options);
    asio::co_spawn(context.get_executor(), std::move(second), on_end);
    while (order.size() < 2) context.run_one();
    CHECK(order == std::vector<std::int64_t>{2, 1});
}

TEST_CASE_FIXTURE(client_fixture, "the source header can be left out, and each call has its own key") {
    client quiet(http, context.get_executor(), {false, quick().retry});
    server.script.assign(2, json_answer(200, "{}"));
    auto other = someone();
    other.api_key = "sk-of-somebody-else";
    run(context, quiet.call(someone(), {"The test"}, "/x", {}, options));
    run(context, quiet.call(other, {"The test"}, "/x", {}, options));
    CHECK(contains(server.seen[0].head, "Bearer " + std::string(secret_key) + "\r\n"));
    CHECK(contains(server.seen[1].head, "Bearer sk-of-somebody-else\r\n"));
    for (auto const& request : server.seen) CHECK_FALSE(contains(request.head, "x-dashscope-source-config"));
}
