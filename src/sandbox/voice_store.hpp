#pragma once
// Voices that were cloned or designed, and the names of the built-in ones.

#include "sandbox/service.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

/// Of this key: {"voice","maker","target_model",…}. Nothing for deleted ones.
std::optional<boost::json::object> find_voice(std::string_view id, exchange const& context);
void keep_voice(boost::json::object const& voice, exchange const& context);
/// Of one maker ("cosyvoice", "qwen-clone", "qwen-design"), the oldest first.
std::vector<boost::json::object> voices_of(std::string_view maker, exchange const& context);
/// How many there ever were.
std::size_t count_voices(exchange const& context);

/// True when `model` can speak with it: one of the model's own, or made for that model by this key.
bool has_voice(std::string_view model, std::string_view voice, exchange const& context);

}  // namespace sandbox
