#pragma once
// A chat completion as a value, and its two forms on the wire: one object, or a stream of chunks.

#include "sandbox/chat_tools.hpp"
#include "sandbox/plan.hpp"

#include <boost/json/array.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sandbox {

struct completion_choice {
    std::optional<std::string> reasoning;
    std::string content;
    std::string audio;  // base64 of 16-bit PCM
    std::vector<tool_call> calls;
    std::string finish_reason = "stop";
    boost::json::array annotations;  // of recognized speech
};

struct token_usage {
    std::size_t prompt = 0;
    std::size_t completion = 0;
    std::size_t reasoning = 0;
    std::size_t cached = 0;
    std::size_t images = 0;
    std::size_t audio = 0;
    std::int64_t seconds = 0;  // of recognized speech
    bool thinks = false;
};

struct completion {
    std::string id;
    std::int64_t created = 0;
    std::string model;
    std::vector<completion_choice> choices;
    token_usage usage;
};

/// `chat.completion`
plan whole_answer(completion const& what);

/// `chat.completion.chunk`s and [DONE]. `pieces` as in cut(); with `include_usage` a last chunk without choices.
plan streamed_answer(completion const& what, bool include_usage, std::size_t pieces);

}  // namespace sandbox
