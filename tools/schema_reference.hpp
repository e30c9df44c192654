#pragma once
// The parts of a JSON Schema that stand elsewhere or are composed, brought into one object. Private to portable_schema.

#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace tools {

/// `schema` with its $ref followed (within `root`), its allOf merged, and a union taken apart: null branches dropped, a
/// single branch or branches that are all objects merged into it. Whatever is left of a union is in `branches`.
struct resolved_schema {
    boost::json::object schema;
    std::vector<boost::json::object> branches;
};
resolved_schema resolve_schema(boost::json::object schema, boost::json::object const& root);

/// The names in `type`, or what enum, const, properties and items tell where it is absent; of a union, those of all its
/// branches. "null" is left out. Empty: anything.
std::vector<std::string> types_of(resolved_schema const& of, boost::json::object const& root);

}  // namespace tools
