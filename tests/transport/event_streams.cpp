#include "transport/event_streams.hpp"

#include <doctest/doctest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <string>

using namespace std::chrono_literals;

namespace {

struct streams_bench {
    boost::asio::io_context io{1};
    store::event_limits limits;
    std::size_t queue_limit = 1000;
    std::unique_ptr<transport::event_streams> streams;
    jsonrpc::session_facts const mine{"mine", true};
    jsonrpc::session_facts const other{"other", true};

    void start() { streams = std::make_unique<transport::event_streams>(io.get_executor(), limits, queue_limit); }
    /// Waits as a reader does; true when the wait has ended.
    std::shared_ptr<bool> wait(std::shared_ptr<transport::event_stream> on, transport::event_stream::turn turn,
                               std::uint64_t after) {
        auto const over = std::make_shared<bool>(false);
        boost::asio::co_spawn(io, waiting(std::move(on), turn, after, over), boost::asio::detached);
        run();
        return over;
    }
    static platform::task<void> waiting(std::shared_ptr<transport::event_stream> on, transport::event_stream::turn turn,
                                        std::uint64_t after, std::shared_ptr<bool> over) {
        co_await on->wait(turn, after, platform::clock::now() + 60s);
        *over = true;
    }
    void run() {
        io.restart();
        io.poll();
    }
};

std::string behind(transport::event_stream const& stream, std::uint64_t after) {
    std::string all;
    while (auto const event = stream.next(after)) {
        all += event->text;
        after = event->number;
    }
    return all;
}

}  // namespace

TEST_CASE("a stream says what is put on it, to its end") {
    streams_bench env;
    env.start();
    auto const stream = env.streams->open(env.mine, "7");
    CHECK(stream->position(3) == transport::event_position{stream->name(), "7", 3});
    auto const turn = stream->join();
    stream->notify("a");
    stream->notify("b");
    CHECK(behind(*stream, 0) == "ab");
    CHECK_FALSE(stream->is_over(2));
    stream->finish({"c", 200, {}});
    CHECK_FALSE(stream->is_over(2));
    CHECK(stream->is_over(3));
    CHECK(stream->is_reading(turn));

    auto const cancelled = env.streams->open(env.mine, "8");
    cancelled->finish({});
    CHECK(cancelled->is_over(0));
}

TEST_CASE("a stream is found by its position, by its own session, while it is kept") {
    streams_bench env;
    env.start();
    auto stream = env.streams->open(env.mine, "7");
    auto const where = stream->position(1);
    stream->notify("a");
    stream->notify("b");
    CHECK(env.streams->find(where, env.mine) == stream);
    CHECK_FALSE(env.streams->find(where, env.other));
    CHECK_FALSE(env.streams->find({"unknown", "7", 1}, env.mine));

    // Who wrote to it is gone: it can be read all the same.
    stream->finish({"c", 200, {}});
    stream.reset();
    auto const found = env.streams->find(where, env.mine);
    REQUIRE(found);
    CHECK(behind(*found, where.number) == "bc");
    CHECK(found->position(2).request == "7");
    env.streams->forget(env.mine);
    CHECK_FALSE(env.streams->find(where, env.mine));
    CHECK(found->is_over(0));
}

TEST_CASE("two streams never share a name") {
    streams_bench env;
    env.start();
    CHECK(env.streams->open(env.mine, "7")->name() != env.streams->open(env.mine, "7")->name());
}

TEST_CASE("a later reader takes the place of an earlier one") {
    streams_bench env;
    env.start();
    auto const stream = env.streams->open(env.mine, "7");
    auto const first = stream->join();
    auto const ended = env.wait(stream, first, 0);
    CHECK_FALSE(*ended);
    auto const second = stream->join();
    env.run();
    CHECK(*ended);
    CHECK_FALSE(stream->is_reading(first));
    CHECK(stream->is_reading(second));
    stream->leave(first);
    CHECK(stream->is_reading(second));
    stream->leave(second);
    CHECK_FALSE(stream->is_reading(second));
}

