#pragma once
// DashScope's asynchronous tasks as resources: `dashscope://tasks/TASK_ID`, by the id that a tool has given. A
// subscription tells when the task's state changes.

#include "mcp/resource.hpp"
#include "mcp/uri_template.hpp"
#include "tools/services.hpp"

namespace tools {

/// One owner, one thread.
class task_resources final : public mcp::resource_source {
public:
    task_resources(services const& with, platform::executor executor)
        : with_(with), executor_(executor), shape_("dashscope://tasks/{task_id}") {}

    bool covers(std::string_view uri) const override { return shape_.match(uri).has_value(); }
    platform::task<mcp::resource_page> list(std::string from, mcp::request_context& context) const override;
    platform::task<std::optional<mcp::resource_reading>> read(std::string uri,
                                                              mcp::request_context& context) const override;
    boost::json::array templates() const override;
    bool contents_change() const override { return true; }
    /// Asks DashScope now and then until the task has ended; a watcher that is dropped ends that, never the task.
    mcp::watch watch_one(std::string_view uri, std::string_view principal, mcp::on_change tell) const override;

private:
    services with_;
    platform::executor executor_;
    mcp::uri_template shape_;
};

}  // namespace tools
