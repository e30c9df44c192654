// Streams of legacy sessions: event ids, priming, resuming, polling, and the stream for what is told unasked.

#include "http_bench.hpp"

#include "net/sse.hpp"

#include <doctest/doctest.h>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <functional>
#include <string>
#include <vector>

using namespace std::chrono_literals;

namespace {

/// A connection whose answer is looked at while it comes. HTTP/1.0, so that there are no chunks to take apart.
class watcher {
public:
    explicit watcher(testing::http_bench& env) : env_(env), socket_(env.io) {
        socket_.connect({boost::asio::ip::address_v4::loopback(), env.port});
    }
    void send(std::string const& method, std::string const& session, std::string const& more = "",
              std::string const& body = "") {
        auto text = method + " /mcp HTTP/1.0\r\nHost: localhost\r\nAccept: application/json, text/event-stream\r\n" +
                    "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
        if (!session.empty()) text += "Mcp-Session-Id: " + session + "\r\n";
        boost::asio::write(socket_, boost::asio::buffer(text + more + "\r\n" + body));
    }
    /// Runs until that many events are there.
    void expect_events(std::size_t count) {
        run_until([&] { return events().size() >= count; });
        REQUIRE(events().size() == count);
    }
    void expect_end() {
        run_until([&] { return over_; });
        REQUIRE(over_);
    }
    void expect_text(std::string const& part) {
        run_until([&] { return text_.find(part) != std::string::npos; });
        REQUIRE(text_.find(part) != std::string::npos);
    }
    std::vector<net::sse_event> events() const {
        auto const body = text_.find("\r\n\r\n");
        net::sse_reader reader;
        if (body != std::string::npos) reader.feed(std::string_view(text_).substr(body + 4));
        std::vector<net::sse_event> all;
        while (auto event = reader.next()) all.push_back(std::move(*event));
        return all;
    }
    std::string data() const {
        std::string all;
        for (auto const& each : events()) all += each.data.empty() ? "<>" : each.data;
        return all;
    }
    std::string last_id() const { return events().back().id; }
    std::string const& text() const { return text_; }
    int status() const { return std::stoi(text_.substr(9, 3)); }
    bool is_over() const { return over_; }
    void cut() {
        boost::system::error_code ignored;
        socket_.set_option(boost::asio::socket_base::linger(true, 0), ignored);
        socket_.close(ignored);
    }

private:
    void run_until(std::function<bool()> const& done) {
        auto const until = std::chrono::steady_clock::now() + 20s;
        while (!done() && !over_ && std::chrono::steady_clock::now() < until) {
            env_.io.restart();
            env_.io.run_for(2ms);
            read();
        }
    }
    void read() {
        char bytes[4096];
        socket_.non_blocking(true);
        while (true) {
            boost::system::error_code failed;
            auto const count = socket_.read_some(boost::asio::buffer(bytes), failed);
            text_.append(bytes, count);
            if (failed == boost::asio::error::would_block) return;
            if (failed) over_ = true;
            if (failed) return;
        }
    }

    testing::http_bench& env_;
    boost::asio::ip::tcp::socket socket_;
    std::string text_;
    bool over_ = false;
};

struct resuming_bench : testing::http_bench {
    /// A call of a session that goes on until the test ends it; the id of the request is 7.
    resuming_bench() {
        service.answer = [this](auto const& what) {
            what.to->belongs_to({"known", service.polls}, "7");
            return jsonrpc::ticket{++service.last_ticket};
        };
    }
    jsonrpc::outlet& call() { return *service.arrivals.back().to; }
    void begin_call(watcher& by) {
        auto const before = service.arrivals.size();
        by.send("POST", "known", "", "{}");
        auto const until = std::chrono::steady_clock::now() + 20s;
        while (service.arrivals.size() == before && std::chrono::steady_clock::now() < until) run();
        REQUIRE(service.arrivals.size() == before + 1);
    }
    void run(std::chrono::milliseconds time = 5ms) {
        io.restart();
        io.run_for(time);
    }
    std::shared_ptr<jsonrpc::outlet> unasked() {
        auto const to = service.unasked.lock();
        REQUIRE(to);
        return to;
    }
};

std::string from(std::string const& id) {
    return "Last-Event-ID: " + id + "\r\n";
}

}  // namespace

TEST_CASE("a stream of a session begins with an id to come back with; each event has its own") {
    resuming_bench env;
    env.start();
    watcher client(env);
    env.begin_call(client);
    env.call().notify("one");
    client.expect_events(2);
    env.call().finish({"reply", 200, {}});
    client.expect_end();
    CHECK(client.data() == "<>onereply");
    CHECK(client.text().find("\nretry: 1000\ndata: \n\n") != std::string::npos);
    auto const events = client.events();
    CHECK(events[0].id != events[1].id);
    CHECK(events[1].id != events[2].id);
    CHECK(events[0].type.empty());
    CHECK(events[1].type == "message");
}

