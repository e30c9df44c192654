#pragma once
// The model catalogue that is compiled in (data/): modalities, limits, list prices of the Beijing region.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace dashscope {

struct model_price {
    std::string_view type;  // the catalogue's word: "input_token", "image_number", "video_ratio_720p"
    double yuan = 0;
    std::string_view unit;  // "1M tokens", "second", "10k characters", "image", "call"
};

struct model_facts {
    std::string_view model;
    std::string_view name;
    std::string_view provider;
    std::vector<std::string_view> capabilities;  // TG, Reasoning, VU, IG, VG, TTS, ASR, TR, ME, …
    std::vector<std::string_view> input;         // Text, Image, Audio, Video
    std::vector<std::string_view> output;
    std::int64_t context = 0;  // tokens; 0: not told
    std::int64_t max_input = 0;
    std::int64_t max_output = 0;
    std::vector<std::string_view> features;  // function-calling, cache, web-search, …
    std::vector<model_price> prices;         // none: not told
};

/// By its exact name.
std::optional<model_facts> find_model(std::string_view model);
/// All, in the catalogue's order.
std::vector<model_facts> all_models();
/// The month it shows: "2026-05".
std::string_view model_table_date();

}  // namespace dashscope
