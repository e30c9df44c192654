#include "store/memory_store.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

namespace {

constexpr store::time_point start{1'800'000'000s};

}

TEST_CASE("memory store: a session is revoked until its id would have ended") {
    store::memory_store state;
    CHECK_FALSE(state.is_revoked("one", start));
    state.revoke("one", start + 24h);
    CHECK(state.is_revoked("one", start));
    CHECK(state.is_revoked("one", start + 24h - 1s));
    CHECK_FALSE(state.is_revoked("one", start + 24h));
    CHECK_FALSE(state.is_revoked("two", start));
    CHECK_FALSE(state.is_revoked("", start));
}

TEST_CASE("memory store: a revocation is never shortened") {
    store::memory_store state;
    state.revoke("one", start + 24h);
    state.revoke("one", start + 1h);
    CHECK(state.is_revoked("one", start + 2h));
    state.revoke("one", start + 48h);
    CHECK(state.is_revoked("one", start + 47h));
}

TEST_CASE("memory store: log levels") {
    store::memory_store state;
    CHECK_FALSE(state.log_level("one", start));
    state.set_log_level("one", 3, start + 1h);
    state.set_log_level("two", 0, start + 1h);
    CHECK(state.log_level("one", start) == 3);
    CHECK(state.log_level("two", start) == 0);
    state.set_log_level("one", 5, start + 2h);
    CHECK(state.log_level("one", start + 90min) == 5);
    CHECK_FALSE(state.log_level("two", start + 1h));
    CHECK_FALSE(state.is_revoked("one", start));  // kinds don't mix
}

TEST_CASE("memory store: a name is used once, until its end") {
    store::memory_store state;
    CHECK_FALSE(state.is_used("one", start));
    CHECK(state.use_once("one", start, start + 1h));
    CHECK(state.is_used("one", start));
    CHECK_FALSE(state.is_used("one", start + 1h));
    CHECK_FALSE(state.use_once("one", start + 59min, start + 1h));
    CHECK(state.use_once("two", start, start + 1h));
    CHECK(state.use_once("one", start + 1h, start + 2h));
    CHECK_FALSE(state.is_revoked("one", start));  // kinds don't mix
    state.revoke("three", start + 1h);
    CHECK(state.use_once("three", start, start + 1h));
}

TEST_CASE("memory store: of many threads one gets the name") {
    store::memory_store state;
    std::atomic<int> got = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            for (int name = 0; name < 200; ++name) got += state.use_once(std::to_string(name), start, start + 1h) ? 1 : 0;
        });
    for (auto& each : threads) each.join();
    CHECK(got == 200);
}

TEST_CASE("memory store: what has ended is freed, the rest stays") {
    store::memory_store state;
    state.revoke("one", start + 1h);
    state.revoke("two", start + 2h);
    state.set_log_level("one", 1, start + 1h);
    state.forget_expired(start + 1h);
    CHECK_FALSE(state.is_revoked("one", start));
    CHECK(state.is_revoked("two", start));
    CHECK_FALSE(state.log_level("one", start));
    state.forget_expired(start + 2h);
    CHECK_FALSE(state.is_revoked("two", start));
    state.revoke("three", start + 3h);
    CHECK(state.is_revoked("three", start));
}

TEST_CASE("memory store: bounded, each kind by itself") {
    store::memory_store state({.entries = 100, .name_bytes = 10'000});
    state.set_log_level("kept", 1, start + 1h);
    for (int i = 0; i < 1000; ++i) state.revoke(std::to_string(i), start + 1h + std::chrono::seconds(i));
    int revoked = 0;
    for (int i = 0; i < 1000; ++i) revoked += state.is_revoked(std::to_string(i), start) ? 1 : 0;
    CHECK(revoked == 100);
    CHECK(state.is_revoked("999", start));
    CHECK_FALSE(state.is_revoked("0", start));
    CHECK(state.log_level("kept", start) == 1);
}

TEST_CASE("memory store: threads may share it") {
    store::memory_store state;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 500; ++i) {
                auto const name = std::to_string(t) + ":" + std::to_string(i);
                state.revoke(name, start + 1h);
                state.set_log_level(name, i, start + 1h);
                (void)state.is_revoked("0:" + std::to_string(i), start);
                (void)state.log_level("1:" + std::to_string(i), start);
                if (i % 100 == 0) state.forget_expired(start);
            }
        });
    for (auto& thread : threads) thread.join();
    for (int t = 0; t < 4; ++t)
        for (int i = 0; i < 500; ++i) {
            auto const name = std::to_string(t) + ":" + std::to_string(i);
            CHECK(state.is_revoked(name, start));
            CHECK(state.log_level(name, start) == i);
        }
}
