#pragma once
// The DashScope emulator on a socket: everything runs and is tested without a key, a bill or a network.
// What it answers, and how to ask it for errors and faults, is in docs/sandbox.md.

#include "sandbox/options.hpp"

#include "platform/task.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace sandbox {

/// One owner, one thread: the one that runs `executor`.
class server {
public:
    /// Throws std::invalid_argument for an unknown fault, std::runtime_error for a bad certificate.
    server(platform::executor executor, options const& settings);
    ~server();
    server(server const&) = delete;

    /// Binds and listens; port 0 takes a free one. Returns the port. Throws boost::system::system_error.
    std::uint16_t listen(std::string const& address, std::uint16_t port);
    /// Closes everything; running answers are cut off.
    void close();
    /// Requests received so far.
    std::size_t requests() const;

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace sandbox
