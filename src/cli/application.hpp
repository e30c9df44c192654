#pragma once
// Everything between the command line and a transport, wired together once.

#include "cli/options.hpp"
#include "dashscope/client.hpp"
#include "dashscope/settings.hpp"
#include "mcp/answers.hpp"
#include "mcp/engine.hpp"
#include "mcp/registry.hpp"
#include "net/client.hpp"
#include "platform/environment.hpp"
#include "platform/task.hpp"
#include "sandbox/sandbox.hpp"

#include <memory>
#include <optional>

namespace cli {

/// Reads the configuration and builds the layers; opens no socket but the sandbox's. Throws dashscope::settings_error.
class application {
public:
    application(boost::asio::io_context& io, options const& given);
    application(application const&) = delete;

    platform::executor executor() const { return executor_; }
    platform::environment const& environment() const { return environment_; }
    mcp::registry const& tools() const { return tools_; }
    std::unique_ptr<mcp::engine> make_engine(std::unique_ptr<mcp::sessions> http_sessions = nullptr) const;
    /// Replaces the limit of replies, for transports whose readers have none.
    mcp::engine_options engine_options;

private:
    platform::executor executor_;
    platform::environment environment_;
    std::unique_ptr<sandbox::server> sandbox_;
    dashscope::settings settings_;
    net::client http_;
    dashscope::client api_;
    mcp::registry tools_;
    std::optional<mcp::answers> answers_;
};

}  // namespace cli
