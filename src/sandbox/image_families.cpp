#include "sandbox/image_families.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace sandbox {
namespace {

constexpr long long square(long long side) {
    return side * side;
}

constexpr std::string_view qwen_sizes = "1664*928 1472*1104 1328*1328 1104*1472 928*1664";

// By area: 512*512 to 2048*2048 and so on.
constexpr size_rule qwen2{square(512), square(2048), 0, 0, 0, {}, {}, true, "2048*2048"};
constexpr size_rule qwen_fixed{0, 0, 0, 0, 0, qwen_sizes, {}, true, "1664*928"};
constexpr size_rule qwen_edit{0, 0, 512, 2048, 0, {}, {}, true, "1024*1024"};
constexpr size_rule qwen_edit_first{0, 0, 0, 0, 0, {}, {}, false, "1024*1024"};
constexpr size_rule z_image{square(512), square(2048), 0, 0, 0, {}, {}, true, "1024*1536"};
// The documents say 1280*1280 to 1440*1440 pixels, and recommend 1104*1472 and 960*1696, which are just below.
constexpr size_rule wan25{1104LL * 1472, square(1440), 0, 0, 4, {}, {}, true, "1280*1280"};
constexpr size_rule wan25_edit{square(768), square(1280), 0, 0, 4, {}, {}, true, "1280*1280"};
constexpr size_rule wan26_image{square(768), square(2048), 0, 0, 4, {}, "1K 2K", true, "1280*1280"};
constexpr size_rule wan27{square(768), square(2048), 0, 0, 8, {}, "1K 2K", true, "2048*2048"};
constexpr size_rule wan27_pro{square(768), square(4096), 0, 0, 8, {}, "1K 2K 4K", true, "2048*2048"};
constexpr size_rule wan22{0, 0, 512, 1440, 0, {}, {}, true, "1024*1024"};
constexpr size_rule wanx1{0, 0, 0, 0, 0, "1024*1024 720*1280 1280*720 768*1152", {}, true, "1024*1024"};
constexpr size_rule as_input{0, 0, 0, 0, 0, {}, {}, false, "1024*1024"};

constexpr image_family families[] = {
    {"qwen-image-2.0", image_sync, 0, 3, 6, 1, qwen2},
    {"qwen-image-3.0", image_sync, 0, 3, 6, 1, qwen2},
    {"qwen-image-max", image_sync, 0, 0, 1, 1, qwen_fixed},
    {"qwen-image-plus", image_sync | image_prompt, 0, 0, 1, 1, qwen_fixed},
    {"qwen-image-edit-max", image_sync, 1, 3, 6, 1, qwen_edit},
    {"qwen-image-edit-plus", image_sync, 1, 3, 6, 1, qwen_edit},
    {"qwen-image-edit", image_sync, 1, 3, 1, 1, qwen_edit_first},
    {"qwen-image", image_sync | image_prompt, 0, 0, 1, 1, qwen_fixed},
    {"z-image", image_sync, 0, 0, 1, 1, z_image},
    {"wan2.6-t2i", image_sync | image_messages, 0, 0, 4, 4, wan25},
    {"wan2.6-image", image_sync | image_messages, 1, 4, 4, 4, wan26_image},
    {"wan2.7-image-pro", image_sync | image_messages, 0, 9, 4, 1, wan27_pro},
    {"wan2.7-image", image_sync | image_messages, 0, 9, 4, 1, wan27},
    {"wan2.5-t2i", image_prompt, 0, 0, 4, 4, wan25},
    {"wan2.2-t2i", image_prompt, 0, 0, 4, 4, wan22},
    {"wanx2.1-t2i", image_prompt, 0, 0, 4, 4, wan22},
    {"wanx2.0-t2i", image_prompt, 0, 0, 4, 4, wan22},
    {"wanx-v1", image_prompt, 0, 0, 4, 4, wanx1},
    {"wan2.5-i2i", image_to_image, 1, 3, 4, 4, wan25_edit},
    {"wanx2.1-imageedit", image_to_image, 1, 1, 4, 1, as_input},
};

/// About `area` pixels of a ratio, both sides a multiple of 16.
pixel_size of_area(double area, pixel_size ratio) {
    if (ratio.width <= 0 || ratio.height <= 0) ratio = {1, 1};
    auto const wide = std::clamp(static_cast<double>(ratio.width) / ratio.height, 0.125, 8.0);
    auto const to_side = [](double side) { return std::max(16, static_cast<int>(std::lround(side / 16)) * 16); };
    return {to_side(std::sqrt(area * wide)), to_side(std::sqrt(area / wide))};
}

failure bad_size(std::string_view text, std::string const& allowed) {
    return invalid_parameter("The size " + std::string(text) + " is not match the requirements: " + allowed);
}

std::string times(long long area) {
    auto const side = std::to_string(std::llround(std::sqrt(static_cast<double>(area))));
    return side + "*" + side;
}

verdict check_bounds(size_rule const& rule, pixel_size size, std::string_view text) {
    auto const area = static_cast<long long>(size.width) * size.height;
    auto const longer = std::max(size.width, size.height);
    auto const shorter = std::min(size.width, size.height);
    if (rule.most_area > 0 && (area < rule.least_area || area > rule.most_area))
        return bad_size(text,
                        "the total pixels must be between " + times(rule.least_area) + " and " + times(rule.most_area));
    if (rule.most_side > 0 && (shorter < rule.least_side || longer > rule.most_side))
        return bad_size(text, "width and height must be between " + std::to_string(rule.least_side) + " and " +
                                  std::to_string(rule.most_side));
    if (rule.most_ratio > 0 && longer > shorter * rule.most_ratio)
        return bad_size(text, "the ratio must be between 1:" + std::to_string(rule.most_ratio) + " and " +
                                  std::to_string(rule.most_ratio) + ":1");
    return std::nullopt;
}

/// A name stands for an area, in the ratio of the input.
std::optional<pixel_size> named_size(image_family const& family, size_wish const& wish) {
    if (!is_listed(family.size.names, wish.text)) return std::nullopt;
    // wan2.6-image calls 1280*1280 pixels 1K.
    auto const small = family.prefix == "wan2.6-image" ? 1280.0 : 1024.0;
    auto const side = wish.text == "1K" ? small : wish.text == "2K" ? 2048.0 : 4096.0;
    return of_area(side * side, wish.last_input);
}

pixel_size usual_size(image_family const& family, size_wish const& wish) {
    auto const usual = *parse_size(family.size.usual);
    if (wish.last_input.width == 0) return usual;
    if (!family.size.settable && family.routes == image_to_image) return wish.last_input;
    auto const area =
        family.prefix.starts_with("qwen") ? 1024.0 * 1024.0 : static_cast<double>(usual.width) * usual.height;
    return of_area(area, wish.last_input);
}

}  // namespace

