#pragma once
// Event ids of legacy streams: which stream, and how far its reader has come.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace transport {

/// 2025-11-25 §Resumability: unique in the session, and enough to find the stream again.
struct event_position {
    std::string stream;        // base64url
    std::string request;       // JSON text of the id of the request that the stream answers; empty for no request
    std::uint64_t number = 0;  // of the last event that was read; 0 before the first

    bool operator==(event_position const&) const = default;
};

/// Visible ASCII without spaces. A request id too long for a header is left out.
std::string to_string(event_position const& where);

/// Nothing for what is none of ours. The request's id is JSON, whoever wrote it.
std::optional<event_position> parse_event_position(std::string_view text);

}  // namespace transport
