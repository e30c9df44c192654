#pragma once
// libjpeg and libpng behind functions that never throw for what a file holds. Private to this layer.

#include "media/box_filter.hpp"
#include "media/thumbnail.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace media {

/// Nothing when the file is broken or beyond the limits.
std::optional<rgb_image> decode_jpeg(std::string_view file, thumbnail_limits const& limits);
std::optional<rgb_image> decode_png(std::string_view file, thumbnail_limits const& limits);
/// Nothing when the encoder fails.
std::optional<std::string> encode_jpeg(rgb_image const& image);

}  // namespace media
