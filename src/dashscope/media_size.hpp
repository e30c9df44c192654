#pragma once
// Sizes and ratios of pictures and films as callers write them and as each model family takes them: values only.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dashscope {

struct pixel_size {
    std::uint32_t width = 0;
    std::uint32_t height = 0;

    std::uint64_t area() const { return std::uint64_t{width} * height; }
    /// Longer side over shorter; 0 for an empty size.
    double ratio() const;
};

/// "1024*768", also with x, X or × between; blanks are forgiven.
std::optional<pixel_size> parse_size(std::string_view text);

/// The separator of the API is `*`.
std::string size_text(pixel_size size);

/// True for "16:9" and the like.
bool is_ratio(std::string_view text);

/// "720p", "720" and "1080P" as the API writes them: "720P". Other texts come back in capitals.
std::string resolution_text(std::string_view text);

/// A ratio beside the size by which a model family makes it.
struct ratio_size {
    std::string_view ratio;
    std::string_view size;
};

/// The size for a ratio; empty when the list has none.
std::string_view size_for(std::span<ratio_size const> list, std::string_view ratio);
/// The ratio of a size in the list; empty when it is not there.
std::string_view ratio_of(std::span<ratio_size const> list, std::string_view size);

/// "16:9, 9:16, 1:1": for texts.
std::string ratios_text(std::span<ratio_size const> list);
/// "1664*928 (16:9), 1328*1328 (1:1)": for texts.
std::string sizes_text(std::span<ratio_size const> list);

}  // namespace dashscope
