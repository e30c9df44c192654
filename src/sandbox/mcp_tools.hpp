#pragma once
// What the hosted MCP servers offer.

#include "sandbox/markers.hpp"
#include "sandbox/service.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <span>
#include <string_view>

namespace sandbox {

struct hosted_tool {
    std::string_view name;
    std::string_view description;
    std::string_view schema;
    /// The result of tools/call.
    boost::json::object (*run)(boost::json::object const& arguments, wishes const& asked, exchange const& context);
};

/// Of a server by its code; empty for one that doesn't exist. WebSearch has one of two names by the quirk.
std::span<hosted_tool const> tools_of(std::string_view server, wishes const& asked, exchange const& context);

}  // namespace sandbox
