#pragma once
// Everything between the command line and a transport, wired together once.

#include "cli/options.hpp"
#include "cli/upstream_offers.hpp"
#include "conformance/fixtures.hpp"
#include "dashscope/client.hpp"
#include "dashscope/media_input.hpp"
#include "dashscope/settings.hpp"
#include "dashscope/tasks.hpp"
#include "mcp/engine.hpp"
#include "mcp/offering.hpp"
#include "net/client.hpp"
#include "platform/allowed_files.hpp"
#include "platform/environment.hpp"
#include "platform/task.hpp"
#include "sandbox/sandbox.hpp"
#include "tools/client_tasks.hpp"
#include "tools/output.hpp"
#include "tools/seen_ids.hpp"
#include "tools/services.hpp"
#include "upstream/connections.hpp"

#include <memory>
#include <optional>

namespace tools {
class links;
class task_handles;
}  // namespace tools

namespace cli {

/// Reads the configuration and builds the layers; opens no socket but the sandbox's. Throws dashscope::settings_error.
class application {
public:
    /// `handles` name tasks to callers, `links` lead to this server; both must outlive it. Null: tasks go by their own
    /// ids, and what is kept is named by its path.
    application(boost::asio::io_context& io, options const& given, tools::task_handles const* handles = nullptr,
                tools::links const* links = nullptr);
    application(application const&) = delete;

    platform::executor executor() const { return executor_; }
    platform::environment const& environment() const { return environment_; }
    /// What is offered, with what other MCP servers have added by now.
    mcp::registry const& tools() const { return offers_ ? offers_->tools() : offered_->tools; }
    /// Runs the io_context until other MCP servers, if there are any, were asked for their tools.
    void await_upstreams();
    /// Ends the sessions with other MCP servers; runs the io_context for that, for a moment.
    void close();
    tools::services const& services() const { return services_; }
    /// Where what tools make is kept.
    std::vector<std::filesystem::path> kept_folders() const { return output_.folders(); }
    std::unique_ptr<mcp::engine> make_engine(std::unique_ptr<mcp::sessions> http_sessions = nullptr);
    /// Replaces the limit of replies, for transports whose readers have none.
    mcp::engine_options engine_options;

private:
    void choose_tools(options const& given, mcp::registry tools);
    mcp::prompt_registry prompts() const;
    mcp::resource_registry resources(options const& given) const;
    void run_until(platform::task<void> work);

    boost::asio::io_context& io_;
    platform::executor executor_;
    platform::environment environment_;
    std::unique_ptr<sandbox::server> sandbox_;
    dashscope::settings settings_;
    net::client http_;
    dashscope::client api_;
    std::optional<platform::allowed_files> files_;  // none over HTTP
    dashscope::media_inputs media_;
    dashscope::task_watcher tasks_;
    tools::output output_;
    upstream::connections servers_;
    tools::seen_ids seen_;
    tools::services services_;
    tools::client_tasks tasks_of_clients_;
    std::shared_ptr<mcp::offering const> offered_;  // from the beginning
    std::optional<upstream_offers> offers_;         // where other MCP servers are named
    std::optional<conformance::fixtures> fixtures_;
};

}  // namespace cli
