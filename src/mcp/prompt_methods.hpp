#pragma once
// prompts/list and prompts/get.

#include "mcp/method.hpp"
#include "mcp/offering.hpp"
#include "mcp/work_runner.hpp"

#include <vector>

namespace mcp {

/// One owner, one thread. What it refers to must outlive it.
class prompt_methods {
public:
    prompt_methods(current_offering const& offered, work_runner& runner) : offered_(offered), runner_(runner) {}

    std::vector<method> methods();

private:
    jsonrpc::ticket list(incoming_request& incoming);
    jsonrpc::ticket get(incoming_request& incoming);

    current_offering const& offered_;
    work_runner& runner_;
};

}  // namespace mcp
