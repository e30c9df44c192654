#include "transport/stdio.hpp"

#include "fake_service.hpp"

#include <doctest/doctest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <string>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace std::chrono_literals;

namespace {

// A stdio server on one end of two pipes; the test holds the others.
struct stdio_bench {
    boost::asio::io_context io{1};
    testing::fake_service service;
    transport::stdio_options options;
    int to_server = -1;
    int from_server = -1;
    std::unique_ptr<transport::stdio_server> server;
    bool done = false;

    enum class channel { pipes, sockets };

    explicit stdio_bench(channel kind = channel::pipes) {
        int in[2], out[2];
        if (kind == channel::pipes) {
            REQUIRE(::pipe(in) == 0);
            REQUIRE(::pipe(out) == 0);
        } else {
            REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, in) == 0);
            REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, out) == 0);
        }
        to_server = in[1];
        from_server = out[0];
        options.input = in[0];
        options.output = out[1];
        ::fcntl(from_server, F_SETFL, O_NONBLOCK);
    }
    ~stdio_bench() {
        close_input();
        if (from_server >= 0) ::close(from_server);
    }

    void start() {
        server = std::make_unique<transport::stdio_server>(io.get_executor(), service, options);
        // The server has descriptors of its own; with these closed, it alone holds its ends.
        ::close(options.input);
        ::close(options.output);
        boost::asio::co_spawn(io, server->run(), [this](std::exception_ptr) { done = true; });
        run();
    }
    void run(std::chrono::milliseconds time = 0ms) {
        io.restart();
        if (time == 0ms)
            io.poll();
        else
            io.run_for(time);
    }
    void write(std::string const& bytes) {
        REQUIRE(::write(to_server, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
        run(20ms);
    }
    void close_input() {
        if (to_server >= 0) ::close(to_server);
        to_server = -1;
    }
    std::string read_some() {
        std::string out(1 << 20, '\0');
        auto const count = ::read(from_server, out.data(), out.size());
        out.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
        return out;
    }
    void finish() {
        auto const until = std::chrono::steady_clock::now() + 10s;
        while (!done && std::chrono::steady_clock::now() < until) run(10ms);
        REQUIRE(done);
    }
    void echo() {
        service.answer = [](auto const& what) {
            what.to->finish({what.text, 200, {}});
            return jsonrpc::ticket{0};
        };
    }
};

std::size_t resident_kb() {
    std::ifstream status("/proc/self/status");
    std::string word;
    while (status >> word && word != "VmRSS:") {
    }
    std::size_t result = 0;
    status >> result;
    return result;
}

}  // namespace

TEST_CASE("each line is one message; its reply is one line") {
    for (auto const kind : {stdio_bench::channel::pipes, stdio_bench::channel::sockets}) {
        stdio_bench env(kind);
        env.echo();
        env.start();
        env.write("one\ntwo\r\n\n  \nthr");
        CHECK(env.read_some() == "one\ntwo\n");
        env.write("ee\n");
        CHECK(env.read_some() == "three\n");
        CHECK(env.service.arrivals.size() == 3);
        CHECK_FALSE(env.service.arrivals[0].has_fields);
        env.close_input();
        env.finish();
    }
}

TEST_CASE("reading goes on while answers are open, and they come when they come") {
    stdio_bench env;
    env.start();
    env.write("a\nb\nc\n");
    REQUIRE(env.service.arrivals.size() == 3);
    env.service.arrivals[2].to->finish({"C", 200, {}});
    env.service.arrivals[0].to->notify("n");
    env.service.arrivals[0].to->finish({"A", 200, {}});
    env.service.arrivals[1].to->finish({{}, 202, {}});  // nothing to say
    env.run(20ms);
    CHECK(env.read_some() == "C\nn\nA\n");
}

TEST_CASE("there is a way to say what nobody asked for, after every answer") {
    stdio_bench env;
    env.echo();
    env.start();
    env.write("a\n");
    CHECK(env.read_some() == "a\n");
    REQUIRE(env.service.arrivals.size() == 1);
    REQUIRE(env.service.arrivals[0].unasked);
    env.service.arrivals[0].unasked->notify("news");
    env.run();
    CHECK(env.read_some() == "news\n");
}

TEST_CASE("a line above the limit is answered, not fatal") {
    stdio_bench env;
    env.echo();
    env.options.line_limit = 10;
    env.start();
    env.write(std::string(5000, 'x') + "\nshort\n");
    auto const out = env.read_some();
    CHECK(out.find("-32600") != std::string::npos);
    CHECK(out.ends_with("\nshort\n"));
}

TEST_CASE("the end of input cancels what runs, flushes replies and ends the server") {
    stdio_bench env;
    env.service.on_cancel = [](auto const& what) { what.to->finish({"cancelled " + what.text, 200, {}}); };
    env.start();
    env.write("call\n");
    env.close_input();
    env.finish();
    CHECK(env.service.cancelled);
    CHECK(env.read_some() == "cancelled call\n");
}

