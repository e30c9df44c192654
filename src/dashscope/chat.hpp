#pragma once
// Chat completions over the OpenAI-compatible endpoint (catalogue §3): streamed wherever a stream brings pieces, so
// that long answers neither time out nor wait, and so that models which only stream work too.

#include "dashscope/broken_off.hpp"
#include "dashscope/chat_accumulator.hpp"
#include "dashscope/client.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace dashscope {

/// Fields that are absent are not sent: the model's own defaults hold.
struct chat_request {
    std::string model;
    std::string system;    // put before the messages
    json::array messages;  // as the API takes them
    std::string prompt;    // put behind them as the user's
    std::optional<double> temperature;
    std::optional<double> top_p;
    std::optional<std::int64_t> top_k;
    std::optional<std::int64_t> max_tokens;
    std::optional<std::int64_t> seed;
    std::optional<double> presence_penalty;
    std::optional<std::int64_t> n;
    std::vector<std::string> stop;
    std::optional<bool> enable_thinking;
    std::optional<std::int64_t> thinking_budget;
    json::object response_format;  // {"type":"json_object"} or {"type":"json_schema","json_schema":{…}}
    json::array tools;
    json::value tool_choice;  // "auto", "none", {"type":"function","function":{"name":…}}; null: not sent
    std::optional<bool> parallel_tool_calls;
    std::optional<bool> enable_search;
    json::object search_options;
    json::object translation_options;
    json::array modalities;   // omni models: ["text","audio"]
    json::object audio;       // omni models: {"voice","format"}
    json::object parameters;  // anything else, merged last; it cannot turn streaming on or off
};

/// False for qwen-mt models that repeat the whole text so far in each piece of a stream: they are asked for one answer.
bool streams_pieces(std::string_view model);

/// The body of the request.
json::object chat_body(chat_request const& request);

struct chat_callbacks {
    std::function<void(std::string_view)> on_text;       // new text of choice 0
    std::function<void(std::string_view)> on_reasoning;  // new thoughts of choice 0
    std::function<void(std::string_view)> on_audio;      // omni models: a piece of base64
};

inline constexpr std::string_view chat_path = "/compatible-mode/v1/chat/completions";

/// Asks and collects the whole answer. Throws failure; for an answer that breaks off after something was said
/// broken_off<chat_result>.
platform::task<chat_result> chat(client& api, credential who, chat_request request, call_options options,
                                 chat_callbacks callbacks);

}  // namespace dashscope
