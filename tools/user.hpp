#pragma once
// Questions to the person behind a call: a consent, a missing id, a choice. They are asked before anything is sent or
// uploaded: on a modern connection the call is run again with the answer (mcp::request_context::ask).

#include "mcp/request_context.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tools {

/// Whether this call's client shows its user a form.
bool can_ask_user(mcp::request_context const& context);

/// Returns when the user agrees to what can't be undone, or costs much. `confirmed` is the argument `confirm`: it
/// counts where the client has no forms. Throws tool_error that says how to go on where it is missing, or that the user
/// does not want it. `what` is a whole sentence: "Delete the voice X for good."
platform::task<void> need_consent(mcp::request_context& context, bool confirmed, std::string what);

/// A value that the call can't go on without.
struct wanted_text {
    std::string field;        // the argument that is missing
    std::string title;        // for the form
    std::string message;      // what is needed, and where a person finds it
    std::string unreachable;  // the error where there is nobody to ask: what to give, and how
};

/// Gives what the user typed, without blanks around it. Throws tool_error where nobody can be asked, or nothing was
/// said.
platform::task<std::string> ask_for_text(mcp::request_context& context, wanted_text what);

/// Lets the user choose one of `options` (at least one). Only where `can_ask_user`. Throws tool_error when the user
/// does not choose.
platform::task<std::string> ask_for_choice(mcp::request_context& context, std::string field, std::string message,
                                           std::vector<std::string> options);

}  // namespace tools
