// What the runner does with a plan, seen by a responder that writes down its calls.

#include "sandbox/runner.hpp"

#include <doctest/doctest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

using namespace std::chrono_literals;
using sandbox::ending;

namespace {

class recorder final : public net::responder {
public:
    explicit recorder(platform::executor executor) : timer_(executor) {}

    platform::task<void> send(int status, std::string_view type, std::string_view body,
                              net::headers const& more) override {
        note("send " + std::to_string(status) + " " + std::string(type) + " " + std::string(body));
        fields = more;
        co_return;
    }
    platform::task<void> start(int status, std::string_view type, net::headers const& more) override {
        note("start " + std::to_string(status) + " " + std::string(type));
        fields = more;
        co_return;
    }
    platform::task<void> write(std::string_view bytes) override {
        note("write " + std::string(bytes));
        co_return;
    }
    platform::task<void> finish() override {
        note("finish");
        co_return;
    }
    void watch_disconnect(std::function<void()> gone, std::function<void()>) override {
        watched = true;
        if (!leaves_after) return;
        timer_.expires_after(*leaves_after);
        timer_.async_wait([gone](boost::system::error_code) { gone(); });
    }
    void abort() override { note("abort"); }

    std::vector<std::string> calls;
    std::vector<platform::clock::duration> times;  // of the calls, from the start
    net::headers fields;
    bool watched = false;
    std::optional<std::chrono::milliseconds> leaves_after;

private:
    void note(std::string call) {
        calls.push_back(std::move(call));
        times.push_back(platform::clock::now() - begin_);
    }

    platform::clock::time_point begin_ = platform::clock::now();
    platform::timer timer_;
};

using calls = std::vector<std::string>;

struct outcome {
    calls made;
    std::vector<platform::clock::duration> times;
    net::headers fields;
    bool watched;
};

outcome run(sandbox::plan what, std::optional<std::chrono::milliseconds> leaves_after = {}) {
    boost::asio::io_context io;
    recorder answer(io.get_executor());
    answer.leaves_after = leaves_after;
    boost::asio::co_spawn(io, sandbox::perform(std::move(what), answer, io.get_executor()), boost::asio::detached);
    io.run_for(2s);
    CHECK(io.stopped());  // nothing is left waiting
    return {answer.calls, answer.times, answer.fields, answer.watched};
}

sandbox::plan stream(std::initializer_list<sandbox::piece> pieces, ending end = ending::complete) {
    auto answer = sandbox::stream_plan();
    answer.content_type = "text/x";
    answer.pieces = pieces;
    answer.end = end;
    return answer;
}

class fake_request final : public net::server_request {
public:
    std::string_view method() const override { return "POST"; }
    std::string_view target() const override { return "/path?a=b"; }
    std::optional<std::string_view> field(std::string_view name) const override {
        if (name == "authorization") return "Bearer sk-1";
        if (name == "x-unknown") return "not copied";
        return std::nullopt;
    }
    std::string_view body() const override { return "body"; }
    std::string_view remote_address() const override { return "127.0.0.1"; }
};

}  // namespace

TEST_SUITE("sandbox/runner") {
    TEST_CASE("a request becomes a value") {
        auto asked = sandbox::to_request(fake_request());
        CHECK(asked.method == "POST");
        CHECK(asked.path == "/path");
        CHECK(asked.query == "a=b");
        CHECK(asked.body == "body");
        REQUIRE(asked.fields.size() == 1);
        CHECK(asked.field("authorization") == "Bearer sk-1");
    }

    TEST_CASE("a whole answer is sent at once, with its fields") {
        auto what = sandbox::json_plan(404, "{}");
        what.set("X-Sandbox", "dashscope-mcp");
        auto done = run(what);
        CHECK(done.made == calls{"send 404 application/json {}"});
        CHECK(done.fields.find("x-sandbox") == "dashscope-mcp");
        CHECK(!done.watched);  // a watch costs a pending read
    }

    TEST_CASE("how streams and faults are performed") {
        struct {
            sandbox::plan what;
            calls expected;
        } const cases[] = {
            {stream({{"a", {}}, {"b", {}}}), {"start 200 text/x", "write a", "write b", "finish"}},
            {stream({}), {"start 200 text/x", "finish"}},
            {stream({{"a", {}}}, ending::reset), {"start 200 text/x", "write a", "abort"}},
        };
        for (auto const& c : cases) CHECK(run(c.what).made == c.expected);
        sandbox::plan early;
        early.end = ending::reset;
        CHECK(run(early).made == calls{"abort"});
    }

    TEST_CASE("delays are kept, before the first byte and between pieces") {
        auto what = stream({{"a", {}}, {"b", 30ms}});
        what.latency = 20ms;
        auto done = run(what);
        REQUIRE(done.times.size() == 4);
        CHECK(done.watched);
        CHECK(done.times[0] >= 20ms);
        CHECK(done.times[2] - done.times[1] >= 29ms);
    }

    TEST_CASE("a stall ends when the peer goes, without a word more") {
        CHECK(run(stream({{"a", {}}}, ending::stall), 20ms).made == calls{"start 200 text/x", "write a"});
        sandbox::plan silent;
        silent.end = ending::stall;
        CHECK(run(silent, 20ms).made.empty());
    }

    TEST_CASE("a peer that goes ends the waits between pieces") {
        auto begin = platform::clock::now();
        auto done = run(stream({{"a", {}}, {"b", 10s}, {"c", 10s}}), 20ms);
        CHECK(done.made == calls{"start 200 text/x", "write a"});
        CHECK(platform::clock::now() - begin < 1s);
    }
}
