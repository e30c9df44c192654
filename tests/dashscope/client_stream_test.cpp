#include "client_fixture.hpp"

using namespace dashscope;
using namespace dashscope::test;
using namespace std::chrono_literals;

namespace {
constexpr std::string_view two_events = "data: {\"n\":1}\n\n: ping\n\ndata: {\"n\":2}\n\ndata: [DONE]\n\n";
}

TEST_CASE_FIXTURE(client_fixture, "events are handed on in order, heartbeats are not") {
    for (std::size_t piece : {0, 1, 5}) {
        received.clear();
        server.script = {event_stream(two_events, piece)};
        auto summary = stream();
        CHECK(received == std::vector<std::string>{R"({"n":1})", R"({"n":2})", "[DONE]"});
        CHECK(summary.events == 3);
        CHECK(summary.request_id == "head-id");
    }
}

TEST_CASE_FIXTURE(client_fixture, "an event is handed on before the stream ends") {
    server.script = {cut_stream("data: 1\n\n", true)};
    auto keep = [this](net::sse_event const& event) { received.push_back(event.data); };
    auto work = api.stream(someone(), {"The test"}, "/x", json::object(), options, keep);
    boost::asio::co_spawn(context.get_executor(), std::move(work), [](std::exception_ptr, stream_summary) {});
    while (received.empty()) context.run_one();
    CHECK(received[0] == "1");
}

TEST_CASE_FIXTURE(client_fixture, "refusals before the stream are repeated as the class allows") {
    server.script = {json_answer(429, R"({"code":"Throttling"})"), event_stream(two_events)};
    stream();
    CHECK(received.size() == 3);
    CHECK(retries.size() == 1);

    server.script = {json_answer(400, recorded("parameter-error-nosse"))};
    auto error = failed([&] { stream(); });
    CHECK(error.api().code == "InvalidParameter");
}

TEST_CASE_FIXTURE(client_fixture, "the recorded error under HTTP 200") {
    server.script = {event_stream(recorded("parameter-error-sse"), 1)};
    auto error = failed([&] { stream(); });
    CHECK(error.kind() == error_kind::invalid_parameter);
    CHECK(error.api().http_status == 400);
    CHECK(error.api().request_id == "7671ecd8-93cc-9ee9-bc89-739f0fd8b809");
    CHECK(received.empty());
    CHECK(server.seen.size() == 1);
}

TEST_CASE_FIXTURE(client_fixture, "a throttled stream is repeated before its first event, never after") {
    std::string throttled = "event:error\n:HTTP_STATUS/429\ndata:{\"code\":\"Throttling\",\"message\":\"m\"}\n\n";
    server.script = {event_stream(throttled), event_stream(two_events)};
    stream();
    CHECK(received.size() == 3);
    CHECK(server.seen.size() == 2);

    received.clear();
    server.seen.clear();
    server.script = {event_stream("data: 1\n\n" + throttled), event_stream(two_events)};
    auto error = failed([&] { stream(op_class::read); });
    CHECK(error.kind() == error_kind::rate_limited);
    CHECK(received.size() == 1);
    CHECK(server.seen.size() == 1);
}

TEST_CASE_FIXTURE(client_fixture, "an error object as ordinary data, and JSON in place of a stream") {
    server.script = {event_stream("data: {\"error\":{\"code\":\"data_inspection_failed\",\"message\":\"m\"}}\n\n")};
    CHECK(failed([&] { stream(); }).kind() == error_kind::content_inspection);
    server.script = {json_answer(200, R"({"code":"InvalidApiKey","message":"m","request_id":"r"})")};
    CHECK(failed([&] { stream(); }).kind() == error_kind::invalid_key);
    server.script = {answer(200, "text/html", "<html>log in</html>")};
    CHECK(failed([&] { stream(); }).kind() == error_kind::bad_answer);
    CHECK(received.empty());
}

TEST_CASE_FIXTURE(client_fixture, "an answer that was not streamed arrives as one event") {
    server.script = {json_answer(200, R"({"choices":[]})"), answer(200, "text/plain", "data: 1\n\n")};
    stream();
    stream();
    CHECK(received == std::vector<std::string>{R"({"choices":[]})", "1"});
}

TEST_CASE_FIXTURE(client_fixture, "a stream that breaks off or says nothing is a failure") {
    server.script = {cut_stream("data: 1\n\n")};
    auto cut = failed([&] { stream(); });
    CHECK(cut.transport() == net::client_errc::connection_lost);
    CHECK(received.size() == 1);

    server.script = {event_stream(": nothing\n\n")};
    CHECK(failed([&] { stream(); }).kind() == error_kind::bad_answer);
}

TEST_CASE_FIXTURE(client_fixture, "after [DONE] it does not matter how the connection ends") {
    server.script = {cut_stream(two_events)};
    CHECK(stream().done);
    CHECK(received.size() == 3);
}

TEST_CASE_FIXTURE(client_fixture, "silence and the deadline end a stream") {
    options.silence = 100ms;
    server.script = {cut_stream("data: 1\n\n", true)};
    CHECK(failed([&] { stream(); }).kind() == error_kind::timeout);
    while (server.peers_gone == 0) context.run_one();

    options.silence = 60s;
    options.timeout = 100ms;
    server.script = {cut_stream("data: 2\n\n", true)};
    CHECK(failed([&] { stream(); }).kind() == error_kind::timeout);
    while (server.peers_gone == 1) context.run_one();
    CHECK(received == std::vector<std::string>{"1", "2"});
}

TEST_CASE_FIXTURE(client_fixture, "what a listener throws ends the call and closes the connection") {
    server.script = {cut_stream("data: 1\n\n", true)};
    auto angry = [](net::sse_event const&) { throw std::runtime_error("enough"); };
    CHECK_THROWS_AS(run(context, api.stream(someone(), {"The test"}, "/x", json::object(), options, angry)),
                    std::runtime_error);
    while (server.peers_gone == 0) context.run_one();
}
