// What becomes of a submission whose call is cancelled, at each point of its way.

#include "dashscope/failure.hpp"
#include "tool_bench.hpp"
#include "tools/job.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

using namespace tools;
using namespace tools::test;
using namespace std::chrono_literals;

namespace {

namespace asio = boost::asio;
using socket = asio::basic_stream_socket<asio::ip::tcp, platform::executor>;

/// Accepts one connection at a time and answers each request when it is told to.
struct slow_server {
    explicit slow_server(asio::io_context& io)
        : acceptor(io.get_executor(), {asio::ip::address_v4::loopback(), 0}), answer_now(io.get_executor()) {
        answer_now.expires_at(platform::clock::time_point::max());
        asio::co_spawn(io.get_executor(), serve(), [](std::exception_ptr) {});
    }

    std::uint16_t port() const { return acceptor.local_endpoint().port(); }

    platform::task<void> serve() {
        auto [error, peer] = co_await acceptor.async_accept(platform::use_result);
        if (error) co_return;
        std::array<char, 8192> bytes{};
        auto [lost, count] = co_await peer.async_read_some(asio::buffer(bytes), platform::use_result);
        requests += count > 0;
        co_await answer_now.async_wait(platform::use_result);
        auto const text = "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " +
                          std::to_string(body.size()) + "\r\n\r\n" + body;
        co_await asio::async_write(peer, asio::buffer(text), platform::use_result);
        auto [gone, more] = co_await peer.async_read_some(asio::buffer(bytes), platform::use_result);
        peer_left = static_cast<bool>(gone);
    }

    asio::basic_socket_acceptor<asio::ip::tcp, platform::executor> acceptor;
    platform::timer answer_now;
    std::string status = "200 OK";
    std::string body = R"({"output":{"task_id":"t-1","task_status":"PENDING"},"request_id":"r-1"})";
    int requests = 0;
    bool peer_left = false;
};

struct cancelled_submission {
    tool_bench bench;
    slow_server server{bench.io};
    asio::cancellation_signal stop;
    bool ended = false;
    boost::json::value answer;
    std::exception_ptr failed;

    void start() {
        bench.settings.base.port = server.port();
        planned_call call;
        call.what = {"Image generation", dashscope::op_class::submit, "POST", {}};
        call.path = "/api/v1/services/aigc/text2image/image-synthesis";
        call.body = {{"model", "m"}};
        asio::co_spawn(bench.io.get_executor(), submit(bench.with, std::move(call)),
                       asio::bind_cancellation_slot(stop.slot(), [this](std::exception_ptr error, boost::json::value got) {
                           ended = true;
                           failed = error;
                           answer = std::move(got);
                       }));
    }
    void run_until(auto const& reached) {
        while (!reached()) bench.io.run_one();
    }
    bool aborted() const {
        try {
            if (failed) std::rethrow_exception(failed);
        } catch (boost::system::system_error const& error) {
            return error.code() == asio::error::operation_aborted;
        }
        return false;
    }
};

}  // namespace

TEST_CASE_FIXTURE(cancelled_submission, "uncancelled, the answer comes back") {
    start();
    run_until([&] { return server.requests == 1; });
    server.answer_now.cancel();
    run_until([&] { return ended; });
    CHECK_FALSE(failed);
    CHECK(answer.at("request_id") == "r-1");
}

TEST_CASE_FIXTURE(cancelled_submission, "cancelled when it was sent: held back until the answer is known") {
    start();
    run_until([&] { return server.requests == 1; });
    stop.emit(asio::cancellation_type::terminal);
    bench.io.run_for(100ms);
    CHECK_FALSE(ended);
    server.answer_now.cancel();
    run_until([&] { return ended; });
    CHECK_FALSE(failed);
    CHECK(answer.at("output").at("task_id") == "t-1");
}

TEST_CASE_FIXTURE(cancelled_submission, "a second cancellation changes nothing") {
    start();
    run_until([&] { return server.requests == 1; });
    for (int i = 0; i < 3; ++i) {
        stop.emit(asio::cancellation_type::terminal);
        bench.io.run_for(20ms);
    }
    CHECK_FALSE(ended);
    server.answer_now.cancel();
    run_until([&] { return ended; });
    CHECK_FALSE(failed);
}

TEST_CASE_FIXTURE(cancelled_submission, "cancelled when it was sent, then refused: the refusal") {
    server.status = "400 Bad Request";
    server.body = R"({"code":"InvalidParameter","message":"no"})";
    start();
    run_until([&] { return server.requests == 1; });
    stop.emit(asio::cancellation_type::terminal);
    server.answer_now.cancel();
    run_until([&] { return ended; });
    CHECK_THROWS_AS(std::rethrow_exception(failed), dashscope::failure);
}

TEST_CASE_FIXTURE(cancelled_submission, "cancelled before its first byte: nothing is sent") {
    // Cancelled while the connection is being made.
    start();
    stop.emit(asio::cancellation_type::terminal);
    run_until([&] { return ended; });
    CHECK(aborted());
    bench.io.run_for(50ms);
    CHECK(server.requests == 0);
}

TEST_CASE_FIXTURE(cancelled_submission, "never answered: the cancellation wins in the end, the submission goes on") {
    start();
    run_until([&] { return server.requests == 1; });
    auto const begun = platform::clock::now();
    stop.emit(asio::cancellation_type::terminal);
    run_until([&] { return ended; });
    CHECK(aborted());
    CHECK(platform::clock::now() - begun >= 9s);
    CHECK_FALSE(server.peer_left);
    server.answer_now.cancel();
    bench.io.run_for(50ms);
}

TEST_CASE_FIXTURE(cancelled_submission, "a bench that is destroyed with a submission under way leaves nothing behind") {
    start();
    run_until([&] { return server.requests == 1; });
    CHECK_FALSE(ended);
}

TEST_CASE("cancelled between two attempts: no further one") {
    sandbox::options options;
    options.faults = {"429*3"};
    tool_bench bench(options);
    dashscope::client patient(bench.http, bench.io.get_executor(), [] {
        dashscope::client_options made;
        made.retry.first = 20s;
        return made;
    }());
    services with{patient, bench.settings, bench.http, bench.media,
                  bench.tasks, bench.out, bench.servers};
    planned_call call;
    call.what = {"Image generation", dashscope::op_class::submit, "POST", {}};
    call.path = "/api/v1/services/aigc/text2image/image-synthesis";
    call.body = {{"model", "wan2.2-t2i-flash"}, {"input", {{"prompt", "x"}}}};
    bool waiting = false;
    call.options.async = true;
    call.options.on_retry = [&](dashscope::retry_notice const&) { waiting = true; };
    asio::cancellation_signal stop;
    bool ended = false;
    auto const begun = platform::clock::now();
    asio::co_spawn(bench.io.get_executor(), submit(with, std::move(call)),
                   asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr error, boost::json::value) {
                       CHECK(error);
                       ended = true;
                   }));
    while (!waiting) bench.io.run_one();
    stop.emit(asio::cancellation_type::terminal);
    while (!ended) bench.io.run_one();
    CHECK(platform::clock::now() - begun < 8s);
}
