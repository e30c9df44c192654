#pragma once
// What the sandbox knows of DashScope's models: by family, since new members appear every month.

#include <optional>
#include <span>
#include <string_view>

namespace sandbox {

enum class thinking {
    never,   // enable_thinking is refused
    off,     // hybrid, off unless asked for
    on,      // hybrid, on unless refused
    always,  // enable_thinking: false is refused
};

/// One row for the models whose names begin with `prefix`.
struct family {
    std::string_view prefix;
    thinking thinks = thinking::never;
    bool thinks_only_in_streams = false;  // the hybrid models of Qwen3's first year
    bool stream_only = false;
    bool speaks = false;  // omni: modalities may hold "audio"
    long long most_output = 8192;
    long long context = 131'072;
};

enum class model_use {
    chat,
    other,  // exists, but not for chat completions
    unknown,
};

struct model_facts {
    model_use use = model_use::unknown;
    family traits;
};

/// Names may carry a vendor ("siliconflow/deepseek-r1").
model_facts find_model(std::string_view name);

/// The names that the compatible list has: one or a few of each family that chats.
std::span<std::string_view const> listed_models();

/// The names that the native list has: those, and some of each family of every other endpoint.
std::span<std::string_view const> all_models();

}  // namespace sandbox
