#pragma once
// MCP over Streamable HTTP: one path, POST for messages; for legacy sessions GET for what a connection lost and for
// what they are told unasked, DELETE for their end (2026-07-28 and 2025-11-25 §Streamable HTTP).

#include "jsonrpc/service.hpp"
#include "net/server.hpp"
#include "transport/event_streams.hpp"
#include "transport/origin_policy.hpp"
#include "transport/stream_writer.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace transport {

/// What is below `prefix` (it ends with a slash) is another handler's; Host and Origin are checked before it is asked.
struct http_route {
    std::string prefix;
    net::request_handler* handler;
};

struct http_options {
    std::string path = "/mcp";
    std::vector<http_route> routes;
    origin_policy origins;
    /// A call without an answer for so long becomes an event stream, where the client takes one: hosts drop calls that
    /// have no first byte within a minute.
    std::chrono::milliseconds stream_after{5'000};
    stream_times times;
    std::size_t queue_limit = 1024 * 1024;  // of notifications that a slow reader has not taken
    store::event_limits replay;             // of what legacy sessions may ask for again
};

/// Answers as JSON until the first notification or `stream_after`, then as server-sent events. A client that closes is
/// reported to the service; one that only ends its sending waits for its answer and gets it (net::responder). What a
/// legacy session is streamed can be asked for again for a while.
/// One owner, one thread: the server's.
class http_endpoint final : public net::request_handler {
public:
    http_endpoint(platform::executor executor, jsonrpc::service& service, http_options options);

    bool reads_body(net::server_request const& head) const override;
    platform::task<void> handle(net::server_request const& request, net::responder& answer) override;
    std::string refusal(int status) const override;

private:
    struct exchange_state;

    platform::task<void> post(net::server_request const& request, net::responder& answer, net::headers const& common);
    platform::task<void> wait_for_answer(net::responder& answer, exchange_state& state);
    platform::task<void> respond(net::responder& answer, jsonrpc::reply const& reply, net::headers common);
    platform::task<void> stream(net::responder& answer, exchange_state& state, net::headers common);
    platform::task<void> listen(net::server_request const& request, net::responder& answer, net::headers common);
    platform::task<void> listen_unasked(net::responder& answer, jsonrpc::session_facts const& whose,
                                        net::headers common);
    platform::task<void> answer_lost(net::responder& answer, std::string const& request, net::headers common);
    platform::task<void> follow(net::responder& answer, std::shared_ptr<event_stream> stream, std::uint64_t after,
                                bool polls, net::headers common);
    platform::task<void> refuse_listening(net::responder& answer, std::string_view why, net::headers common);
    platform::task<void> end_session(net::server_request const& request, net::responder& answer,
                                     net::headers const& common);
    platform::task<void> refuse(net::responder& answer, int status, std::string_view why, net::headers const& common);
    net::headers common_headers(net::server_request const& request) const;
    bool is_allowed(net::server_request const& request) const;
    net::request_handler* route_of(net::server_request const& request) const;

    platform::executor executor_;
    jsonrpc::service& service_;
    http_options options_;
    event_streams streams_;
};

}  // namespace transport
