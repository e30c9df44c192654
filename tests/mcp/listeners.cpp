#include "mcp/listeners.hpp"

#include "harness.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

std::string const note = R"({"jsonrpc":"2.0","method":"notifications/tools/list_changed"})";

}  // namespace

TEST_CASE("listeners: a session that listens is told, another is not") {
    mcp::listeners listeners;
    auto const a = std::make_shared<testing::peer>();
    auto const b = std::make_shared<testing::peer>();
    listeners.add("a", a);
    listeners.add("b", b);
    CHECK(listeners.tell("a", note));
    CHECK_FALSE(listeners.tell("c", note));
    CHECK(a->notifications.size() == 1);
    CHECK(b->notifications.empty());
    listeners.tell_all(note);
    CHECK(a->notifications.size() == 2);
    CHECK(b->notifications.size() == 1);
}

TEST_CASE("listeners: a session has one outlet, and none once its transport let go of it") {
    mcp::listeners listeners;
    auto const first = std::make_shared<testing::peer>();
    auto second = std::make_shared<testing::peer>();
    listeners.add("a", first);
    listeners.add("a", second);
    listeners.tell_all(note);
    CHECK(first->notifications.empty());
    CHECK_FALSE(first->finished);
    CHECK(second->notifications.size() == 1);
    CHECK(listeners.contains("a"));
    second.reset();
    CHECK_FALSE(listeners.contains("a"));
    CHECK_FALSE(listeners.tell("a", note));
    listeners.end("a");
}

TEST_CASE("listeners: the end of a session ends its stream, once") {
    mcp::listeners listeners;
    auto const a = std::make_shared<testing::peer>();
    auto const b = std::make_shared<testing::peer>();
    listeners.add("a", a);
    listeners.add("b", b);
    listeners.end("a");
    listeners.end("a");
    CHECK(a->finished);
    CHECK(a->reply.body.empty());
    CHECK_FALSE(listeners.contains("a"));
    CHECK_FALSE(b->finished);
    listeners.end_all();
    CHECK(b->finished);
    CHECK_FALSE(listeners.tell("b", note));
}

TEST_CASE("listeners: those that went cost nothing for long") {
    mcp::listeners listeners;
    auto const kept = std::make_shared<testing::peer>();
    listeners.add("kept", kept);
    for (int i = 0; i < 10'000; ++i) listeners.add(std::to_string(i), std::make_shared<testing::peer>());
    listeners.tell_all(note);
    CHECK(kept->notifications.size() == 1);
}
