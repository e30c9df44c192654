#include "media/thumbnail.hpp"

#include "media/codecs.hpp"
#include "media/probe.hpp"

namespace media {

namespace {

std::optional<rgb_image> decode(std::string_view image, facts const& known, thumbnail_limits const& limits) {
    if (known.type == "image/jpeg") return decode_jpeg(image, limits);
    if (known.type == "image/png") return decode_png(image, limits);
    return std::nullopt;
}

}  // namespace

std::optional<thumbnail> make_thumbnail(std::string_view image, thumbnail_limits limits) {
    auto const known = probe(image.substr(0, 64 * 1024));
    // Decoded also where it is small enough: a host gets nothing that doesn't open.
    auto const decoded = decode(image, known, limits);
    if (!decoded) return std::nullopt;
    bool const same_size = known.width == decoded->width && known.height == decoded->height;
    if (same_size && image.size() <= limits.max_bytes)
        return thumbnail{std::string(image), known.type, decoded->width, decoded->height};
    auto encoded = encode_jpeg(*decoded);
    if (!encoded) return std::nullopt;
    return thumbnail{std::move(*encoded), "image/jpeg", decoded->width, decoded->height};
}

}  // namespace media
