// Pictures of strangers, decoded and made small. The first byte of the input chooses the limits, the rest is the file:
// it is refused, or becomes a picture inside the limits that opens.

#include "media/thumbnail.hpp"
#include "media/probe.hpp"

#include "support.hpp"

#include <algorithm>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto file = fuzz::view(data, size);
    auto const choice = fuzz::take_byte(file);
    media::thumbnail_limits limits;
    limits.max_side = 1 + choice % 64;
    limits.max_bytes = choice % 2 == 0 ? 400 * 1024 : 0;
    limits.max_pixels = 1 << 20;  // less than a picture may have, so that each run is short
    auto const made = media::make_thumbnail(file, limits);
    if (!made) return 0;
    REQUIRE(made->width > 0 && made->height > 0);
    REQUIRE(std::max(made->width, made->height) <= limits.max_side);
    auto const found = media::probe(made->bytes);
    REQUIRE(found.type == made->type);
    REQUIRE(found.width == made->width && found.height == made->height);
    // What a host is given can be decoded, and is small enough as it is.
    limits.max_bytes = made->bytes.size();
    auto const again = media::make_thumbnail(made->bytes, limits);
    REQUIRE(again && again->bytes == made->bytes);
    return 0;
}