bool is_listed(std::string_view list, std::string_view text) {
    while (!list.empty()) {
        auto const word = list.substr(0, list.find(' '));
        if (word == text) return true;
        list.remove_prefix(std::min(list.size(), word.size() + 1));
    }
    return false;
}

image_family const* find_image_family(std::string_view model) {
    image_family const* found = nullptr;
    for (auto const& each : families)
        if (model.starts_with(each.prefix) && (!found || each.prefix.size() > found->prefix.size())) found = &each;
    return found;
}

std::optional<pixel_size> parse_size(std::string_view text) {
    pixel_size size;
    auto const* end = text.data() + text.size();
    auto const [star, failed] = std::from_chars(text.data(), end, size.width);
    if (failed != std::errc{} || star == end || *star != '*') return std::nullopt;
    auto const [last, failed_too] = std::from_chars(star + 1, end, size.height);
    if (failed_too != std::errc{} || last != end || size.width <= 0 || size.height <= 0) return std::nullopt;
    return size;
}

boost::system::result<pixel_size, failure> choose_size(image_family const& family, size_wish const& wish) {
    auto const& rule = family.size;
    if (wish.text.empty()) return usual_size(family, wish);
    if (!rule.settable) return invalid_parameter("The parameter size is not supported by this model.");
    if (auto const named = named_size(family, wish)) return *named;
    auto const size = parse_size(wish.text);
    if (!size)
        return bad_size(wish.text,
                        rule.names.empty() ? "width*height" : "width*height or one of " + std::string(rule.names));
    if (!rule.only.empty() && !is_listed(rule.only, wish.text))
        return bad_size(wish.text, "size must be one of " + std::string(rule.only));
    if (auto const refused = check_bounds(rule, *size, wish.text)) return *refused;
    return *size;
}

}  // namespace sandbox
