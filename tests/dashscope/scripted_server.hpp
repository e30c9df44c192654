#pragma once
// A small HTTP server on loopback that answers from a script: each request takes the next reply.

#include "platform/task.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <deque>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace dashscope::test {

struct reply {
    std::string bytes;      // the whole answer, head included; empty: closes without a word
    std::size_t piece = 0;  // written so many bytes at a time; 0: at once
    bool hang = false;      // keeps the connection open after the bytes until the peer closes it
};

/// A reply with Content-Length.
reply answer(int status, std::string_view content_type, std::string_view body, std::string_view more_fields = "");
reply json_answer(int status, std::string_view body, std::string_view more_fields = "");
/// A chunked event stream that ends properly.
reply event_stream(std::string_view events, std::size_t piece = 0);
/// One that does not: the connection closes (or hangs) in the middle.
reply cut_stream(std::string_view events, bool hang = false);

struct seen_request {
    std::string head;
    std::string body;
};

class scripted_server {
public:
    explicit scripted_server(boost::asio::io_context& context);

    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    void close();

    std::deque<reply> script;
    std::function<reply(seen_request const&)> otherwise;  // answers when the script is empty; unset: closes
    std::vector<seen_request> seen;
    std::vector<platform::clock::time_point> times;  // when each of them was complete
    int peers_gone = 0;  // hanging replies whose peer closed

private:
    using socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, platform::executor>;
    platform::task<void> accept_loop();
    platform::task<void> serve(socket peer);
    platform::task<bool> read_request(socket& peer, std::string& buffer);
    platform::task<void> play(socket& peer, reply const& next);

    boost::asio::io_context& context_;
    boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, platform::executor> acceptor_;
};

/// Runs `work` on `context` to its end and gives back its result or throws what it threw.
template <class T>
T run(boost::asio::io_context& context, platform::task<T> work) {
    std::optional<T> result;
    std::exception_ptr thrown;
    bool ended = false;
    boost::asio::co_spawn(context.get_executor(), std::move(work), [&](std::exception_ptr error, T value) {
        thrown = error;
        result = std::move(value);
        ended = true;
    });
    while (!ended) context.run_one();
    if (thrown) std::rethrow_exception(thrown);
    return std::move(*result);
}

}  // namespace dashscope::test
