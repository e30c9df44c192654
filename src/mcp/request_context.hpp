#pragma once
// What a tool may know of the call that it serves, and how it speaks before its result.

#include "mcp/envelope.hpp"
#include "mcp/question.hpp"
#include "platform/task.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace mcp {

/// Made by the engine for one call, lives until the call's coroutine is done. One thread.
class request_context {
public:
    virtual ~request_context() = default;

    revision version() const { return envelope_.version; }
    client_traits const& client() const { return envelope_.client; }
    /// Whether a task may be given in place of a result.
    bool takes_tasks() const { return envelope_.modern() && client().tasks; }
    /// Who calls, as the transport authenticated; empty for the one local user.
    std::string const& principal() const { return principal_; }
    /// The authority by which an HTTP client addressed this server, for links to it; empty on stdio.
    std::string const& host() const { return envelope_.host; }
    platform::clock::time_point deadline() const { return deadline_; }
    platform::executor executor() const { return executor_; }

    /// False when the caller gave no token: progress is then not worth preparing.
    virtual bool wants_progress() const = 0;
    /// Reports where the work stands. `done` must grow from report to report; a report that doesn't is left out.
    virtual void report(double done, std::optional<double> total, std::string_view message) = 0;
    /// Hands on a piece of streamed text: each report's message is the new text since the last one.
    virtual void stream_text(std::string_view piece) = 0;
    /// A log message for the peer, sent when its level asks for it.
    virtual void log(log_level level, std::string_view text) = 0;
    /// Closes the connection that waits for this call, where its client comes back by itself for the rest of the stream
    /// (2025-11-25 over HTTP); elsewhere nothing happens.
    virtual void let_poll() {}

    /// Asks the peer, all at once, and gives its results in the same order. On a modern revision the first run of the
    /// work ends here: it is run again from its beginning when the answers are there, so nothing may have been sent or
    /// changed before. Throws request_error where the client has not declared that it can be asked that (`can_answer`
    /// tells), and tool_error where it refuses, or nobody answers in time.
    virtual platform::task<std::vector<boost::json::object>> ask(std::vector<question> what);

protected:
    request_context(platform::executor executor, envelope const& sender, std::string principal,
                    platform::clock::time_point deadline)
        : executor_(executor), envelope_(sender), principal_(std::move(principal)), deadline_(deadline) {}

    platform::executor executor_;
    envelope envelope_;
    std::string principal_;
    platform::clock::time_point deadline_;
};

}  // namespace mcp
