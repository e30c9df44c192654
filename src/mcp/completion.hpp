#pragma once
// Suggestions for an argument that somebody is typing (completion/complete).

#include <boost/json/object.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mcp {

/// What is asked: how the value of `argument` may go on from `value`.
struct completion_query {
    std::string argument;
    std::string value;
    boost::json::object given;  // arguments that have their value already
};

struct completion_answer {
    std::vector<std::string> values;
    std::size_t total = 0;  // with those that did not fit
};

/// The most that one answer may hold (2025-06-18 §Completion).
inline constexpr std::size_t most_completions = 100;

/// The candidates that fit what was typed, whatever its case: those that begin with it first, then those that have it
/// somewhere, each in the order given. Nothing typed: all of them.
completion_answer fitting(std::vector<std::string> const& candidates, std::string_view typed);

}  // namespace mcp
