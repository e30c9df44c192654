#pragma once
// One request and its response on one connection. Private to `net`.

#include "net/client.hpp"
#include "platform/deadline.hpp"
#include "net/response_parser.hpp"
#include "net/stream.hpp"

#include <functional>
#include <memory>
#include <string>

namespace net {

/// Owns the connection until the response's end, then hands it to `keep` if it can serve another request. Destroying
/// it before closes the connection. One owner, one thread.
class exchange final : public response_stream {
public:
    using keeper = std::function<void(std::unique_ptr<stream>)>;

    struct settings {
        bool without_body = false;  // the answer to HEAD
        std::chrono::milliseconds read_timeout{};
        platform::clock::time_point deadline;
        std::string server;  // for error sentences
    };

    exchange(platform::executor executor, std::unique_ptr<stream> connection, settings how, keeper keep);

    /// Writes the request and reads the response's head. A `source` takes the place of `body`; what it throws comes
    /// through.
    platform::task<void> start(std::string_view head, std::string_view body, body_source* source = nullptr);
    int status() const override { return parser_.status(); }
    headers const& fields() const override { return parser_.fields(); }
    platform::task<std::string_view> read() override;
    platform::task<std::string> read_all(std::size_t limit);
    /// True when not one byte of an answer has come.
    bool unanswered() const { return !received_; }

private:
    platform::task<void> write(std::string_view head, std::string_view body);
    platform::task<void> send_while_reading(body_source& source);
    platform::task<void> send(body_source& source, std::exception_ptr& failed);
    platform::task<void> read_head(std::exception_ptr& failed);
    platform::clock::time_point next_sign_of_life() const;
    platform::task<void> receive();
    void make_room();
    void parse();
    void end_if_done();
    client_error failed(client_errc code, std::string_view what) const;
    client_error lost(boost::system::error_code error) const;

    std::unique_ptr<stream> connection_;
    settings how_;
    keeper keep_;
    platform::watchdog watchdog_;  // behind the stream that it closes
    response_parser parser_;
    progress how_far_ = progress::not_sent;
    bool received_ = false;
    bool given_ = false;  // the body so far was returned by `read`
    std::string input_;   // [begin_, end_) is still to be parsed
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace net
