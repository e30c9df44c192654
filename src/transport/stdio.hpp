#pragma once
// MCP over standard input and output: one JSON text a line (wire-contract §2.7).

#include "jsonrpc/service.hpp"
#include "platform/task.hpp"

#include <chrono>
#include <memory>

namespace transport {

struct stdio_options {
    int input = 0;
    int output = 1;
    std::size_t line_limit = 16 * 1024 * 1024;
    /// Replies that the peer does not read are held up to here; then no more lines are read.
    std::size_t output_limit = 32 * 1024 * 1024;
    /// After the end of input, how long calls that can't be cut short may take, and then replies to leave.
    std::chrono::milliseconds farewell{800};
};

/// Reads, answers, and writes all replies of one read in one write; never waits for a tool. One owner, one thread: the
/// executor's.
class stdio_server {
public:
    stdio_server(platform::executor executor, jsonrpc::service& service, stdio_options options);
    ~stdio_server();
    stdio_server(stdio_server const&) = delete;

    /// Serves until the input ends or `stop` is called; then what runs is cancelled and its replies are flushed.
    platform::task<void> run();
    /// Ends `run` soon, from the same thread.
    void stop();

private:
    struct impl;
    std::shared_ptr<impl> impl_;
};

}  // namespace transport
