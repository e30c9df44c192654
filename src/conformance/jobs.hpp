#pragma once
// Tasks in memory for the suite's task fixtures: they work for a time, ask, fail, are cancelled.

#include "mcp/task.hpp"
#include "mcp/tool.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace conformance {

/// What a job ends with: a result, or the error that its request would have had.
struct job_end {
    mcp::tool_result result;
    std::optional<jsonrpc::error> error = std::nullopt;
};

/// Holds jobs until the process ends. Ids that are not its own are another source's. One thread.
class jobs final : public mcp::task_source {
public:
    explicit jobs(mcp::task_source* others = nullptr) : others_(others) {}

    /// Works for a time, then ends so.
    mcp::task_facts work(platform::executor executor, std::chrono::milliseconds time, job_end end);
    /// Waits for answers, then ends with what `finish` makes of them.
    mcp::task_facts ask(std::vector<mcp::question> what, std::function<job_end(boost::json::object const&)> finish);

    platform::task<mcp::task_detail> get(std::string id, mcp::request_context& context) override;
    platform::task<void> update(std::string id, boost::json::object responses, mcp::request_context& context) override;
    platform::task<void> cancel(std::string id, mcp::request_context& context) override;

private:
    struct job;
    std::shared_ptr<job> make();
    std::shared_ptr<job> find(std::string const& id) const;
    /// Whether another source has to answer for it.
    bool is_others(std::string const& id) const;

    mcp::task_source* others_;
    std::map<std::string, std::shared_ptr<job>> all_;
};

}  // namespace conformance
