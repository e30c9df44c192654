#pragma once
// Tool parameters that clients repeat in HTTP headers (2026-07-28 §Custom Headers from Tool Parameters).

#include "mcp/envelope.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace mcp {

/// A parameter whose schema has `x-mcp-header`.
struct mirrored_parameter {
    std::string header;             // the whole field name, in lower case
    std::vector<std::string> path;  // of names, from the arguments inwards
};

/// Reads the annotations of an inputSchema. Throws std::invalid_argument for one that would make clients drop the tool:
/// a name that is no token or not unique, a type other than string, integer and boolean.
std::vector<mirrored_parameter> read_mirrored_parameters(boost::json::object const& input_schema);

/// Refuses headers that are missing, not readable, or differ from the arguments, or that the arguments lack.
std::optional<rejection> check_param_headers(std::vector<mirrored_parameter> const& mirrored,
                                             boost::json::object const& arguments, jsonrpc::field_source const& fields);

}  // namespace mcp
