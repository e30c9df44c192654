#pragma once
// The built-in catalogue of models as resources: `dashscope://models` has all, `dashscope://models/MODEL` one. The tool
// `models` asks DashScope itself.

#include "mcp/resource.hpp"
#include "mcp/uri_template.hpp"
#include "tools/services.hpp"

namespace tools {

/// One thread.
class model_resources final : public mcp::resource_source {
public:
    explicit model_resources(services const& with) : with_(with), shape_("dashscope://models/{model}") {}

    bool covers(std::string_view uri) const override;
    platform::task<mcp::resource_page> list(std::string from, mcp::request_context& context) const override;
    platform::task<std::optional<mcp::resource_reading>> read(std::string uri,
                                                              mcp::request_context& context) const override;
    boost::json::array templates() const override;
    platform::task<std::vector<std::string>> complete(std::string uri_template, mcp::completion_query query,
                                                      mcp::request_context& context) const override;

private:
    services with_;
    mcp::uri_template shape_;
};

}  // namespace tools
