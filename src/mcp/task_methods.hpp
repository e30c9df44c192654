#pragma once
// tasks/get, tasks/update and tasks/cancel (extension io.modelcontextprotocol/tasks; modern only).

#include "mcp/method.hpp"
#include "mcp/offering.hpp"
#include "mcp/task.hpp"
#include "mcp/work_runner.hpp"

#include <vector>

namespace mcp {

/// One owner, one thread. What it refers to must outlive it.
class task_methods {
public:
    /// `tasks` is null where there are none: no method is known then.
    task_methods(current_offering const& offered, task_source* tasks, work_runner& runner)
        : offered_(offered), tasks_(tasks), runner_(runner) {}

    std::vector<method> methods();

private:
    enum class verb { get, update, cancel };
    class task_work;
    jsonrpc::ticket start(verb what, incoming_request& incoming);

    current_offering const& offered_;
    task_source* tasks_;
    work_runner& runner_;
};

}  // namespace mcp
