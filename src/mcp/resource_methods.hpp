#pragma once
// resources/list, resources/templates/list and resources/read.

#include "mcp/method.hpp"
#include "mcp/offering.hpp"
#include "mcp/session_watches.hpp"
#include "mcp/work_runner.hpp"

#include <vector>

namespace mcp {

/// The error of a URI that leads to nothing, as each era numbers it.
jsonrpc::error resource_not_found(std::string_view uri, bool modern);

/// One owner, one thread. What it refers to must outlive it.
class resource_methods {
public:
    resource_methods(current_offering const& offered, work_runner& runner, session_watches& watches)
        : offered_(offered), runner_(runner), watches_(watches) {}

    std::vector<method> methods();

private:
    jsonrpc::ticket list(incoming_request& incoming);
    jsonrpc::ticket list_templates(incoming_request& incoming);
    jsonrpc::ticket read(incoming_request& incoming);

    current_offering const& offered_;
    work_runner& runner_;
    session_watches& watches_;
};

}  // namespace mcp
