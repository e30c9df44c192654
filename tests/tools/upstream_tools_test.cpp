#include "tools/upstream_tools.hpp"

#include "tool_bench.hpp"

#include <boost/json/parse.hpp>

using namespace tools::test;
using namespace std::chrono_literals;

namespace {

struct watcher {
    explicit watcher(sandbox::options emulation = {}, std::vector<std::string> const& servers = {"market-sandbox"},
                     tools::upstream_times times = quick())
        : bench(std::move(emulation)),
          source(
              bench.with, bench.io.get_executor(), tools::parse_upstreams(servers), {"chat"},
              [this](std::vector<tools::imported_tool> all) { take(all); }, times) {}

    static tools::upstream_times quick() {
        tools::upstream_times times;
        times.first_wait = 2ms;
        times.longest_wait = 10ms;
        return times;
    }
    void take(std::vector<tools::imported_tool> const& all) {
        ++changes;
        names.clear();
        for (auto const& each : all)
            names.emplace_back(json::parse(each.definition).as_object().at("name").as_string());
    }
    template <class Predicate>
    void until(Predicate done) {
        auto const limit = platform::clock::now() + 60s;
        while (!done() && platform::clock::now() < limit) bench.io.run_one_for(50ms);
        CHECK(done());
    }
    void settle() {
        bool ended = false;
        boost::asio::co_spawn(bench.io.get_executor(), source.settle(platform::clock::now() + 60s),
                              [&](std::exception_ptr const&) { ended = true; });
        until([&] { return ended; });
    }

    tool_bench bench;
    std::vector<std::string> names;
    int changes = 0;
    tools::upstream_tools source;
};

}  // namespace

TEST_CASE("nothing is fetched before somebody asks, and then not while they wait") {
    watcher with;
    CHECK(with.source.pending());
    with.bench.io.poll();
    CHECK(with.bench.http.connections_opened() == 0);
    with.source.wanted();
    CHECK(with.bench.http.connections_opened() == 0);
    CHECK(with.changes == 0);
    with.until([&] { return with.changes == 1; });
    CHECK_FALSE(with.source.pending());
    CHECK(with.names == std::vector<std::string>{"sandbox_weather", "sandbox_plan_a_route_betw_8421"});
}

TEST_CASE("who asks often makes it fetched once, as long as it is fresh") {
    watcher with;
    for (int i = 0; i < 5; ++i) with.source.wanted();
    with.settle();
    auto const before = with.bench.http.connections_opened();
    with.source.wanted();
    with.bench.io.poll();
    CHECK(with.changes == 1);
    CHECK(with.bench.http.connections_opened() == before);
}

TEST_CASE("a list that is old is fetched again, and nobody is told of what is the same") {
    auto times = watcher::quick();
    times.fresh = 0ms;
    watcher with({}, {"market-sandbox"}, times);
    with.settle();
    for (int i = 0; i < 3; ++i) {
        with.source.wanted();
        with.bench.io.run_for(30ms);
    }
    CHECK(with.changes == 1);
}

TEST_CASE("a server that fails at first is asked again") {
    sandbox::options faults;
    faults.faults = {"503*2", "reset*1", "garbage*1", "ok*99"};
    watcher with(faults);
    with.settle();
    with.until([&] { return with.changes == 1; });
    CHECK(with.names.size() == 2);
}

TEST_CASE("one server that fails does not keep the others back; they come in their order") {
    watcher with({}, {"no-such-server", "search=WebSearch", "market-sandbox"});
    with.settle();
    CHECK(with.names ==
          std::vector<std::string>{"search_bailian_web_search", "sandbox_weather", "sandbox_plan_a_route_betw_8421"});
    // A moment of repetitions changes nothing.
    auto const changes = with.changes;
    with.bench.io.run_for(50ms);
    CHECK(with.changes == changes);
}

TEST_CASE("without a key nobody is asked") {
    watcher with;
    with.bench.settings.api_key.clear();
    with.settle();
    CHECK_FALSE(with.source.pending());
    CHECK(with.bench.http.connections_opened() == 0);
    CHECK(with.changes == 0);
    // One that comes later is used.
    with.bench.settings.api_key = "sk-test-0123456789abcdef";
    with.until([&] { return with.changes == 1; });
}

TEST_CASE("waiting has an end where a server has none") {
    sandbox::options faults;
    faults.faults = {"stall*9"};
    watcher with(faults);
    bool ended = false;
    boost::asio::co_spawn(with.bench.io.get_executor(), with.source.settle(platform::clock::now() + 50ms),
                          [&](std::exception_ptr const&) { ended = true; });
    with.until([&] { return ended; });
    CHECK(with.source.pending());
}

TEST_CASE("it may end while it fetches") {
    tool_bench bench;
    {
        tools::upstream_tools source(bench.with, bench.io.get_executor(), tools::parse_upstreams({"market-sandbox"}),
                                     {}, [](auto const&) { FAIL("nobody is there"); });
        source.wanted();
        bench.io.poll_one();
    }
    bench.io.run_for(50ms);
}
