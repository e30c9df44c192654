#pragma once
// A small picture of a picture, for hosts that show images inline.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace media {

struct thumbnail {
    std::string bytes;
    std::string type;  // media type: "image/jpeg", or that of the original where that is small enough
    std::uint32_t width = 0;
    std::uint32_t height = 0;
};

struct thumbnail_limits {
    std::uint32_t max_side = 1024;
    std::size_t max_bytes = 400 * 1024;          // an original of this size and small enough is given as it is
    std::uint64_t max_pixels = 32 * 1024 * 1024;  // of the original: more is not decoded
};

/// From a whole PNG or JPEG. Transparent parts become white. Nothing for other formats, for what can't be decoded and
/// for what is too large: decoders get what strangers made, so memory and time are bounded. Slow (tens of
/// milliseconds): for a worker thread. Shared objects: there are none.
std::optional<thumbnail> make_thumbnail(std::string_view image, thumbnail_limits limits = {});

}  // namespace media