TEST_CASE("after the end of input a call that can't be cut short is waited for, its reply flushed") {
    stdio_bench env;
    env.service.still_running = 1;
    env.start();
    env.write("call\n");
    env.close_input();
    env.run(100ms);
    CHECK(env.service.cancelled);
    CHECK_FALSE(env.done);
    env.service.arrivals[0].to->finish({"in the end", 200, {}});
    env.service.still_running = 0;
    env.finish();
    CHECK(env.read_some() == "in the end\n");
}

TEST_CASE("… but for a bounded time only") {
    stdio_bench env;
    env.options.farewell = 50ms;
    env.service.still_running = 1;
    env.start();
    env.write("call\n");
    env.close_input();
    env.finish();
    CHECK(env.service.cancelled);
}

TEST_CASE("a line without an end is not a message") {
    stdio_bench env;
    env.echo();
    env.start();
    env.write("half a message");
    env.close_input();
    env.finish();
    CHECK(env.service.arrivals.empty());
}

TEST_CASE("a reader that is slow gets everything; meanwhile nothing blocks") {
    stdio_bench env;
    env.echo();
    env.start();
    std::string const line(1000, 'x');
    std::string read;
    for (int i = 0; i < 3000; ++i) {  // far more than a pipe holds
        REQUIRE(::write(env.to_server, (line + "\n").data(), line.size() + 1) > 0);
        env.run();
    }
    auto const until = std::chrono::steady_clock::now() + 10s;
    while (read.size() < 3000 * (line.size() + 1) && std::chrono::steady_clock::now() < until) {
        env.run(1ms);
        read += env.read_some();
    }
    CHECK(read.size() == 3000 * (line.size() + 1));
}

TEST_CASE("replies that nobody reads stop the reading, not the memory") {
    stdio_bench env;
    env.echo();
    env.options.output_limit = 100'000;
    env.start();
    ::fcntl(env.to_server, F_SETFL, O_NONBLOCK);
    std::string const line = std::string(9999, 'x') + "\n";
    std::size_t sent = 0;
    for (int i = 0; i < 2000; ++i) {
        auto const count = ::write(env.to_server, line.data(), line.size());
        if (count > 0) sent += static_cast<std::size_t>(count);
        env.run();
    }
    // Two pipes, one read and the limit: not 20 MB.
    CHECK(sent < 1'500'000);
    CHECK_FALSE(env.done);
}

TEST_CASE("a reader that left ends the server") {
    std::signal(SIGPIPE, SIG_IGN);
    stdio_bench env;
    env.echo();
    env.start();
    ::close(env.from_server);
    env.from_server = -1;
    env.write("one\n");
    env.finish();
}

TEST_CASE("a server that is told to stop, stops") {
    stdio_bench env;
    env.start();
    env.write("call\n");
    env.server->stop();
    env.finish();
    CHECK(env.service.cancelled);
}

TEST_CASE("a reader that takes nothing at the end is not waited for long") {
    stdio_bench env;
    env.echo();
    env.options.farewell = 50ms;
    env.start();
    std::string const line(60'000, 'x');
    for (int i = 0; i < 5; ++i) env.write(line + "\n");
    env.close_input();
    env.finish();
}

TEST_CASE("input may be a regular file") {
    auto* file = std::tmpfile();
    REQUIRE(file != nullptr);
    std::fputs("one\ntwo\n", file);
    std::rewind(file);
    stdio_bench env;
    env.echo();
    ::close(env.options.input);
    env.options.input = ::dup(fileno(file));
    env.start();
    env.finish();
    CHECK(env.read_some() == "one\ntwo\n");
    std::fclose(file);
}

TEST_CASE("a reader that always lags a little costs no memory") {
    stdio_bench env;
    env.echo();
    env.start();
    std::string const line = std::string(9'999, 'x') + "\n";
    std::size_t read = 0, sent = 0;
    auto const before = resident_kb();
    // The backlog is never empty and never large; 200 MB pass through.
    for (int i = 0; i < 20'000; ++i) {
        REQUIRE(::write(env.to_server, line.data(), line.size()) > 0);
        sent += line.size();
        env.run();
        env.service.arrivals.clear();  // it would remember all of them
        if (sent - read > 150'000) read += env.read_some().size();
    }
    CHECK(resident_kb() < before + 50'000);
}

TEST_CASE("with a reader that takes nothing, stop and the end of input still end the server") {
    for (bool const by_stop : {true, false}) {
        stdio_bench env;
        env.echo();
        env.options.output_limit = 100'000;
        env.options.farewell = 50ms;
        env.start();
        ::fcntl(env.to_server, F_SETFL, O_NONBLOCK);
        std::string const line = std::string(9'999, 'x') + "\n";
        for (int i = 0; i < 500; ++i) {
            [[maybe_unused]] auto const count = ::write(env.to_server, line.data(), line.size());
            env.run();
        }
        if (by_stop)
            env.server->stop();
        else
            env.close_input();
        env.finish();
    }
}
