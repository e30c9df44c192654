#include "dashscope/poll_schedule.hpp"

#include <doctest/doctest.h>

#include <deque>
#include <vector>

using dashscope::poll_schedule;
using namespace std::chrono_literals;

namespace {

using time_point = poll_schedule::time_point;
using std::chrono::milliseconds;

constexpr time_point start{std::chrono::hours(1000)};

/// Runs the schedule for a time against a service that answers after `latency`; gives when each query was sent.
struct simulation {
    poll_schedule schedule;
    milliseconds latency{40};
    std::vector<std::pair<time_point, std::string>> sent;
    time_point now = start;

    void run(milliseconds length) {
        std::deque<std::pair<time_point, std::string>> under_way;
        for (auto const end = now + length; now < end; now += 1ms) {
            while (!under_way.empty() && under_way.front().first <= now) {
                schedule.answered(under_way.front().second, now);
                under_way.pop_front();
            }
            while (auto id = schedule.take(now)) {
                sent.emplace_back(now, *id);
                under_way.emplace_back(now + latency, *id);
            }
        }
        for (auto const& [when, id] : under_way) schedule.answered(id, now);
    }
    std::size_t count(std::string_view id) const {
        std::size_t found = 0;
        for (auto const& each : sent) found += each.second == id;
        return found;
    }
    /// The most queries within any second.
    std::size_t densest() const {
        std::size_t most = 0;
        for (std::size_t first = 0, last = 0; last < sent.size(); ++last) {
            while (sent[last].first - sent[first].first >= 1s) ++first;
            most = std::max(most, last - first + 1);
        }
        return most;
    }
};

}  // namespace

TEST_CASE("a task is asked at once, then ever less often, up to five seconds") {
    simulation one;
    one.schedule.watch("a", start);
    one.run(60s);
    REQUIRE(one.sent.size() > 10);
    CHECK(one.sent[0].first == start);
    auto last_gap = 0ms;
    for (std::size_t i = 1; i < one.sent.size(); ++i) {
        auto const gap = std::chrono::duration_cast<milliseconds>(one.sent[i].first - one.sent[i - 1].first);
        CHECK(gap >= 1000ms);
        CHECK(gap <= 5100ms);
        CHECK(gap >= last_gap - 1ms);
        last_gap = gap;
    }
    CHECK(last_gap >= 4900ms);
}

TEST_CASE("the account's budget holds however many wait") {
    struct {
        int tasks;
        milliseconds latency;
    } const cases[] = {{1, 40ms}, {2, 40ms}, {10, 5ms}, {50, 40ms}, {100, 40ms}, {100, 3000ms}, {1000, 40ms}};
    for (auto const& each : cases) {
        CAPTURE(each.tasks);
        simulation many;
        many.latency = each.latency;
        for (int i = 0; i < each.tasks; ++i) many.schedule.watch("task-" + std::to_string(i), start);
        many.run(120s);
        CHECK(many.densest() <= 18);
        // None is forgotten for another.
        for (int i = 0; i < each.tasks; ++i) CHECK(many.count("task-" + std::to_string(i)) >= 1);
    }
}

TEST_CASE("slower as the number of tasks grows, with room left for one that comes new") {
    simulation many;
    for (int i = 0; i < 100; ++i) many.schedule.watch("task-" + std::to_string(i), start);
    many.run(60s);
    auto const before = many.count("task-7");
    CHECK(before >= 5);
    CHECK(before <= 9);  // every eight seconds
    many.schedule.watch("new", many.now);
    auto const begun = many.sent.size();
    many.run(2s);
    std::size_t place = begun;
    while (place < many.sent.size() && many.sent[place].second != "new") ++place;
    REQUIRE(place < many.sent.size());
    CHECK(many.sent[place].first - (start + 60s) < 1s);
}

TEST_CASE("a task is asked once at a time") {
    poll_schedule schedule;
    schedule.watch("a", start);
    CHECK(schedule.take(start) == "a");
    schedule.watch("a", start + 1s);
    CHECK_FALSE(schedule.take(start + 1s));
    CHECK_FALSE(schedule.due());
    schedule.answered("a", start + 2s);
    CHECK(schedule.due() == start + 3s);
}

TEST_CASE("a further waiter hastens the next query, but no more than the shortest interval allows") {
    poll_schedule schedule;
    schedule.watch("a", start);
    auto now = start;
    for (int i = 0; i < 20; ++i) {
        now = *schedule.due();
        REQUIRE(schedule.take(now));
        schedule.answered("a", now);
    }
    CHECK(schedule.due() == now + 5s);
    schedule.watch("a", now + 100ms);
    CHECK(schedule.due() == now + 1s);
    schedule.watch("a", now + 3s);
    CHECK(schedule.due() == now + 1s);
}

TEST_CASE("what is forgotten is not asked") {
    poll_schedule schedule;
    schedule.watch("a", start);
    schedule.watch("b", start);
    CHECK(schedule.size() == 2);
    schedule.forget("a");
    CHECK(schedule.take(start) == "b");
    // Its answer comes after its waiter left.
    schedule.forget("b");
    schedule.answered("b", start + 1s);
    CHECK(schedule.troubled("b", start + 1s, false, std::nullopt));
    CHECK(schedule.empty());
    CHECK_FALSE(schedule.due());
}

TEST_CASE("queries that fail are made again, more slowly, until patience ends") {
    poll_schedule schedule;
    schedule.watch("a", start);
    auto now = start;
    int attempts = 0;
    for (;; ++attempts) {
        now = *schedule.due();
        REQUIRE(schedule.take(now));
        if (!schedule.troubled("a", now, false, std::nullopt)) break;
        // More who wait don't make it ask sooner.
        auto const due = schedule.due();
        schedule.watch("a", now);
        CHECK(schedule.due() == due);
    }
    CHECK(now - start >= 60s);
    CHECK(now - start < 70s);
    CHECK(attempts > 8);
    CHECK(attempts < 30);
    CHECK(schedule.empty());
}

TEST_CASE("an answer restores patience") {
    poll_schedule schedule;
    schedule.watch("a", start);
    REQUIRE(schedule.take(start));
    CHECK(schedule.troubled("a", start, false, std::nullopt));
    auto const now = *schedule.due();
    REQUIRE(schedule.take(now));
    schedule.answered("a", now);
    auto const later = now + 2min;
    REQUIRE(schedule.take(later));
    CHECK(schedule.troubled("a", later, false, std::nullopt));
}

TEST_CASE("too many requests: everyone pauses, as long as was asked") {
    struct {
        std::optional<milliseconds> asked;
        milliseconds pause;
    } const cases[] = {{std::nullopt, 1000ms}, {3000ms, 3000ms}};
    for (auto const& each : cases) {
        poll_schedule schedule;
        schedule.watch("a", start);
        REQUIRE(schedule.take(start));
        CHECK(schedule.troubled("a", start + 10ms, true, each.asked));
        schedule.watch("b", start + 20ms);
        CHECK(schedule.due() == start + 10ms + each.pause);
        CHECK_FALSE(schedule.take(start + 500ms));
    }
}
