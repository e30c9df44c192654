#pragma once
// The process environment as a value: read once at start, passed down, never asked again (getenv races with setenv).

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace platform {

using environment = std::map<std::string, std::string, std::less<>>;

/// Of a name that is there twice the first counts, as for getenv. Entries without `=` are left out.
environment read_environment();

/// The value, empty when the variable is not set: nothing here tells the two apart. Valid as long as `from` is.
std::string_view value_of(environment const& from, std::string_view name);

}  // namespace platform
