#pragma once
// Signals as events of the io_context.

#include "platform/task.hpp"

#include <boost/asio/signal_set.hpp>

#include <functional>
#include <memory>

namespace platform {

/// Writing to a pipe or socket whose reader has gone then fails with EPIPE instead of ending the process.
void ignore_sigpipe();

/// Calls `received` on the executor for every SIGINT, SIGTERM and SIGHUP until it is destroyed. SIGINT and SIGHUP stay
/// ignored where the parent had them ignored (nohup, a shell's background job). Calls ignore_sigpipe.
/// One owner, one thread: the executor's. A pending wait keeps io_context::run from returning; destroy or `stop` it.
class signals {
public:
    signals(executor const& on, std::function<void(int signal)> received);
    ~signals();
    signals(signals const&) = delete;
    signals& operator=(signals const&) = delete;

    /// No call is made after this.
    void stop();

private:
    struct state;
    std::shared_ptr<state> state_;
};

}  // namespace platform
