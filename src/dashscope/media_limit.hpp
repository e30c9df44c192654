#pragma once
// What the model families say about the files they take, as rows of their tables.

#include "dashscope/media_input.hpp"

namespace dashscope {

/// media_rules in a form that a constexpr table can hold. Zero: no limit.
struct media_limit {
    media::kind what = media::kind::image;
    std::string_view types = {};  // media types behind "image/", comma separated: "jpeg,png"; empty: any
    unsigned max_megabytes = 0;
    std::uint32_t min_side = 0;
    std::uint32_t max_side = 0;
    double max_ratio = 0;
    bool data_uri = true;
};

/// `argument` is the name that texts use.
media_rules rules_for(media_limit const& limit, std::string_view argument);

}  // namespace dashscope
