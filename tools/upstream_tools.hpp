#pragma once
// Fetches the tools of other MCP servers in the background, and tells when what they offer has changed.

#include "mcp/offering.hpp"
#include "tools/imported_tool.hpp"

#include <functional>

namespace tools {

struct upstream_times {
    std::chrono::milliseconds answer{60'000};     // for one list
    std::chrono::milliseconds first_wait{5'000};  // after a failure; doubled after each
    std::chrono::milliseconds longest_wait{300'000};
    std::chrono::milliseconds fresh{600'000};  // how long a list is taken as it is
};

/// One owner, one thread. Must outlive the engine that asks it; what it started ends with the executor.
class upstream_tools final : public mcp::tool_source {
public:
    using change_sink = std::function<void(std::vector<imported_tool>)>;

    /// `on_change` gets all tools of all servers, in the servers' order. `taken` holds the names that are ours.
    upstream_tools(services const& with, platform::executor executor, std::vector<upstream_server> servers,
                   std::set<std::string> taken, change_sink on_change, upstream_times times = {});
    ~upstream_tools() override;

    /// Begins to fetch; later, fetches again what is no longer fresh. A server that fails is told on the log once for
    /// each reason and asked again after a while, as often as it takes.
    void wanted() override;
    /// True until each server was asked once.
    bool pending() const override;
    /// Returns when `pending` is false, at `until` at the latest.
    platform::task<void> settle(platform::clock::time_point until);

private:
    struct impl;
    std::shared_ptr<impl> impl_;
};

}  // namespace tools
