#include "conformance/fixtures.hpp"

#include "conformance/asking_tools.hpp"
#include "conformance/content_tools.hpp"
#include "conformance/fixture_tool.hpp"
#include "conformance/prompts.hpp"
#include "conformance/schema_tools.hpp"
#include "conformance/task_tools.hpp"

namespace json = boost::json;

namespace conformance {

namespace {

platform::task<mcp::tool_result> done() {
    mcp::tool_result result;
    result.add_text("Done");
    co_return result;
}

}  // namespace

fixtures::fixtures(mcp::server_info info, mcp::offering const& own, mcp::task_source* own_tasks)
    : jobs_(std::make_shared<jobs>(own_tasks)),
      info_(std::move(info)),
      tools_(own.tools),
      prompts_(own.prompts),
      resources_(own.resources) {
    info_.tools_change = info_.prompts_change = info_.tasks = true;
    add_content_tools(tools_);
    add_schema_tools(tools_);
    add_asking_tools(tools_);
    add_task_tools(tools_, jobs_);
    add_triggers(tools_);
    add_prompts(prompts_);
    add_asking_prompts(prompts_);
    resources_.add(static_fixtures());
    resources_.add(template_fixture());
    resources_.add(watched_);
    compose();
}

// Each makes a real change: a tool or prompt comes, and goes the next time.
void fixtures::add_triggers(mcp::registry& to) {
    auto const add = [&to](std::string_view name, std::string_view what, std::function<void()> change) {
        auto run = [change = std::move(change)](json::object, mcp::request_context&) {
            change();
            return done();
        };
        add_fixture(to, name, "Changes " + std::string(what) + ".", std::move(run));
    };
    add("test_trigger_tool_change", "the list of tools", [this] { change(extra_tool_); });
    add("test_trigger_prompt_change", "the list of prompts", [this] { change(extra_prompt_); });
    add("test_trigger_resource_change", "the watched resource", [this] { watched_->change(); });
}

void fixtures::change(bool& what) {
    what = !what;
    compose();
    for (auto* each : informed_) each->offer(offered_);
}

void fixtures::compose() {
    auto tools = tools_;
    auto prompts = prompts_;
    if (extra_tool_)
        add_fixture(tools, "test_extra_tool", "Comes and goes.",
                    [](json::object, mcp::request_context&) { return done(); });
    if (extra_prompt_) add_extra_prompt(prompts);
    offered_ = std::make_shared<mcp::offering const>(info_, std::move(tools), std::move(prompts), resources_);
}

}  // namespace conformance