TEST_CASE("clients before 2025-11-25 get ids, but no empty event") {
    resuming_bench env;
    env.service.polls = false;
    env.start();
    watcher client(env);
    env.begin_call(client);
    env.call().notify("one");
    env.call().let_poll();
    client.expect_events(1);
    CHECK_FALSE(client.last_id().empty());
    env.call().finish({"reply", 200, {}});
    client.expect_end();
    CHECK(client.data() == "onereply");
    CHECK(client.text().find("retry:") == std::string::npos);
}

TEST_CASE("a request without a session has no ids") {
    resuming_bench env;
    env.answer_later(5ms, 1);
    env.start();
    watcher client(env);
    client.send("POST", "", "", "{}");
    client.expect_end();
    CHECK(client.text().find("\nid:") == std::string::npos);
    CHECK(client.events().size() == 2);
}

TEST_CASE("a stream that is cut loses nothing, and repeats nothing") {
    // How many events the client has read before the cut.
    for (std::size_t read = 1; read <= 4; ++read) {
        CAPTURE(read);
        resuming_bench env;
        env.start();
        watcher client(env);
        env.begin_call(client);
        for (auto text : {"a", "b", "c"}) env.call().notify(text);
        client.expect_events(4);
        auto const last = client.events()[read - 1].id;
        client.cut();
        env.run(20ms);
        env.call().notify("d");
        watcher again(env);
        again.send("GET", "known", from(last));
        env.run(20ms);
        env.call().notify("e");
        env.call().finish({"reply", 200, {}});
        again.expect_end();
        CHECK(again.status() == 200);
        CHECK(again.data() == "<>" + std::string("abcdereply").substr(read - 1));
    }
}

TEST_CASE("a stream that ended while nobody was there is read to its end, then there is none") {
    resuming_bench env;
    env.start();
    watcher client(env);
    env.begin_call(client);
    env.call().notify("a");
    client.expect_events(2);
    client.cut();
    env.run(20ms);
    env.call().notify("b");
    env.call().finish({"reply", 200, {}});
    env.service.arrivals.clear();  // nobody holds the call any more

    watcher again(env);
    again.send("GET", "known", from(client.last_id()));
    again.expect_end();
    CHECK(again.data() == "<>breply");
    watcher twice(env);
    twice.send("GET", "known", from(client.last_id()));
    twice.expect_end();
    CHECK(twice.data() == "<>breply");
    watcher over(env);
    over.send("GET", "known", from(again.last_id()));
    over.expect_end();
    CHECK(over.status() == 405);
    CHECK(over.text().find("Nothing more comes") != std::string::npos);
}

TEST_CASE("the connection is closed for a client that polls, before the first event or in the middle") {
    for (bool const begun : {false, true}) {
        CAPTURE(begun);
        resuming_bench env;
        env.options.times.retry = 250ms;
        env.start();
        watcher client(env);
        env.begin_call(client);
        if (begun) {
            env.call().notify("a");
            client.expect_events(2);
        }
        env.call().let_poll();
        client.expect_end();
        CHECK(client.data() == (begun ? "<>a" : "<>"));
        CHECK(client.text().ends_with("retry: 250\n\n"));

        watcher again(env);
        again.send("GET", "known", from(client.last_id()));
        again.expect_events(1);
        env.call().finish({"reply", 200, {}});
        again.expect_end();
        CHECK(again.data() == "<>reply");
    }
}

TEST_CASE("a connection that stays for long is closed, again and again, without a loss") {
    resuming_bench env;
    env.options.times.longest_connection = 20ms;
    env.options.stream_after = 0ms;
    env.start();
    watcher client(env);
    env.begin_call(client);
    client.expect_end();
    auto id = client.last_id();
    for (int i = 0; i < 3; ++i) {
        watcher again(env);
        again.send("GET", "known", from(id));
        again.expect_events(1);
        env.call().notify("x");
        again.expect_end();
        CHECK(again.data() == "<>x");
        id = again.last_id();
    }
}

