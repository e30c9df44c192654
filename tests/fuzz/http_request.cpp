// The server's side of HTTP/1.1, over a stream in memory. The first line of the input says how the rest is cut: any cut
// gives the same requests, whether the peer then waits or has ended its sending, and what is answered reads as one
// response for each of them, plus at most a refusal.

#include "net/response_parser.hpp"
#include "net/server_connection.hpp"

#include "support.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>

#include <algorithm>
#include <cstring>
#include <deque>
#include <functional>
#include <span>
#include <vector>

namespace asio = boost::asio;

namespace {

struct seen {
    std::string method;
    std::string target;
    std::string host;
    std::string body;

    bool operator==(seen const&) const = default;
};

// What a peer does once it has sent everything.
enum class afterwards { waits, ends_sending };

// Gives out the pieces, then the end or nothing more until it is closed; keeps what is written.
class memory_stream final : public net::stream {
public:
    memory_stream(platform::executor executor, std::deque<std::string_view> pieces, afterwards then,
                  std::string& written)
        : socket_(executor),
          end_(executor, platform::clock::time_point::max()),
          pieces_(std::move(pieces)),
          then_(then),
          written_(written) {}

    platform::task<net::io_result> read_some(asio::mutable_buffer into) override {
        bool const waits = pieces_.empty() && then_ == afterwards::waits && !closed_;
        if (waits) co_await end_.async_wait(platform::use_result);
        if (closed_) co_return net::io_result{asio::error::operation_aborted, 0};
        if (pieces_.empty()) co_return net::io_result{asio::error::eof, 0};
        auto& piece = pieces_.front();
        auto const size = std::min(piece.size(), into.size());
        std::memcpy(into.data(), piece.data(), size);
        piece.remove_prefix(size);
        if (piece.empty()) pieces_.pop_front();
        co_return net::io_result{{}, size};
    }

    platform::task<net::io_result> write(std::span<asio::const_buffer const> bytes) override {
        if (closed_) co_return net::io_result{asio::error::operation_aborted, 0};
        for (auto const& each : bytes) written_.append(static_cast<char const*>(each.data()), each.size());
        co_return net::io_result{{}, asio::buffer_size(bytes)};
    }

    void close() override {
        closed_ = true;
        end_.cancel();
    }
    bool quiet() override { return pieces_.empty(); }
    net::tcp_socket& socket() override { return socket_; }

private:
    net::tcp_socket socket_;  // never opened
    platform::timer end_;
    std::deque<std::string_view> pieces_;
    afterwards then_;
    std::string& written_;
    bool closed_ = false;
};

platform::task<std::string> read_all(net::request_body& body) {
    std::string all;
    char piece[7];
    for (;;) {
        auto const got = co_await body.read(piece);
        REQUIRE(got <= sizeof piece);
        if (got == 0) break;
        all.append(piece, got);
    }
    if (body.size()) REQUIRE(*body.size() == all.size());
    co_return all;
}

// Answers in all ways that there are, by the method.
class recorder final : public net::request_handler {
public:
    platform::task<void> handle(net::server_request const& request, net::responder& answer) override {
        seen now{std::string(request.method()), std::string(request.target()),
                 std::string(request.field("host").value_or("")), std::string(request.body())};
        REQUIRE(request.path().size() + request.query().size() <= request.target().size());
        REQUIRE((request.arriving() != nullptr) == reads_body(request));
        // Broken off, it throws: such a request was none.
        if (request.arriving()) now.body = co_await read_all(*request.arriving());
        requests.push_back(now);
        if (request.method() == "PUT") answer.watch_disconnect([] {}, [] {});
        if (request.method() == "OPTIONS") co_await wait_for_end(answer);
        if (request.method() == "DELETE") throw std::runtime_error("for a 500");
        if (request.method() == "POST") {
            co_await answer.start(200, "text/plain", {});
            co_await answer.write("in ");
            co_await answer.write("pieces");
            co_await answer.finish();
        } else if (request.method() == "PATCH") {
            co_await answer.start_sized(200, "text/plain", 5, {});
            co_await answer.write("of a ");
            co_await answer.write("size that was told");
            co_await answer.finish();
        } else {
            co_await answer.send(200, "text/plain", "whole", {});
        }
    }
    bool reads_body(net::server_request const& head) const override { return head.method() == "PATCH"; }
    std::string refusal(int) const override { return "{}"; }

