#pragma once
// What tools have saved on this machine as resources: `dashscope://media/NAME`. For callers who share the machine.

#include "mcp/resource.hpp"
#include "mcp/uri_template.hpp"
#include "platform/allowed_files.hpp"
#include "platform/folder_watch.hpp"
#include "platform/worker.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace tools {

/// Whether a file's name is one that tools give: `YYYYMMDD-HHMMSS-stem-N.ext`. The folder may be a user's own, with
/// other things in it.
bool is_saved_name(std::string_view name);

/// One owner, one thread; files are read on another.
class media_resources final : public mcp::resource_source {
public:
    /// Files of up to `read_limit` bytes are given whole; of larger ones the path is told.
    media_resources(platform::executor executor, std::filesystem::path folder, std::uint64_t read_limit);
    ~media_resources() override;

    bool covers(std::string_view uri) const override;
    platform::task<mcp::resource_page> list(std::string from, mcp::request_context& context) const override;
    platform::task<std::optional<mcp::resource_reading>> read(std::string uri,
                                                              mcp::request_context& context) const override;
    mcp::cache_hint list_cache() const override { return {}; }
    boost::json::array templates() const override;
    platform::task<std::vector<std::string>> complete(std::string uri_template, mcp::completion_query query,
                                                      mcp::request_context& context) const override;
    bool list_changes() const override { return true; }
    mcp::watch watch_list(std::string_view principal, mcp::on_change tell) const override;

private:
    struct observer;

    platform::executor executor_;
    std::filesystem::path folder_;
    platform::allowed_files files_;
    std::uint64_t read_limit_;
    mcp::uri_template shape_;
    mutable platform::worker reader_;
    std::shared_ptr<observer> observer_;  // while somebody wants to know
};

}  // namespace tools