TEST_CASE("another session learns nothing of a stream") {
    resuming_bench env;
    env.start();
    watcher client(env);
    env.begin_call(client);
    env.call().notify("secret");
    client.expect_events(2);
    watcher thief(env);
    thief.send("GET", "known-too", from(client.events()[0].id));
    thief.expect_end();
    CHECK(thief.text().find("secret") == std::string::npos);
    CHECK(thief.text().find("no longer kept") != std::string::npos);
    watcher stranger(env);
    stranger.send("GET", "nobody", from(client.events()[0].id));
    stranger.expect_end();
    CHECK(stranger.status() == 404);
    CHECK_FALSE(client.is_over());
    env.call().finish({});
}

TEST_CASE("who comes back too late gets an answer to the request, and does not wait for ever") {
    resuming_bench env;
    env.start();
    watcher client(env);
    env.begin_call(client);
    env.call().notify("a");
    client.expect_events(2);
    auto const id = client.last_id();
    client.cut();
    env.call().finish({});
    env.server->close();
    env.run(20ms);
    env.start();  // as after a restart
    watcher again(env);
    again.send("GET", "known", from(id));
    again.expect_end();
    CHECK(again.status() == 200);
    REQUIRE(again.events().size() == 1);
    CHECK(again.data().find(R"("id":7,)") != std::string::npos);
    CHECK(again.data().find(R"("error":)") != std::string::npos);
}

TEST_CASE("a session listens on one stream; a later connection takes over what the earlier one had") {
    resuming_bench env;
    env.start();
    watcher first(env);
    first.send("GET", "known");
    first.expect_events(1);
    CHECK(first.data() == "<>");
    env.unasked()->notify("a");
    first.expect_events(2);
    watcher second(env);
    second.send("GET", "known");
    first.expect_end();
    second.expect_events(1);
    env.unasked()->notify("b");
    second.expect_events(2);
    CHECK(first.data() == "<>a");
    CHECK(second.data() == "<>b");
    env.unasked()->finish({});
    second.expect_end();
}

TEST_CASE("what is told unasked while the connection is away comes with the next one") {
    for (bool const names : {false, true}) {
        CAPTURE(names);
        resuming_bench env;
        env.start();
        watcher first(env);
        first.send("GET", "known");
        first.expect_events(1);
        env.unasked()->notify("a");
        first.expect_events(2);
        first.cut();
        env.run(20ms);
        env.unasked()->notify("b");
        watcher second(env);
        // Named by the first id, what was sent already comes once more: it may not have arrived.
        second.send("GET", "known", names ? from(first.events()[0].id) : "");
        second.expect_events(names ? 3 : 2);
        CHECK(second.data() == (names ? "<>ab" : "<>b"));
    }
}

TEST_CASE("a stream that nobody knows any more begins anew; what is no event id is passed over") {
    for (std::string const id : {"unknown..5", "rubbish", "<script>"}) {
        CAPTURE(id);
        resuming_bench env;
        env.start();
        watcher client(env);
        client.send("GET", "known", from(id));
        client.expect_events(1);
        CHECK(client.status() == 200);
        env.unasked()->notify("a");
        client.expect_events(2);
        CHECK(client.data() == "<>a");
    }
}

TEST_CASE("where there is nothing to say unasked, the stream is refused, and nothing is kept") {
    resuming_bench env;
    env.service.listens = false;
    env.start();
    watcher client(env);
    client.send("GET", "known");
    client.expect_end();
    CHECK(client.status() == 405);
    CHECK(client.text().find("Allow: GET, POST, DELETE") != std::string::npos);
}

TEST_CASE("a silent stream is kept alive") {
    resuming_bench env;
    env.options.times.keep_alive = 10ms;
    env.start();
    watcher client(env);
    client.send("GET", "known");
    client.expect_text(": keep-alive\n\n: keep-alive\n\n");
}

TEST_CASE("with its session, all that is kept for it goes") {
    resuming_bench env;
    env.start();
    watcher client(env);
    env.begin_call(client);
    env.call().notify("a");
    client.expect_events(2);
    watcher listening(env);
    listening.send("GET", "known");
    listening.expect_events(1);
    CHECK(env.send(env.request("DELETE", "", {{"Mcp-Session-Id", "known"}})).status == 204);
    client.expect_end();
    listening.expect_end();
    watcher again(env);
    again.send("GET", "known", from(client.last_id()));
    again.expect_end();
    CHECK(again.text().find("no longer kept") != std::string::npos);
    env.call().finish({});
}

TEST_CASE("a slow reader gets a reply of any size") {
    resuming_bench env;
    env.options.replay.bytes = 1024 * 1024;
    env.start();
    watcher client(env);
    env.begin_call(client);
    env.call().notify("a");
    client.expect_events(2);
    env.call().finish({std::string(5'000'000, 'x'), 200, {}});
    client.expect_end();
    CHECK(client.events().back().data.size() == 5'000'000);
}
