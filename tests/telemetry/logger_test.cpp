#include "telemetry/logger.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

using telemetry::format;
using telemetry::level;
using telemetry::logger;

namespace {

/// Two connected descriptors, closed at the end.
struct channel {
    enum class kind { pipe, socket };
    explicit channel(kind what = kind::pipe) {
        int ends[2];
        if (what == kind::pipe) REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
        if (what == kind::socket) REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
        read_end = ends[0];
        write_end = ends[1];
    }
    ~channel() {
        close_reader();
        close_writer();
    }
    channel(channel const&) = delete;
    void close_reader() {
        if (read_end >= 0) ::close(read_end);
        read_end = -1;
    }
    void close_writer() {
        if (write_end >= 0) ::close(write_end);
        write_end = -1;
    }
    /// What is there now.
    std::string drain() const {
        std::string all;
        char bytes[4096];
        ::fcntl(read_end, F_SETFL, O_NONBLOCK);
        for (ssize_t got = 0; (got = ::read(read_end, bytes, sizeof bytes)) > 0;)
            all.append(bytes, static_cast<std::size_t>(got));
        return all;
    }
    int read_end = -1;
    int write_end = -1;
};

std::vector<std::string> lines_of(std::string const& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

}  // namespace

TEST_CASE("logger: one line for each event at or above the level") {
    channel pipe;
    logger log({level::info, format::text, pipe.write_end});
    log.debug("hidden");
    log.info("shown", {{"tool", "image_generate"}, {"ms", 12}});
    log.warning("shown too");
    log.error("and this");
    auto const lines = lines_of(pipe.drain());
    REQUIRE(lines.size() == 3);
    CHECK(lines[0].ends_with(" info shown tool=image_generate ms=12"));
    CHECK(lines[1].ends_with(" warning shown too"));
    CHECK(lines[2].ends_with(" error and this"));
    CHECK(lines[0].starts_with("20"));
}

TEST_CASE("logger: levels") {
    for (auto const threshold : {level::debug, level::info, level::warning, level::error, level::off}) {
        logger const log({.threshold = threshold});
        for (auto const severity : {level::debug, level::info, level::warning, level::error})
            CHECK(log.enabled(severity) == (severity >= threshold));
        CHECK_FALSE(log.enabled(level::off));
    }
}

TEST_CASE("logger: configured anew, to another sink and format") {
    channel first, second;
    logger log({level::info, format::text, first.write_end});
    log.info("one");
    log.configure({level::debug, format::json, second.write_end});
    log.debug("two");
    CHECK(lines_of(first.drain()).size() == 1);
    auto const text = second.drain();
    CHECK(text.find(R"("level":"debug","message":"two"})") != std::string::npos);
}

TEST_CASE("logger: secrets and control characters") {
    channel pipe;
    logger log({level::info, format::text, pipe.write_end});
    log.add_secret("hunter22");
    log.info("a\nb hunter22 \x1b[2J", {{"header", "Bearer abcdefgh"}});
    CHECK(pipe.drain().ends_with("info a\\nb *** \\u001b[2J header=\"Bearer ***\"\n"));
    CHECK(log.scrub("with hunter22") == "with ***");
}

TEST_CASE("logger: a sink that takes nothing costs lines, not time") {
    for (auto const what : {channel::kind::pipe, channel::kind::socket}) {
        for (bool const nonblocking : {false, true}) {
            channel sink(what);
            if (nonblocking) ::fcntl(sink.write_end, F_SETFL, O_NONBLOCK);
            logger log({level::info, format::text, sink.write_end});
            std::string const filler(900, 'x');
            auto const begin = std::chrono::steady_clock::now();
            for (int i = 0; i < 2000; ++i) log.info(filler);
            CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(30));

            auto const written = lines_of(sink.drain()).size();
            CHECK(written > 10);
            CHECK(written < 2000);
            log.info("after");
            log.info("later");
            auto const lines = lines_of(sink.drain());
            REQUIRE(lines.size() >= 2);
            CHECK(lines[lines.size() - 2].ends_with(" info after dropped=" + std::to_string(2000 - written)));
            CHECK(lines.back().ends_with(" info later"));
        }
    }
}

TEST_CASE("logger: a reader that is gone, a descriptor that is closed") {
    // The default action is kept: the logger must not rely on somebody having ignored SIGPIPE.
    auto const old = std::signal(SIGPIPE, SIG_DFL);
    for (auto const what : {channel::kind::pipe, channel::kind::socket}) {
        channel sink(what);
        sink.close_reader();
        logger log({level::info, format::text, sink.write_end});
        log.info("nobody reads this");
    }
    logger nowhere({level::info, format::text, -1});
    nowhere.info("nor this");
    std::signal(SIGPIPE, old);
}

TEST_CASE("logger: errno is left alone") {
    logger log({level::info, format::text, -1});
    errno = ENOENT;
    log.info("x");
    CHECK(errno == ENOENT);
}

TEST_CASE("logger: lines of threads don't mix") {
    channel pipe;
    logger log({level::info, format::json, pipe.write_end});
    std::string received;
    std::thread reader([&] {
        char bytes[4096];
        for (ssize_t got = 0; (got = ::read(pipe.read_end, bytes, sizeof bytes)) > 0;)
            received.append(bytes, static_cast<std::size_t>(got));
    });
    std::vector<std::thread> writers;
    for (int t = 0; t < 4; ++t)
        writers.emplace_back([&, t] {
            for (int i = 0; i < 200; ++i) {
                log.info("event", {{"thread", t}, {"text", std::string(static_cast<std::size_t>(i), 'y')}});
                if (i == 100) log.add_secret("secret-" + std::to_string(t));
                if (i == 150) log.configure({level::info, format::json, pipe.write_end});
            }
        });
    for (auto& writer : writers) writer.join();
    pipe.close_writer();
    reader.join();
    auto const lines = lines_of(received);
    CHECK(lines.size() > 100);  // the reader may be slow: then lines are dropped
    for (auto const& line : lines) {
        CHECK(line.starts_with("{\"time\":"));
        CHECK(line.ends_with("\"}"));
    }
}

TEST_CASE("logger: the program's own") {
    channel pipe;
    CHECK(&telemetry::log() == &telemetry::log());
    telemetry::log().configure({level::warning, format::text, pipe.write_end});
    telemetry::log().info("hidden");
    telemetry::log().error("shown");
    telemetry::log().configure({});
    CHECK(lines_of(pipe.drain()).size() == 1);
}

TEST_CASE("logger: the cost of an event below the level" * doctest::skip()) {  // run with --no-skip
    logger log({.threshold = level::warning});
    auto const begin = std::chrono::steady_clock::now();
    for (int i = 0; i < 10'000'000; ++i) log.debug("event", {{"i", i}});
    auto const took = std::chrono::steady_clock::now() - begin;
    MESSAGE("below the level: ", std::chrono::nanoseconds(took).count() / 10'000'000, " ns");
}
