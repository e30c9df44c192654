#pragma once
// A wish for pictures as plain values, and the request it becomes (catalogue §4). No I/O.

#include "dashscope/composed_request.hpp"
#include "dashscope/image_routes.hpp"

#include <optional>
#include <string>
#include <vector>

namespace dashscope {

/// What is absent is not sent: the model's own defaults hold, but for `n` (image_family::sends_n).
struct image_request {
    std::string model;
    std::string prompt;
    std::vector<std::string> images;  // inputs or references, in the order the prompt counts them
    std::string function;             // of wanx2.1-imageedit
    std::string mask;
    std::optional<std::int64_t> n;
    std::string size;   // "1024*1024", "2K", or a ratio
    std::string ratio;  // "16:9": becomes the family's own size
    std::optional<std::int64_t> seed;
    std::string negative_prompt;
    std::optional<bool> prompt_extend;
    std::optional<bool> watermark;
    json::object parameters;  // what will be merged into the request: looked at, not sent
};

/// What the model does not take, a sentence each, with what it does take; empty when all is well. Texts of files are
/// not looked at.
std::vector<std::string> problems_of(image_request const& request);

/// Only for a request without problems. Files are sent as `images` and `mask` name them.
composed_request compose(image_request const& request);

/// What a file for this model may be.
media_rules image_input_rules(std::string_view model, std::string_view argument);

}  // namespace dashscope
