#pragma once
// What tools work with: made once by the command line, lent to every tool.

#include "dashscope/exchange.hpp"

#include <cstdint>
#include <optional>

namespace dashscope {
class client;
class media_inputs;
class task_watcher;
struct settings;
}  // namespace dashscope

namespace net {
class client;
}

namespace upstream {
class connections;
}

namespace tools {

class links;
class output;
class seen_ids;
class task_handles;

/// All outlive the tools. One thread: the client's.
struct services {
    dashscope::client& api;
    dashscope::settings const& settings;
    net::client& http;
    dashscope::media_inputs& media;
    dashscope::task_watcher& tasks;
    output& out;
    upstream::connections& servers;                      // MCP servers of the marketplace
    task_handles const* handles = nullptr;               // null: a task's handle is its plain id
    links const* link = nullptr;                         // null: callers share this machine, paths are enough for them
    std::uint64_t upload_limit = 0;                      // of one file by an upload link
    std::optional<double> confirm_above = std::nullopt;  // in yuan: a paid job that costs more needs the user's consent
    seen_ids* seen = nullptr;                            // what callers have used, for suggestions; may be null
};

/// On whose behalf a call is made: the operator's key.
dashscope::credential operator_credential(services const& with);

/// How tasks are named to callers.
task_handles const& handles_of(services const& with);

}  // namespace tools