    std::vector<seen> requests;

private:
    // Answers when there is nothing more to come.
    static platform::task<void> wait_for_end(net::responder& answer) {
        platform::timer hold(co_await asio::this_coro::executor, platform::clock::time_point::max());
        bool over = false;
        std::function<void()> const leave = [&] {
            over = true;
            hold.cancel();
        };
        answer.watch_disconnect(leave, leave);
        while (!over) co_await hold.async_wait(platform::use_result);
    }
};

struct outcome {
    std::vector<seen> requests;
    std::string written;
};

outcome serve(std::deque<std::string_view> pieces, afterwards then) {
    asio::io_context io{1};
    recorder handler;
    outcome all;
    net::server_options options;
    options.head_limit = 2048;
    options.body_limit = 2048;
    auto const owner = std::make_shared<net::connection_owner>(
        net::connection_owner{io.get_executor(), options, &handler, nullptr, true, {}, 0});
    auto const connection = std::make_shared<net::server_connection>(owner, "127.0.0.1");
    bool ended = false;
    auto stream = std::make_unique<memory_stream>(io.get_executor(), std::move(pieces), then, all.written);
    asio::co_spawn(io, connection->run(std::move(stream)), [&](std::exception_ptr failed) {
        REQUIRE(!failed);
        ended = true;
    });
    io.poll();
    connection->close();
    io.restart();
    io.poll();
    REQUIRE(ended);
    all.requests = std::move(handler.requests);
    return all;
}

std::deque<std::string_view> cut(std::string_view text, std::string_view cuts) {
    std::deque<std::string_view> pieces;
    for (std::size_t i = 0; !text.empty(); ++i) {
        auto const length = cuts.empty() ? 1 : static_cast<unsigned char>(cuts[i % cuts.size()]) % 64u + 1;
        pieces.push_back(text.substr(0, length));
        text.remove_prefix(pieces.back().size());
    }
    return pieces;
}

// The client's parser reads what the server wrote: whole responses, and nothing else.
void check_answers(outcome const& all) {
    std::string_view rest = all.written;
    std::size_t answers = 0;
    while (!rest.empty()) {
        bool const to_head = answers < all.requests.size() && all.requests[answers].method == "HEAD";
        net::response_parser parser(to_head);
        auto const used = parser.put(rest);
        REQUIRE(used);
        rest.remove_prefix(*used);
        // A request may end in the middle, after its 100 Continue; a streamed answer to HTTP/1.0 ends with the
        // connection.
        if (!parser.done() && parser.put_end()) {
            REQUIRE(rest.empty());
            break;
        }
        ++answers;
    }
    // One that waits for an end that did not come was never answered.
    bool const last_waits = !all.requests.empty() && all.requests.back().method == "OPTIONS";
    REQUIRE(answers + (last_waits ? 1 : 0) >= all.requests.size());
    REQUIRE(answers <= all.requests.size() + 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto text = fuzz::view(data, size);
    auto const cuts = fuzz::take_until(text, '\n');
    auto const all = text.empty() ? std::deque<std::string_view>() : std::deque<std::string_view>{text};
    auto const whole = serve(all, afterwards::waits);
    auto const in_pieces = serve(cut(text, cuts), afterwards::waits);
    REQUIRE(whole.requests == in_pieces.requests);
    check_answers(whole);
    check_answers(in_pieces);
    auto const ended = serve(cut(text, cuts), afterwards::ends_sending);
    REQUIRE(ended.requests.size() >= whole.requests.size());
    REQUIRE(std::ranges::equal(whole.requests, std::span(ended.requests).first(whole.requests.size())));
    check_answers(ended);
    return 0;
}
