#include "net/resolver.hpp"

#include "support/run.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>

namespace asio = boost::asio;
using net::address_list;
using lookup_result = boost::system::result<address_list>;

namespace {

address_list const example{asio::ip::make_address("192.0.2.1"), asio::ip::make_address("2001:db8::1")};

// A look-up that hangs until it is let go. Threads of it may outlive the test: they hold it by shared_ptr.
struct gate {
    lookup_result wait() {
        std::unique_lock lock(mutex);
        ++entered;
        changed.notify_all();
        changed.wait(lock, [this] { return open; });
        return example;
    }

    void let_go() {
        std::lock_guard const lock(mutex);
        open = true;
        changed.notify_all();
    }

    void wait_for_entered(int count) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return entered >= count; });
    }

    std::mutex mutex;
    std::condition_variable changed;
    int entered = 0;
    bool open = false;
};

net::name_lookup through(std::shared_ptr<gate> const& gate) {
    return [gate](std::string const&) { return gate->wait(); };
}

using pending = test::background<lookup_result>;

}  // namespace

TEST_CASE("a name is looked up") {
    asio::io_context io;
    net::resolver names(io.get_executor(), [](std::string const& name) -> lookup_result {
        if (name == "example.test") return example;
        return asio::error::make_error_code(asio::error::host_not_found);
    });
    CHECK(test::run(io, names.resolve("example.test")).value() == example);
    CHECK(test::run(io, names.resolve("unknown.test")).error() == asio::error::host_not_found);
}

TEST_CASE("no address is a failure") {
    asio::io_context io;
    net::resolver names(io.get_executor(), [](std::string const&) { return lookup_result(address_list{}); });
    CHECK(test::run(io, names.resolve("empty.test")).error() == asio::error::host_not_found);
}

TEST_CASE("an address needs no look-up") {
    asio::io_context io;
    std::atomic<int> calls = 0;
    net::resolver names(io.get_executor(), [&calls](std::string const&) {
        ++calls;
        return lookup_result(example);
    });
    for (auto const* literal : {"127.0.0.1", "::1", "2001:db8::1"}) {
        auto const found = test::run(io, names.resolve(literal));
        CHECK(found.value() == address_list{asio::ip::make_address(literal)});
    }
    CHECK(calls == 0);
}

TEST_CASE("the system knows localhost") {
    asio::io_context io;
    net::resolver names(io.get_executor());
    auto const found = test::run(io, names.resolve("localhost"));
    REQUIRE(found.has_value());
    for (auto const& address : *found) CHECK(address.is_loopback());
}

TEST_CASE("the system doesn't know a reserved name") {
    CHECK(net::system_lookup("does-not-exist.invalid").has_error());
}

TEST_CASE("cancelling returns at once while the look-up hangs") {
    asio::io_context io;
    auto const hanging = std::make_shared<gate>();
    net::resolver names(io.get_executor(), through(hanging));
    pending call(io, names.resolve("slow.test"));
    hanging->wait_for_entered(1);
    REQUIRE(!call.ended);

    CHECK(call.ends_when_cancelled());
    // Nothing keeps the program from ending.
    CHECK(io.poll() == 0);
    CHECK(io.stopped());
    hanging->let_go();
}

TEST_CASE("a look-up may end after everything has gone") {
    auto const hanging = std::make_shared<gate>();
    SUBCASE("the resolver first") {
        asio::io_context io;
        std::optional<net::resolver> names(std::in_place, io.get_executor(), through(hanging));
        pending call(io, names->resolve("slow.test"));
        hanging->wait_for_entered(1);
        names.reset();
        call.wait();
        CHECK(call.result->has_error());
    }
    SUBCASE("the waiting coroutine with its io_context") {
        std::optional<pending> call;
        asio::io_context io;
        net::resolver names(io.get_executor(), through(hanging));
        call.emplace(io, names.resolve("slow.test"));
        hanging->wait_for_entered(1);
    }
    hanging->let_go();
}

TEST_CASE("the same name is looked up once for all who wait") {
    asio::io_context io;
    auto const slow = std::make_shared<gate>();
    net::resolver names(io.get_executor(), through(slow));
    pending first(io, names.resolve("one.test"));
    pending second(io, names.resolve("one.test"));
    pending third(io, names.resolve("one.test"));
    slow->wait_for_entered(1);

    CHECK(third.ends_when_cancelled());
    slow->let_go();
    first.wait();
    second.wait();
    CHECK(first.result->value() == example);
    CHECK(second.result->value() == example);
    CHECK(slow->entered == 1);
}

TEST_CASE("who comes after all gave up joins the look-up that still hangs") {
    asio::io_context io;
    auto const slow = std::make_shared<gate>();
    net::resolver names(io.get_executor(), through(slow));
    pending first(io, names.resolve("one.test"));
    slow->wait_for_entered(1);
    CHECK(first.ends_when_cancelled());

    pending second(io, names.resolve("one.test"));
    slow->let_go();
    second.wait();
    CHECK(second.result->value() == example);
    CHECK(slow->entered == 1);
}

TEST_CASE("too many look-ups at once fail clearly") {
    asio::io_context io;
    auto const hanging = std::make_shared<gate>();
    net::resolver names(io.get_executor(), through(hanging), 2);
    pending first(io, names.resolve("1.test"));
    pending second(io, names.resolve("2.test"));
    auto const refused = test::run(io, names.resolve("3.test"));
    CHECK(refused.error() == boost::system::errc::resource_unavailable_try_again);
    // The ones that run are served, and make room.
    hanging->let_go();
    first.wait();
    second.wait();
    test::run_until(io, [&] { return test::run(io, names.resolve("4.test")).has_value(); });
}
