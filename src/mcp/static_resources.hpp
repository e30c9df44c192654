#pragma once
// Resources that are there from the beginning and never change: texts and bytes in the program.

#include "mcp/resource.hpp"

#include <map>
#include <string>

namespace mcp {

/// Filled, then read only.
class static_resources final : public resource_source {
public:
    /// `definition` is a Resource object of MCP: uri, name, title, description, mimeType.
    void add_text(boost::json::object definition, std::string text);
    void add_bytes(boost::json::object definition, std::string bytes);

    bool covers(std::string_view uri) const override;
    platform::task<resource_page> list(std::string from, request_context& context) const override;
    platform::task<std::optional<resource_reading>> read(std::string uri, request_context& context) const override;

private:
    void add(boost::json::object definition, boost::json::object contents);

    boost::json::array definitions_;
    std::map<std::string, boost::json::object, std::less<>> contents_;  // by URI
};

}  // namespace mcp
