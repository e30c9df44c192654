#pragma once
// What the sandbox answers to a chat: text that says where it comes from and what has arrived.

#include "sandbox/chat_request.hpp"
#include "sandbox/markers.hpp"
#include "sandbox/random.hpp"

#include <string>

namespace sandbox {

/// The reasoning before an answer.
std::string reasoning_text(chat_request const& asked, std::string_view heard);

/// The whole answer of choice number `index`, before max_tokens and stop sequences. `heard` is the last user message
/// without its markers.
std::string answer_text(chat_request const& asked, wishes const& wanted, std::string_view heard, std::size_t index,
                        generator& random);

}  // namespace sandbox
