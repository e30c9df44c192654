#pragma once
// The tools of other MCP servers beside our own: what is offered grows while the program runs.

#include "mcp/engine.hpp"
#include "mcp/offering.hpp"
#include "tools/upstream_tools.hpp"

#include <memory>
#include <vector>

namespace cli {

/// One owner, one thread.
class upstream_offers {
public:
    struct beginning {
        mcp::server_info info;
        std::shared_ptr<mcp::offering const> own;  // ours, as the operator chose it
        mcp::tool_choice choice;                   // holds for the others, too
        std::set<std::string> taken;               // all names of ours, chosen or not
        std::vector<tools::upstream_server> servers;
    };

    upstream_offers(tools::services const& with, platform::executor executor, beginning from);
    upstream_offers(upstream_offers const&) = delete;

    mcp::tool_source& source() { return source_; }
    /// Gives the engine what there is by now, and whatever comes. It must live for as long as the io_context is run.
    void inform(mcp::engine& whom);
    /// Our tools and those that have come.
    mcp::registry const& tools() const { return current_ ? current_->tools : begun_.own->tools; }
    /// Returns when each server was asked once, at `until` at the latest.
    platform::task<void> settle(platform::clock::time_point until) { return source_.settle(until); }

private:
    void take(std::vector<tools::imported_tool> all);

    beginning begun_;
    tools::upstream_tools source_;
    std::shared_ptr<mcp::offering const> current_;  // null until something came
    std::vector<mcp::engine*> informed_;
};

}  // namespace cli
