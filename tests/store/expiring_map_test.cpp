#include "store/expiring_map.hpp"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

using namespace std::chrono_literals;

namespace {

constexpr store::time_point start{1'800'000'000s};

std::string present(store::expiring_map const& map, std::string const& names, store::time_point now = start) {
    std::string found;
    for (char const name : names)
        if (map.find(std::string(1, name), now)) found += name;
    return found;
}

}  // namespace

TEST_CASE("expiring map: an entry is there until its end") {
    store::expiring_map map(10, 1000);
    map.put("a", 7, start + 10s);
    CHECK(map.find("a", start)->value == 7);
    CHECK(map.find("a", start)->until == start + 10s);
    CHECK(map.find("a", start + 10s - 1ns));
    CHECK_FALSE(map.find("a", start + 10s));
    CHECK_FALSE(map.find("a", start + 1h));
    CHECK_FALSE(map.find("b", start));
    CHECK(map.size() == 1);  // unseen, not yet freed
    map.erase_expired(start + 10s);
    CHECK(map.size() == 0);
}

TEST_CASE("expiring map: a second put replaces value and end") {
    store::expiring_map map(10, 1000);
    map.put("a", 1, start + 10s);
    map.put("a", 2, start + 5s);
    CHECK(map.size() == 1);
    CHECK(map.find("a", start)->value == 2);
    CHECK_FALSE(map.find("a", start + 5s));
}

TEST_CASE("expiring map: erase") {
    store::expiring_map map(10, 1000);
    map.put("a", 1, start + 10s);
    map.put("b", 2, start + 10s);
    map.erase("a");
    map.erase("a");
    map.erase("never");
    CHECK(present(map, "ab") == "b");
    CHECK(map.size() == 1);
}

TEST_CASE("expiring map: when full, what ends first goes first") {
    store::expiring_map map(3, 1000);
    map.put("a", 0, start + 30s);
    map.put("b", 0, start + 10s);
    map.put("c", 0, start + 20s);
    map.put("d", 0, start + 40s);
    CHECK(present(map, "abcd") == "acd");
    map.put("e", 0, start + 5s);  // the newest counts, even where it ends before the others
    CHECK(present(map, "abcde") == "ade");
    map.put("a", 0, start + 50s);  // a replacement takes no room
    CHECK(present(map, "abcde") == "ade");
    map.put("f", 0, start + 60s);
    CHECK(present(map, "abcdef") == "adf");
}

TEST_CASE("expiring map: the bytes of names are bounded") {
    store::expiring_map map(100, 10);
    map.put("aaaa", 1, start + 10s);
    map.put("bbbb", 2, start + 20s);
    CHECK(map.size() == 2);
    map.put("cccc", 3, start + 30s);
    CHECK(map.size() == 2);
    CHECK_FALSE(map.find("aaaa", start));
    map.put("ten bytes!", 4, start + 1s);
    CHECK(map.size() == 1);
    map.put("eleven byte", 5, start + 1h);  // can never fit, and drops nothing
    CHECK(map.size() == 1);
    CHECK(map.find("ten bytes!", start)->value == 4);
}

TEST_CASE("expiring map: bounds of zero keep nothing") {
    for (auto [entries, bytes] : {std::pair{0, 0}, {0, 10}, {10, 0}}) {
        store::expiring_map map(entries, bytes);
        map.put("a", 1, start + 10s);
        CHECK(map.size() == 0);
    }
}

TEST_CASE("expiring map: behaves as a plain map does, where there is room") {
    store::expiring_map map(1000, 100'000);
    std::map<std::string, std::pair<int, store::time_point>> model;
    std::mt19937 generator(7);  // the same run each time
    auto const pick = [&](int below) { return static_cast<int>(generator() % static_cast<unsigned>(below)); };
    auto now = start;
    for (int round = 0; round < 20'000; ++round) {
        auto const name = "n" + std::to_string(pick(300));
        switch (pick(4)) {
            case 0: {
                auto const until = now + std::chrono::seconds(pick(100));
                map.put(name, round, until);
                model[name] = {round, until};
                break;
            }
            case 1:
                map.erase(name);
                model.erase(name);
                break;
            case 2:
                now += 1s;
                map.erase_expired(now);
                std::erase_if(model, [&](auto const& entry) { return entry.second.second <= now; });
                REQUIRE(map.size() == model.size());
                break;
            case 3: {
                auto const found = map.find(name, now);
                auto const expected = model.find(name);
                bool const there = expected != model.end() && expected->second.second > now;
                REQUIRE(found.has_value() == there);
                if (there) REQUIRE(found->value == expected->second.first);
                break;
            }
        }
    }
}
