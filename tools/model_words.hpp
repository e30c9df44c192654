#pragma once
// A model of a list in words.

#include "dashscope/model_list.hpp"

#include <string>

namespace dashscope {
struct settings;
}

namespace tools {

/// "- qwen-plus; text → text; context 1000000, output 32768; CNY 0.8/1M tokens input_token; default for text", with a
/// line break.
std::string model_line(dashscope::listed_model const& model, dashscope::settings const& settings);

}  // namespace tools
