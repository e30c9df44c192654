#pragma once
// Signs of life while DashScope answers a request that is no task: hosts give up on a call that is silent.

#include "mcp/request_context.hpp"

#include <memory>
#include <string>

namespace tools {

/// Reports the elapsed time every 5 s from its construction to its destruction, at once for the first time. One owner,
/// the context's thread; the context must outlive it.
class heartbeat {
public:
    heartbeat(mcp::request_context& context, std::string what);
    ~heartbeat();
    heartbeat(heartbeat const&) = delete;

    /// From now on reports say this; the first at once.
    void say(std::string what);

private:
    struct pulse;
    static void beat(std::shared_ptr<pulse> const& of);
    std::shared_ptr<pulse> pulse_;
};

}  // namespace tools
