#pragma once
// Qwen-MT in chats: what `translation_options` ask for.

#include "sandbox/errors.hpp"

#include <boost/json/object.hpp>
#include <boost/system/result.hpp>

#include <string>
#include <string_view>

namespace sandbox {

/// Why Qwen-MT refuses this body; nothing when it translates.
verdict check_translation(boost::json::object const& body);

/// "[sandbox] Chinese to English: …", with terms and memories applied.
std::string translated(std::string_view text, boost::json::object const& body);

}  // namespace sandbox
