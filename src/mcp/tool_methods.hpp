#pragma once
// tools/list and tools/call.

#include "mcp/method.hpp"
#include "mcp/offering.hpp"
#include "mcp/work_runner.hpp"

#include <string>
#include <unordered_map>
#include <vector>

namespace mcp {

/// One owner, one thread. What it refers to must outlive it.
class tool_methods {
public:
    tool_methods(current_offering const& offered, engine_options const& options, work_runner& runner)
        : offered_(offered), options_(options), runner_(runner) {}

    std::vector<method> methods();
    /// What is offered has been replaced.
    void changed() { narrowed_lists_.clear(); }

private:
    jsonrpc::ticket list(incoming_request& incoming);
    jsonrpc::ticket call(incoming_request& incoming);
    jsonrpc::ticket refuse_unknown(incoming_request const& incoming, std::string_view name) const;
    std::string const& narrowed_list(tool_choice const& choice, bool modern);
    jsonrpc::ticket start(registered_tool const& tool, boost::json::object const& arguments,
                          incoming_request& incoming);

    current_offering const& offered_;
    engine_options const& options_;
    work_runner& runner_;
    std::unordered_map<std::string, std::string> narrowed_lists_;  // by the era and the names that are visible
};

}  // namespace mcp
