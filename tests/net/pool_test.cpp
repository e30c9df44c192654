#include "net/pool.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace std::chrono_literals;

namespace {

// Tells when it is destroyed, and is as quiet as the test says.
class idle_stream final : public net::stream {
public:
    idle_stream(std::vector<int>& gone, int number, bool is_quiet) : gone_(gone), number_(number), quiet_(is_quiet) {}
    ~idle_stream() override { gone_.push_back(number_); }

    int number() const { return number_; }
    platform::task<net::io_result> read_some(boost::asio::mutable_buffer) override { throw std::logic_error("read"); }
    platform::task<net::io_result> write(std::span<boost::asio::const_buffer const>) override {
        throw std::logic_error("write");
    }
    void close() override {}
    bool quiet() override { return quiet_; }
    net::tcp_socket& socket() override { throw std::logic_error("socket"); }

private:
    std::vector<int>& gone_;
    int number_;
    bool quiet_;
};

struct fixture {
    void put(std::string const& key, int number, std::chrono::seconds when = 0s, bool quiet = true) {
        connections.put(key, std::make_unique<idle_stream>(gone, number, quiet), start + when);
    }

    // The number of the connection taken, 0 for none.
    int take(std::string const& key, std::chrono::seconds when = 0s) {
        auto const taken = connections.take(key, start + when);
        return taken ? static_cast<idle_stream&>(*taken).number() : 0;
    }

    platform::clock::time_point const start{1000s};
    std::vector<int> gone;
    net::pool connections{3, 55s};
};

}  // namespace

TEST_CASE_FIXTURE(fixture, "an empty pool gives nothing") {
    CHECK(take("a") == 0);
}

TEST_CASE_FIXTURE(fixture, "the connection that was used last is taken first") {
    put("a", 1);
    put("a", 2);
    CHECK(take("a") == 2);
    CHECK(take("a") == 1);
    CHECK(take("a") == 0);
}

TEST_CASE_FIXTURE(fixture, "keys don't mix") {
    put("a", 1);
    CHECK(take("b") == 0);
    CHECK(take("a") == 1);
}

TEST_CASE_FIXTURE(fixture, "beyond the limit the oldest goes") {
    for (int number : {1, 2, 3, 4}) put("a", number);
    put("b", 5);
    CHECK(gone == std::vector{1});
    CHECK(connections.size() == 4);
}

TEST_CASE_FIXTURE(fixture, "an old connection is not given out") {
    put("a", 1, 0s);
    put("a", 2, 10s);
    CHECK(take("a", 60s) == 2);
    CHECK(gone == std::vector{1, 2});  // the first by its age, the second when the test let it go
    put("a", 3, 60s);
    CHECK(take("a", 115s) == 3);
}

TEST_CASE_FIXTURE(fixture, "old connections of other keys go, too") {
    put("a", 1, 0s);
    put("b", 2, 100s);
    CHECK(gone == std::vector{1});
    CHECK(connections.size() == 1);
}

TEST_CASE_FIXTURE(fixture, "a connection that the peer closed or wrote to is dropped") {
    put("a", 1);
    put("a", 2, 0s, false);
    put("a", 3, 0s, false);
    CHECK(take("a") == 1);
    CHECK(gone == std::vector{3, 2, 1});
}

TEST_CASE_FIXTURE(fixture, "clear closes all") {
    put("a", 1);
    put("b", 2);
    connections.clear();
    CHECK(gone.size() == 2);
    CHECK(connections.size() == 0);
}

TEST_CASE("a pool of none keeps none") {
    std::vector<int> gone;
    net::pool none(0, 55s);
    none.put("a", std::make_unique<idle_stream>(gone, 1, true), {});
    CHECK(gone == std::vector{1});
}
