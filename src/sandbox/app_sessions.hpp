#pragma once
// Conversations with applications, in DashScope's cloud: one hour without use, fifty rounds.

#include "sandbox/service.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

struct app_session {
    std::string id;
    std::vector<std::string> prompts;  // of the rounds before, oldest first
};

/// The session of that id when it lives, else a new one; a new one also for an empty id.
app_session open_app_session(std::string_view id, exchange const& context);
/// Keeps it with one more round.
void add_round(app_session session, std::string_view prompt, exchange const& context);

}  // namespace sandbox
