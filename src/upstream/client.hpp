#pragma once
// The client of one MCP server over Streamable HTTP, on behalf of one credential.

#include "platform/task.hpp"
#include "upstream/exchange.hpp"
#include "upstream/failure.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <functional>
#include <memory>
#include <string>

namespace upstream {

struct call_options {
    platform::clock::time_point until;
    /// Asks for progress when it is set.
    std::function<void(progress_report const&)> on_progress = {};
};

/// Calls share one session, which the first of them opens, however many there are; a session that the server has
/// forgotten is opened again once for each call. Cancelling the coroutine of a call closes its connection and tells the
/// server (notifications/cancelled). One owner, one thread: that of `executor`.
class client {
public:
    /// `http` must outlive the calls.
    client(net::client& http, platform::executor executor, endpoint to, identity who);
    client(client const&) = delete;

    /// What the server offers, all pages; asked once for each session, or again after `forget_tools` and when the
    /// server said that its list has changed. Throws failure.
    platform::task<boost::json::array> tools(platform::clock::time_point until);
    void forget_tools();

    /// The result of tools/call, as it came. Throws failure.
    platform::task<boost::json::object> call(std::string tool, boost::json::object arguments, call_options options);

    /// Ends the session, if there is one. Throws nothing but cancellation.
    platform::task<void> close(platform::clock::time_point until);

private:
    struct impl;
    std::shared_ptr<impl> impl_;
};

}  // namespace upstream
