#pragma once
// Schemas of other servers' tools, brought to the subset that every host's model can follow (wire-contract §6.7).

#include <boost/json/object.hpp>

namespace tools {

/// An inputSchema as mcp::arguments_schema takes it and hosts like it: no $ref, no composition, one type a property,
/// items typed, enums of strings. What the subset can't say is left out or said in the description; nothing that fits
/// the original is refused but where a union has a string branch: its other values are then written as strings.
boost::json::object portable_schema(boost::json::object const& schema);

/// Turns strings that the portable schema asked for back into what the original says besides strings: "3" where it is
/// [integer, string].
boost::json::object as_declared(boost::json::object arguments, boost::json::object const& schema);

}  // namespace tools
