#include "store/event_log.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

using namespace std::chrono_literals;

namespace {

constexpr store::time_point start{1'800'000'000s};

/// All that is there behind a number, as "number:text number:text".
std::string behind(store::event_log const& log, std::string const& stream, std::uint64_t after) {
    std::string all;
    while (auto const event = log.next(stream, after)) {
        all += (all.empty() ? "" : " ") + std::to_string(event->number) + ":" + std::string(event->text);
        after = event->number;
    }
    return all;
}

store::event_limits small(std::size_t bytes, std::size_t stream_bytes = 1000, std::size_t streams = 10) {
    store::event_limits limits;
    limits.bytes = bytes;
    limits.stream_bytes = stream_bytes;
    limits.streams = streams;
    return limits;
}

}  // namespace

TEST_CASE("event log: events are numbered from one, and read from any number on") {
    store::event_log log;
    REQUIRE(log.open("s", "me", start));
    CHECK_FALSE(log.next("s", 0));
    CHECK(log.last("s") == 0);
    for (auto text : {"a", "b", "c"}) log.append("s", text, start);
    CHECK(behind(log, "s", 0) == "1:a 2:b 3:c");
    CHECK(behind(log, "s", 2) == "3:c");
    CHECK(behind(log, "s", 3).empty());
    CHECK(behind(log, "s", 1'000'000).empty());
    CHECK(log.last("s") == 3);
    CHECK(log.owner("s") == "me");
}

TEST_CASE("event log: what is unknown has no events, has ended, and takes none") {
    store::event_log log;
    log.append("s", "a", start);
    log.take("s", 1);
    log.join("s");
    log.leave("s", start);
    log.end("s");
    log.erase("s");
    CHECK_FALSE(log.next("s", 0));
    CHECK_FALSE(log.contains("s"));
    CHECK(log.ended("s"));
    CHECK(log.owner("s").empty());
    CHECK(log.untaken("s") == 0);
    CHECK(log.taken("s") == 0);
    CHECK(log.bytes() == 0);
}

TEST_CASE("event log: nothing follows the end, and what was said stays") {
    store::event_log log;
    log.open("s", "me", start);
    log.append("s", "a", start);
    CHECK_FALSE(log.ended("s"));
    log.end("s");
    log.append("s", "b", start);
    CHECK(log.ended("s"));
    CHECK(behind(log, "s", 0) == "1:a");
}

TEST_CASE("event log: what was taken is kept up to a bound, what was not is kept whole") {
    store::event_log log(small(1000, 5));
    log.open("s", "me", start);
    for (auto text : {"aa", "bb", "cc", "dddddddd"}) log.append("s", text, start);
    CHECK(log.untaken("s") == 14);
    CHECK(behind(log, "s", 0) == "1:aa 2:bb 3:cc 4:dddddddd");
    log.take("s", 2);
    CHECK(log.untaken("s") == 10);
    CHECK(log.taken("s") == 2);
    CHECK(behind(log, "s", 0) == "1:aa 2:bb 3:cc 4:dddddddd");
    log.take("s", 3);
    CHECK(behind(log, "s", 0) == "2:bb 3:cc 4:dddddddd");
    log.take("s", 2);  // an older reader looks back
    CHECK(log.taken("s") == 3);
    log.take("s", 99);
    CHECK(log.taken("s") == 4);
    CHECK(log.untaken("s") == 0);
    CHECK(behind(log, "s", 0).empty());
    CHECK(log.last("s") == 4);
    CHECK(log.bytes() == 0);
}

TEST_CASE("event log: when it is full, the stream that was left longest ago makes room") {
    store::event_log log(small(10));
    for (auto name : {"old", "young", "read"}) {
        log.open(name, "me", start);
        log.append(name, "xxx", start);
    }
    log.leave("young", start + 2s);
    log.leave("old", start + 1s);
    log.append("read", "yy", start + 3s);
    CHECK_FALSE(log.contains("old"));
    CHECK(log.contains("young"));
    log.append("read", "zzzz", start + 3s);
    CHECK_FALSE(log.contains("young"));
    CHECK(behind(log, "read", 0) == "1:xxx 2:yy 3:zzzz");
}

TEST_CASE("event log: a reader that is there gets all, but under pressure nothing that it has taken is kept") {
    store::event_log log(small(10));
    log.open("s", "me", start);
    for (int i = 0; i < 5; ++i) log.append("s", "xxxx", start);
    CHECK(log.bytes() == 20);
    log.take("s", 2);
    CHECK(behind(log, "s", 0) == "3:xxxx 4:xxxx 5:xxxx");
    log.take("s", 3);
    CHECK(behind(log, "s", 0) == "4:xxxx 5:xxxx");
    log.take("s", 5);
    CHECK(behind(log, "s", 3) == "4:xxxx 5:xxxx");
    // One that leaves with more than there is room for is forgotten at once.
    log.append("s", std::string(11, 'y'), start);
    log.leave("s", start);
    CHECK_FALSE(log.contains("s"));
    CHECK(log.bytes() == 0);
}

TEST_CASE("event log: streams that were left are forgotten after a while, unless somebody came back") {
    store::event_limits limits;
    limits.kept = 60s;
    store::event_log log(limits);
    for (auto name : {"a", "b", "c"}) log.open(name, "me", start);
    log.leave("a", start);
    log.leave("a", start + 30s);  // it had left already
    log.leave("b", start + 1s);
    log.join("b");
    log.forget_expired(start + 59s);
    CHECK(log.size() == 3);
    log.forget_expired(start + 60s);
    CHECK_FALSE(log.contains("a"));
    CHECK(log.contains("b"));
    log.leave("b", start + 100s);
    log.open("d", "me", start + 160s);
    CHECK_FALSE(log.contains("b"));
    CHECK(log.contains("c"));
}

TEST_CASE("event log: a new stream takes the place of one that was left; where all are read there is no room") {
    store::event_log log(small(1000, 1000, 2));
    CHECK(log.open("a", "me", start));
    CHECK(log.open("b", "me", start));
    CHECK_FALSE(log.open("c", "me", start));
    CHECK(log.size() == 2);
    log.leave("b", start);
    CHECK(log.open("c", "me", start));
    CHECK_FALSE(log.contains("b"));
    CHECK(log.open("c", "you", start));  // anew
    CHECK(log.owner("c") == "you");
}

TEST_CASE("event log: all streams of an owner go together") {
    store::event_log log;
    for (auto name : {"a", "b", "c"}) log.open(name, name == std::string("b") ? "you" : "me", start);
    log.append("a", "xxx", start);
    log.leave("a", start);
    log.erase_owner("me");
    CHECK(log.size() == 1);
    CHECK(log.contains("b"));
    CHECK(log.bytes() == 0);
}

TEST_CASE("event log: whatever is done, the bounds hold and the bytes add up") {
    std::mt19937 random(7);
    store::event_log log(small(300, 50, 8));
    std::vector<bool> reading(12);
    auto now = start;
    for (int step = 0; step < 20'000; ++step) {
        auto const which = random() % 12;
        auto const name = std::to_string(which);
        now += 1s;
        switch (random() % 8) {
            case 0:
                if (log.open(name, "me", now)) reading[which] = true;
                break;
            case 1:
                log.join(name);
                reading[which] = log.contains(name);
                break;
            case 2:
                log.leave(name, now);
                reading[which] = false;
                break;
            case 3:
                log.take(name, log.last(name) - std::min<std::uint64_t>(log.last(name), random() % 3));
                break;
            case 4:
                if (random() % 4 == 0) log.end(name);
                break;
            default:
                if (log.untaken(name) < 20) log.append(name, std::string(random() % 30, 'x'), now);
        }
        CHECK(log.size() <= 8);
        // Eight readers that each have yet to take less than 50 bytes.
        CHECK(log.bytes() <= 300 + 8 * 50);
        std::size_t sum = 0;
        for (int each = 0; each < 12; ++each) {
            auto const stream = std::to_string(each);
            for (std::uint64_t at = 0; auto const event = log.next(stream, at); at = event->number)
                sum += event->text.size();
        }
        REQUIRE(sum == log.bytes());
    }
}