TEST_CASE("a waiting reader wakes for an event, the end, a nudge, its own leaving, and when it is to close") {
    struct {
        char const* what;
        void (*happens)(transport::event_stream&, transport::event_stream::turn);
        bool wakes;
    } const cases[] = {
        {"nothing", [](auto&, auto) {}, false},
        {"event", [](auto& stream, auto) { stream.notify("a"); }, true},
        {"end", [](auto& stream, auto) { stream.finish({}); }, true},
        {"nudge", [](auto& stream, auto) { stream.nudge(); }, true},
        {"leaving", [](auto& stream, auto turn) { stream.leave(turn); }, true},
        {"to close", [](auto& stream, auto) { stream.let_poll(); }, true},
    };
    for (auto const& each : cases) {
        CAPTURE(each.what);
        streams_bench env;
        env.start();
        auto const stream = env.streams->open(env.mine, "7");
        auto const turn = stream->join();
        auto const ended = env.wait(stream, turn, 0);
        CHECK_FALSE(*ended);
        each.happens(*stream, turn);
        env.run();
        CHECK(*ended == each.wakes);
        // What has happened before the wait counts as well.
        if (each.wakes)
            CHECK(*env.wait(stream, turn, 0) ==
                  (std::string(each.what) != "nudge" && std::string(each.what) != "to close"));
    }
}

TEST_CASE("to be closed is told once, and only to a reader that was there") {
    streams_bench env;
    env.start();
    auto const stream = env.streams->open(env.mine, "7");
    stream->let_poll();
    CHECK_FALSE(stream->is_to_close());
    stream->join();
    CHECK_FALSE(stream->is_to_close());
    stream->let_poll();
    CHECK(stream->is_to_close());
    CHECK_FALSE(stream->is_to_close());
}

TEST_CASE("notifications that nobody takes are dropped beyond the limit, the reply never") {
    streams_bench env;
    env.queue_limit = 3;
    env.start();
    auto const stream = env.streams->open(env.mine, "7");
    auto const turn = stream->join();
    for (auto text : {"aa", "bb", "c"}) stream->notify(text);
    CHECK(behind(*stream, 0) == "aac");
    stream->take(2);
    stream->notify("dd");
    stream->leave(turn);
    stream->finish({"the reply", 200, {}});
    CHECK(behind(*stream, 2) == "ddthe reply");
}

TEST_CASE("a session has one stream for what it is told unasked") {
    streams_bench env;
    env.start();
    auto const stream = env.streams->standalone(env.mine);
    CHECK(env.streams->standalone(env.mine) == stream);
    CHECK(env.streams->standalone(env.other) != stream);
    CHECK(stream->position(0).request.empty());
    CHECK(env.streams->find(stream->position(0), env.mine) == stream);
    stream->finish({});
    auto const next = env.streams->standalone(env.mine);
    CHECK(next != stream);
    env.streams->drop_standalone(env.mine);
    CHECK(next->is_over(0));
    CHECK(env.streams->standalone(env.mine) != next);
}

TEST_CASE("sessions that went are dropped; where every stream is read there is no room for more") {
    streams_bench env;
    env.limits.streams = 100;
    env.start();
    for (int i = 0; i < 1000; ++i) {
        auto const stream = env.streams->standalone({"session " + std::to_string(i), true});
        REQUIRE(stream);
        stream->leave(stream->join());
    }
    std::vector<std::shared_ptr<transport::event_stream>> held;
    for (int i = 0; i < 100; ++i) {
        held.push_back(env.streams->open(env.mine, "7"));
        REQUIRE(held.back());
        held.back()->join();
    }
    CHECK_FALSE(env.streams->open(env.mine, "7"));
    CHECK_FALSE(env.streams->standalone(env.other));
}

TEST_CASE("a call that outlives its endpoint can still end") {
    streams_bench env;
    env.start();
    auto const stream = env.streams->open(env.mine, "7");
    env.streams.reset();
    stream->notify("a");
    stream->finish({"b", 200, {}});
    CHECK(stream->is_over(2));
}
