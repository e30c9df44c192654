#pragma once
// Names that mean several things: the user says which.

#include "mcp/request_context.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tools {

/// Those of `known` that have `given` in their names, ignoring case; none where it is one of them itself, or empty.
std::vector<std::string> meanings_of(std::string_view given, std::vector<std::string> const& known);

/// Gives `given`, or what the user chose where it means several of `known` (the choice to leave it as it is among them:
/// lists age). Nobody is asked in a dry run, nor where the client has no forms: the name is then tried as it is.
/// `field` is the argument.
platform::task<std::string> settled_name(mcp::request_context& context, std::string field, std::string given,
                                         std::vector<std::string> known, bool dry_run);

}  // namespace tools
