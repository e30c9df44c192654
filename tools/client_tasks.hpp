#pragma once
// DashScope's tasks as tasks of the protocol (extension io.modelcontextprotocol/tasks): DashScope is the store, so that
// any process answers for a task, after any restart.

#include "dashscope/tasks.hpp"
#include "mcp/request_context.hpp"
#include "mcp/task.hpp"
#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <chrono>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tools {

/// One owner, one thread: the tools'.
class client_tasks final : public mcp::task_source {
public:
    /// What `with` refers to must outlive it.
    explicit client_tasks(services const& with) : with_(with) {}

    platform::task<mcp::task_detail> get(std::string id, mcp::request_context& context) override;
    /// DashScope's tasks ask nothing: whatever comes is ignored.
    platform::task<void> update(std::string id, boost::json::object responses, mcp::request_context& context) override;
    /// Only a PENDING task can be ended; another runs on.
    platform::task<void> cancel(std::string id, mcp::request_context& context) override;

private:
    using made = std::shared_ptr<mcp::tool_result const>;
    // Files are fetched for the first who asks for a finished task, not each time.
    struct kept {
        std::string task;  // DashScope's id, and for whom
        made result;
    };

    std::string open(std::string const& handle, mcp::request_context const& context) const;
    platform::task<made> result_of(dashscope::task_state state, std::string handle, mcp::request_context& context);

    services with_;
    std::list<kept> kept_;  // newest first
};

/// What a task of DashScope's is to a client that knows it by this handle.
mcp::task_facts facts_of(dashscope::task_state const& state, std::string handle);

/// "2026-11-21 09:30:00.123", Beijing time as DashScope writes it; to the second.
std::optional<std::chrono::system_clock::time_point> read_beijing_time(std::string_view text);

}  // namespace tools
