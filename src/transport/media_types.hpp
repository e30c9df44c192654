#pragma once
// Content negotiation, as leniently as clients need it (wire-contract §6.4): never 406.

#include <optional>
#include <string_view>

namespace transport {

struct accepted {
    bool json = true;
    bool event_stream = true;
};

/// What an Accept header allows of the two types that MCP speaks. A missing header, or one that allows neither, is
/// taken as allowing JSON.
accepted parse_accept(std::optional<std::string_view> header);

/// True for `application/json`, with any parameters.
bool is_json(std::optional<std::string_view> content_type);

}  // namespace transport
