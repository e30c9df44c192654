#include "mcp/in_flight.hpp"

#include <doctest/doctest.h>

#include <vector>

using mcp::end_reason;
using mcp::in_flight;

namespace {

// Notes how it was ended; removes itself, as what ends at once does.
struct noted final : mcp::running_request {
    explicit noted(in_flight& all) : among(all) {}
    void end(end_reason why) override {
        reasons.push_back(why);
        if (leaves) among.remove(number);
    }
    in_flight& among;
    jsonrpc::ticket number = 0;
    bool leaves = true;
    std::vector<end_reason> reasons;
};

std::shared_ptr<noted> begin(in_flight& among, std::string key) {
    auto const made = std::make_shared<noted>(among);
    made->number = among.add(std::move(key), made);
    return made;
}

}  // namespace

TEST_CASE("a request is found by its number and by its key until it is removed") {
    in_flight all;
    auto const one = begin(all, "stdio 1"), two = begin(all, "stdio \"1\""), three = begin(all, "");
    CHECK(all.size() == 3);
    CHECK(all.is_known("stdio 1"));
    CHECK_FALSE(all.is_known("stdio 2"));
    CHECK_FALSE(all.is_known(""));
    CHECK(one->number != 0);

    all.end("stdio \"1\"", end_reason::cancelled);
    CHECK(two->reasons == std::vector{end_reason::cancelled});
    CHECK_FALSE(all.is_known("stdio \"1\""));
    CHECK(all.is_known("stdio 1"));
    all.end(three->number, end_reason::disconnected);
    CHECK(three->reasons == std::vector{end_reason::disconnected});
    CHECK(one->reasons.empty());

    // What is gone is ended no more.
    all.end(two->number, end_reason::shutdown);
    all.end("stdio \"1\"", end_reason::shutdown);
    all.remove(two->number);
    CHECK(two->reasons.size() == 1);
    CHECK(all.size() == 1);
}

TEST_CASE("a key that is used again means its first request") {
    in_flight all;
    auto const first = begin(all, "k 1"), second = begin(all, "k 1");
    all.remove(second->number);
    CHECK(all.is_known("k 1"));
    all.end("k 1", end_reason::cancelled);
    CHECK(first->reasons.size() == 1);
    CHECK(all.size() == 0);
}

TEST_CASE("a session's end ends its requests, and only its") {
    in_flight all;
    auto const a1 = begin(all, "a 1"), a2 = begin(all, "a 2"), b = begin(all, "b 1"), ab = begin(all, "ab 1"),
               none = begin(all, "");
    a2->leaves = false;
    all.end_session("a");
    CHECK(a1->reasons == std::vector{end_reason::cancelled});
    CHECK(a2->reasons == std::vector{end_reason::cancelled});
    for (auto const& each : {b, ab, none}) CHECK(each->reasons.empty());
    CHECK(all.size() == 4);

    all.end_all(end_reason::shutdown);
    for (auto const& each : {b, ab, none}) CHECK(each->reasons == std::vector{end_reason::shutdown});
    // It says itself when it is done.
    CHECK(all.size() == 1);
    CHECK(all.contains(a2->number));
}
