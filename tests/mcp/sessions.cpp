#include "mcp/sessions.hpp"

#include "harness.hpp"

using namespace mcp;
using namespace std::chrono_literals;

TEST_CASE("sessions live in their id; only their end is remembered") {
    testing::bench env;
    sessions here(env.keys, env.state, [&] { return env.now; });
    auto const id = here.create(revision::v2025_11_25, {}, "alice");
    REQUIRE(here.find(id, "alice"));
    CHECK(here.find(id, "alice")->version == revision::v2025_11_25);
    CHECK_FALSE(here.find(id, "bob"));
    REQUIRE(here.find(id, "alice"));  // the refusal before changed nothing

    // Another process with the same key, but no memory of it.
    sessions elsewhere(env.keys, env.state, [&] { return env.now; });
    CHECK(elsewhere.find(id, "alice"));

    CHECK_FALSE(here.end(id, "bob"));
    CHECK(here.end(id, "alice"));
    CHECK_FALSE(here.find(id, "alice"));
    CHECK_FALSE(elsewhere.find(id, "alice"));
    CHECK_FALSE(here.end(id, "alice"));
}

TEST_CASE("a session that is found often still ends with its day") {
    testing::bench env;
    sessions here(env.keys, env.state, [&] { return env.now; });
    auto const id = here.create(revision::v2025_11_25, {}, "");
    for (int hour = 0; hour < 24; ++hour) {
        CHECK(here.find(id, ""));
        env.now += 1h;
    }
    env.now += 11min;
    CHECK_FALSE(here.find(id, ""));
}

TEST_CASE("a log level belongs to its session") {
    testing::bench env;
    sessions here(env.keys, env.state, [&] { return env.now; });
    auto const one = *here.find(here.create(revision::v2025_11_25, {}, ""), "");
    auto const two = *here.find(here.create(revision::v2025_11_25, {}, ""), "");
    here.set_log_level(one, log_level::debug);
    CHECK(here.log_level_of(one) == log_level::debug);
    CHECK(here.log_level_of(two) == log_level::warning);
}

TEST_CASE("more sessions than are kept at hand are still all found") {
    testing::bench env;
    sessions here(env.keys, env.state, [&] { return env.now; });
    std::vector<std::string> ids;
    for (int i = 0; i < 5000; ++i) ids.push_back(here.create(revision::v2025_11_25, {}, ""));
    for (int round = 0; round < 2; ++round)
        for (auto const& id : ids) REQUIRE(here.find(id, ""));
}
