#pragma once
// The fixtures of the official conformance suite (wire-contract §4.2) beside what a server offers anyway: tools,
// prompts and resources of fixed names, and tools that make the lists change. Wired in by --conformance only.

#include "conformance/jobs.hpp"
#include "conformance/resources.hpp"
#include "mcp/engine.hpp"
#include "mcp/offering.hpp"

#include <memory>
#include <vector>

namespace conformance {

/// One owner, one thread. It outlives the engines that it informs.
class fixtures {
public:
    /// `own` is what the product offers; it must not name what the suite names. `own_tasks` may be null.
    fixtures(mcp::server_info info, mcp::offering const& own, mcp::task_source* own_tasks);
    fixtures(fixtures const&) = delete;

    std::shared_ptr<mcp::offering const> const& offered() const { return offered_; }
    /// For engine_options::tasks.
    mcp::task_source& tasks() const { return *jobs_; }
    /// Tells this engine of changes from now on.
    void inform(mcp::engine& whom) { informed_.push_back(&whom); }

private:
    void add_triggers(mcp::registry& to);
    void compose();
    void change(bool& what);

    std::shared_ptr<jobs> jobs_;
    mcp::server_info info_;
    mcp::registry tools_;
    mcp::prompt_registry prompts_;
    mcp::resource_registry resources_;
    std::shared_ptr<watched_resource> watched_ = std::make_shared<watched_resource>();
    bool extra_tool_ = false;
    bool extra_prompt_ = false;
    std::shared_ptr<mcp::offering const> offered_;
    std::vector<mcp::engine*> informed_;
};

}  // namespace conformance
