#pragma once
// What several of this folder's tests need.

#include "dashscope/exchange.hpp"
#include "net/sse.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace dashscope::test {

// Made up, and long enough that the scrubber takes it for a key.
inline constexpr std::string_view secret_key = "sk-0123456789abcdef0123456789abcdef";

/// A recorded answer's body, without the byte-order mark that some files begin with.
std::string recorded(std::string_view name);

/// The events of a stream whose bytes arrive `piece` at a time.
std::vector<net::sse_event> events_of(std::string_view bytes, std::size_t piece);

/// A context for texts: "Chat with qwen-plus" at Beijing's host.
call_context beijing_context(op_class repeats = op_class::compute);

inline net::origin beijing_origin() {
    return {true, "dashscope.aliyuncs.com", 443};
}

inline bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

}  // namespace dashscope::test
