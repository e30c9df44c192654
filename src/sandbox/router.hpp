#pragma once
// The table of endpoints. A new capability is one file pair and one line of the table.

#include "sandbox/service.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

using handler = plan (*)(exchange const&);

enum class access {
    open,
    with_key,        // an API key
    with_signature,  // an AccessKey pair; the path's first segment is a workspace
};

struct endpoint {
    std::string_view method;
    std::string_view path;  // `*` stands for one segment
    handler run;
    access who;
    error_shape shape;
};

struct routed {
    endpoint const* found = nullptr;
    std::vector<std::string_view> segments;
    std::string allowed;  // methods that the path has, when this one is not among them; empty: no such path
};

routed find_endpoint(std::string_view method, std::string_view path);

/// What `pattern` matches in `path`; false when it does not.
bool matches(std::string_view pattern, std::string_view path, std::vector<std::string_view>& segments);

/// The shape of errors on a path that has no endpoint.
error_shape shape_of(std::string_view path);

}  // namespace sandbox
