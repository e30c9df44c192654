#pragma once
// Tool calls of a chat completion: the checks of `tools`, which of them an answer calls, and with what.

#include "sandbox/chat_request.hpp"
#include "sandbox/markers.hpp"
#include "sandbox/random.hpp"

#include <string>
#include <vector>

namespace sandbox {

struct tool_call {
    std::string id;
    std::string name;
    std::string arguments;  // JSON
};

/// The calls that answer `asked`; none when it is to be answered in text. `text` is its last user message.
std::vector<tool_call> make_tool_calls(chat_request const& asked, wishes const& wanted, std::string_view text,
                                       generator& random);

}  // namespace sandbox
