#pragma once
// One accepted connection of the server. Private to `net`.

#include "net/server.hpp"
#include "net/stream.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace net {

class server_connection;

/// What connections share with their server. One thread.
struct connection_owner {
    platform::executor executor;
    server_options options;
    request_handler* handler;
    std::shared_ptr<tls_context> tls;  // null: plain
    bool accepting = true;
    std::vector<std::weak_ptr<server_connection>> connections;

    std::size_t open_connections = 0;
};

/// Reads requests, runs the handler, writes answers. Owned by its own coroutine.
class server_connection : public std::enable_shared_from_this<server_connection> {
public:
    server_connection(std::shared_ptr<connection_owner> owner, std::string remote_address);
    ~server_connection();

    /// Serves until the peer, a limit or the server ends the connection.
    platform::task<void> run(tcp_socket socket);
    /// The same over a stream that is ready.
    platform::task<void> run(std::unique_ptr<stream> over);
    /// Answers 503 and closes: there are too many connections.
    platform::task<void> refuse_busy(tcp_socket socket);

    /// Closes the connection if its time is over.
    void enforce_deadline(platform::clock::time_point now);
    /// True between requests: nothing is lost by closing.
    bool idle() const { return idle_; }
    void close();

private:
    class request;
    class answer;
    class arriving;
    struct parsed;

    platform::task<bool> open(tcp_socket socket);
    platform::task<void> serve();
    platform::task<bool> serve_one();
    bool skip_empty_lines();
    platform::task<int> read_head(parsed& into);
    platform::task<int> read_body(parsed& into);
    platform::task<int> begin_body(parsed& into);
    platform::task<int> read_piece(parsed& into);
    static int end_of_body(parsed const& of);
    platform::task<bool> read_more();
    platform::task<bool> write(std::string_view head, std::string_view body);
    platform::task<void> refuse(int status);
    platform::task<void> linger();
    void lose_peer();
    platform::task<void> watch_peer();
    platform::task<void> watch_end();
    platform::task<void> ask_peer();
    void expect_within(std::chrono::milliseconds time) { deadline_ = platform::clock::now() + time; }
    void expect_nothing() { deadline_ = platform::clock::time_point::max(); }

    std::shared_ptr<connection_owner> owner_;
    std::string remote_address_;
    std::unique_ptr<stream> stream_;
    platform::clock::time_point deadline_ = platform::clock::time_point::max();
    // Bytes that came and no parser took yet: buffer_[begin_, end_).
    std::vector<char> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::string head_;  // reused from answer to answer
    bool idle_ = true;
    bool broken_ = false;      // the peer is gone, or we closed
    bool input_over_ = false;  // the peer has ended its sending; Asio does not wake a second read after that
    bool unread_ = false;      // of the request's body a part is still to come
    // A read that watches for the peer's end while the handler works; the next request waits for it.
    bool watching_ = false;
    std::function<void()> gone_;
    std::function<void()> ended_;
    platform::timer watch_done_;
    platform::timer look_again_;
    std::size_t handled_ = 0;     // requests whose handler has ended
    bool takes_interim_ = false;  // the request's answer has not begun, and another may go before it
    bool writing_ = false;
    platform::timer write_done_;
};

}  // namespace net
