#include "dashscope/image_size.hpp"

#include <algorithm>

namespace dashscope {

namespace {

chosen_size wrong(image_request const& request, std::string text) {
    return {{}, {}, request.model + " " + std::move(text)};
}

bool is_class(std::string_view text) {
    return text.size() == 2 && text[0] >= '1' && text[0] <= '9' && (text[1] == 'K' || text[1] == 'k');
}

/// wan2.7-image-pro makes 4K of text alone, and not in sequences.
bool may_be_4k(image_request const& request, image_family const& family) {
    if (!family.takes(arg_size_4k)) return false;
    if (!family.known) return true;
    auto const* sequence = request.parameters.if_contains("enable_sequential");
    return request.images.empty() && !(sequence && sequence->is_bool() && sequence->as_bool());
}

std::string classes_text(image_request const& request, image_family const& family) {
    return may_be_4k(request, family) ? "1K, 2K or 4K" : "1K or 2K";
}

std::string what_fits(image_request const& request, image_family const& family) {
    auto const& limit = family.size;
    std::string text;
    if (limit.listed_only) return "takes these sizes: " + sizes_text(family.ratios);
    if (limit.max_side)
        text = "takes sides of " + std::to_string(limit.min_side) + " to " + std::to_string(limit.max_side) + " pixels";
    if (limit.most.width) {
        auto most = may_be_4k(request, family) ? pixel_size{4096, 4096} : limit.most;
        text = "takes W*H with " + size_text(limit.least) + " to " + size_text(most) + " pixels in all";
    }
    if (limit.max_ratio > 0) text += " and a ratio up to " + std::to_string(static_cast<int>(limit.max_ratio)) + ":1";
    if (family.takes(arg_size_classes)) text += ", or " + classes_text(request, family);
    return text + "; for a ratio: " + sizes_text(family.ratios);
}

bool fits(pixel_size size, image_request const& request, image_family const& family) {
    auto const& limit = family.size;
    // The documents recommend some sizes that are just outside of their own bounds.
    bool listed = !ratio_of(family.ratios, size_text(size)).empty();
    if (listed || limit.listed_only) return listed;
    auto most = may_be_4k(request, family) ? pixel_size{4096, 4096} : limit.most;
    if (limit.least.width && size.area() < limit.least.area()) return false;
    if (limit.most.width && size.area() > most.area()) return false;
    if (limit.max_ratio > 0 && size.ratio() > limit.max_ratio) return false;
    if (limit.min_side && std::min(size.width, size.height) < limit.min_side) return false;
    return !limit.max_side || std::max(size.width, size.height) <= limit.max_side;
}

chosen_size from_ratio(std::string const& ratio, image_request const& request, image_family const& family) {
    if (!family.ratio_field.empty()) return {{}, ratio, {}};
    auto size = size_for(family.ratios, ratio);
    if (!size.empty()) return {std::string(size), {}, {}};
    return wrong(request, "takes the ratios " + ratios_text(family.ratios) + "; for another give size as W*H");
}

chosen_size from_class(image_request const& request, image_family const& family) {
    std::string size{request.size[0], 'K'};
    bool small = size == "1K" || size == "2K";
    if (!family.known || (family.takes(arg_size_classes) && (small || (size == "4K" && may_be_4k(request, family)))))
        return {size, {}, {}};
    return wrong(request, what_fits(request, family) + "; not " + size);
}

}  // namespace

chosen_size image_size_for(image_request const& request, image_family const& family) {
    if (!request.size.empty() && !request.ratio.empty())
        return {{}, {}, "give size or ratio, not both: a size says the ratio too"};
    if (!request.ratio.empty()) return from_ratio(request.ratio, request, family);
    if (request.size.empty()) return {};
    if (is_ratio(request.size)) return from_ratio(request.size, request, family);
    if (is_class(request.size)) return from_class(request, family);
    auto size = parse_size(request.size);
    if (!size) return {{}, {}, "size must be WIDTH*HEIGHT in pixels, such as 1024*1024; not \"" + request.size + "\""};
    if (family.known && !fits(*size, request, family))
        return wrong(request, what_fits(request, family) + "; not " + size_text(*size));
    return {size_text(*size), {}, {}};
}

}  // namespace dashscope
