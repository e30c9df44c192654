#pragma once
// What to do about an error: sentences for a model or a person.

#include "dashscope/error.hpp"
#include "net/url.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace dashscope {

/// What was going on, for texts. Holds no secret.
struct error_context {
    std::string what;         // "Chat with qwen-plus": begins the sentence "… failed."
    std::string model;        // empty when the operation has none
    net::origin base;         // the host that was asked
    bool access_key = false;  // signed with an AccessKey pair, not with an API key
    std::optional<std::chrono::milliseconds> retry_after = {};  // what the server asked to wait
};

/// One or two sentences; empty where nothing can be advised.
std::string hint(api_error const& error, error_context const& context);

/// For a call without a key: where to get one, where to put it, how to try without.
std::string missing_key_hint(error_context const& context);

}  // namespace dashscope
