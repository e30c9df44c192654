#include "dashscope/media_size.hpp"

#include <algorithm>
#include <charconv>

namespace dashscope {

namespace {

constexpr std::string_view separators[] = {"*", "x", "X", "\u00d7"};

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

std::optional<std::uint32_t> number(std::string_view text) {
    text = trimmed(text);
    std::uint32_t value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value == 0) return std::nullopt;
    return value;
}

struct halves {
    std::uint32_t left, right;
};

std::optional<halves> split(std::string_view text, std::string_view separator) {
    auto at = text.find(separator);
    if (at == std::string_view::npos) return std::nullopt;
    auto left = number(text.substr(0, at));
    auto right = number(text.substr(at + separator.size()));
    if (!left || !right) return std::nullopt;
    return halves{*left, *right};
}

std::string joined(std::span<ratio_size const> list, std::string (*word)(ratio_size const&)) {
    std::string text;
    for (auto const& each : list) text += (text.empty() ? "" : ", ") + word(each);
    return text;
}

}  // namespace

double pixel_size::ratio() const {
    if (width == 0 || height == 0) return 0;
    return static_cast<double>(std::max(width, height)) / static_cast<double>(std::min(width, height));
}

std::optional<pixel_size> parse_size(std::string_view text) {
    for (auto separator : separators)
        if (auto found = split(text, separator)) return pixel_size{found->left, found->right};
    return std::nullopt;
}

std::string size_text(pixel_size size) {
    return std::to_string(size.width) + "*" + std::to_string(size.height);
}

bool is_ratio(std::string_view text) {
    return split(text, ":").has_value();
}

std::string resolution_text(std::string_view text) {
    std::string upper(trimmed(text));
    for (auto& c : upper)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (number(upper)) upper += 'P';
    return upper;
}

std::string_view size_for(std::span<ratio_size const> list, std::string_view ratio) {
    auto wanted = trimmed(ratio);
    for (auto const& each : list)
        if (each.ratio == wanted) return each.size;
    return {};
}

std::string_view ratio_of(std::span<ratio_size const> list, std::string_view size) {
    for (auto const& each : list)
        if (each.size == size) return each.ratio;
    return {};
}

std::string ratios_text(std::span<ratio_size const> list) {
    return joined(list, [](ratio_size const& each) { return std::string(each.ratio); });
}

std::string sizes_text(std::span<ratio_size const> list) {
    return joined(list,
                  [](ratio_size const& each) { return std::string(each.size) + " (" + std::string(each.ratio) + ")"; });
}

}  // namespace dashscope
