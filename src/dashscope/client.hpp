#pragma once
// The client of the DashScope API: headers, repetition, deadlines, errors. Capabilities (chat, images, …) build on it.

#include "dashscope/exchange.hpp"
#include "dashscope/retry.hpp"
#include "platform/task.hpp"

#include <boost/json/value.hpp>

#include <functional>
#include <random>
#include <string>

namespace net {
class client;
class response_stream;
class sse_reader;
struct sse_event;
}  // namespace net

namespace dashscope {

struct client_options {
    bool source_channel = true;  // send `x-dashscope-source-config: {"channel":"dashscope-mcp"}`
    retry_policy retry;
};

struct stream_summary {
    std::string request_id;  // of the answer's head
    std::size_t events = 0;
    bool done = false;  // `[DONE]` was among them
};

/// Calls DashScope over a connection pool that it does not own and that must outlive it. One owner, one thread: that of
/// `executor`. Calls run side by side. Cancelling a call's coroutine closes its connection and ends its waits.
class client {
public:
    using event_sink = std::function<void(net::sse_event const&)>;
    using request_maker = std::function<net::client_request()>;

    client(net::client& http, platform::executor executor, client_options options = {});
    client(client const&) = delete;

    /// Sends `body` (null: none) and gives back the answer's JSON. Throws failure, repeated as the operation's class
    /// allows.
    platform::task<json::value> call(credential who, operation what, std::string path, json::value body,
                                     call_options options);

    /// As `call`, for a request that is not authorized by an API key: `make` is called for each attempt, since a
    /// signature serves once. Throws std::invalid_argument when it does.
    platform::task<json::value> send(request_maker make, call_context context, call_options options);

    /// As `call`, for answers that are event streams: `on_event` gets each event that carries data, `[DONE]` too. An
    /// answer in plain JSON that is no error arrives as one event. Repeated only before the first event was handed on.
    /// Errors inside the stream, a lost connection and a stream without any event throw failure; whether the last event
    /// was the expected one is the caller's to judge. What `on_event` throws ends the call.
    platform::task<stream_summary> stream(credential who, operation what, std::string path, json::value body,
                                          call_options options, event_sink on_event);

private:
    struct plan;
    plan prepare(credential const& who, operation const& what, std::string_view path, json::value const& body,
                 call_options& options) const;
    platform::task<json::value> repeat(plan const& plan);
    platform::task<json::value> call_once(plan const& plan);
    platform::task<void> stream_once(plan const& plan, event_sink const& on_event, stream_summary& summary);
    platform::task<void> read_events(plan const& plan, net::response_stream& response, event_sink const& on_event,
                                     stream_summary& summary);
    platform::task<void> wait_or_throw(plan const& plan, int attempt, failure const& failed);

    net::client& http_;
    platform::executor executor_;
    client_options options_;
    std::minstd_rand random_{std::random_device{}()};
};

}  // namespace dashscope
