#pragma once
// Cursors of lists.

#include "mcp/incoming_request.hpp"

#include <optional>
#include <string>

namespace mcp {

/// The cursor that a request names, empty for the first page; nothing for one that is no string. Some clients write
/// null for a cursor that they don't have.
inline std::optional<std::string> cursor_in(incoming_request const& incoming) {
    auto const* cursor = incoming.parameter("cursor");
    if (!cursor || cursor->is_null()) return std::string();
    if (!cursor->is_string()) return std::nullopt;
    return std::string(cursor->get_string());
}

/// For a list of one page: the only cursor that anyone could hold is the empty one (wire-contract §2.10).
inline bool asks_first_page(incoming_request const& incoming) {
    auto const cursor = cursor_in(incoming);
    return cursor && cursor->empty();
}

inline jsonrpc::ticket refuse_cursor(incoming_request const& incoming) {
    return incoming.fail(jsonrpc::errc::invalid_params, "Invalid params: unknown cursor. Begin anew without one");
}

}  // namespace mcp
