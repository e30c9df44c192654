#pragma once
// Makes an instance of a JSON Schema, so that structured answers and tool arguments satisfy what was asked for.

#include "sandbox/random.hpp"

#include <boost/json/value.hpp>

namespace sandbox {

/// Honours type, const, enum, default, local $ref, allOf, the first of anyOf/oneOf that fits, properties, required,
/// items, prefixItems, min/maxItems, uniqueItems, min/maxLength, format, minimum, maximum, exclusive limits,
/// multipleOf. `pattern`, `not`, `if` and dependent keywords are ignored.
boost::json::value make_instance(boost::json::value const& schema, generator& random);

}  // namespace sandbox
