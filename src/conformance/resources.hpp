#pragma once
// Fixture resources: a text, bytes, a template, and one that changes when it is told to.

#include "mcp/resource.hpp"
#include "mcp/watchers.hpp"

#include <memory>

namespace conformance {

/// `test://static-text` and `test://static-binary`.
std::shared_ptr<mcp::resource_source const> static_fixtures();
/// `test://template/{id}/data`.
std::shared_ptr<mcp::resource_source const> template_fixture();

/// `test://watched-resource`. One thread.
class watched_resource final : public mcp::resource_source {
public:
    /// Its content is another from now on; who watches it is told.
    void change();

    bool covers(std::string_view uri) const override;
    platform::task<mcp::resource_page> list(std::string from, mcp::request_context& context) const override;
    platform::task<std::optional<mcp::resource_reading>> read(std::string uri,
                                                              mcp::request_context& context) const override;
    bool contents_change() const override { return true; }
    mcp::watch watch_one(std::string_view uri, std::string_view principal, mcp::on_change tell) const override;

private:
    int times_ = 0;
    mutable mcp::watchers watchers_;
};

}  // namespace conformance
