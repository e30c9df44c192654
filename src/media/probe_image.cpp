#include "media/bytes.hpp"
#include "media/probes.hpp"

#include <algorithm>

namespace media {

using namespace std::string_view_literals;

probe_result probe_png(std::string_view head) {
    if (!head.starts_with("\x89PNG\r\n\x1A\n"sv)) return {};
    auto found = facts_of(kind::image, "image/png", "png");
    if (has_at(head, 12, "IHDR")) set_size(found, big32(head, 16), big32(head, 20));
    return found;
}

namespace {

bool is_frame_header(unsigned marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

bool stands_alone(unsigned marker) {
    return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
}

}  // namespace

probe_result probe_jpeg(std::string_view head) {
    if (!head.starts_with("\xFF\xD8\xFF"sv)) return {};
    auto found = facts_of(kind::image, "image/jpeg", "jpg");
    std::uint64_t at = 2;
    while (at + 3 < head.size() && byte_at(head, at) == 0xFF) {
        unsigned const marker = byte_at(head, at + 1);
        if (marker == 0xFF) {  // filling
            ++at;
        } else if (stands_alone(marker)) {
            at += 2;
        } else if (is_frame_header(marker)) {
            set_size(found, big(head, at + 7, 2), big(head, at + 5, 2));
            break;
        } else if (marker == 0xDA || marker == 0xD9) {
            break;
        } else {
            at += 2 + std::max<std::uint64_t>(big(head, at + 2, 2), 2);
        }
    }
    return found;
}

probe_result probe_gif(std::string_view head) {
    if (!head.starts_with("GIF87a") && !head.starts_with("GIF89a")) return {};
    auto found = facts_of(kind::image, "image/gif", "gif");
    set_size(found, little(head, 6, 2), little(head, 8, 2));
    return found;
}

probe_result probe_bmp(std::string_view head) {
    if (!head.starts_with("BM")) return {};
    // Two letters are little: the second header's size must be one of those that exist.
    constexpr std::uint32_t sizes[] = {12, 40, 52, 56, 64, 108, 124};
    auto const size = little32(head, 14);
    if (std::ranges::find(sizes, size) == std::end(sizes)) return {};
    auto found = facts_of(kind::image, "image/bmp", "bmp");
    if (size == 12) {
        set_size(found, little(head, 18, 2), little(head, 20, 2));
    } else {
        // A negative height is that of a picture stored from its top.
        auto const height = static_cast<std::int32_t>(little32(head, 22));
        set_size(found, little32(head, 18), static_cast<std::uint64_t>(height < 0 ? -std::int64_t{height} : height));
    }
    return found;
}

probe_result probe_tiff(std::string_view head) {
    bool const is_little = head.starts_with("II*\0"sv);
    if (!is_little && !head.starts_with("MM\0*"sv)) return {};
    auto const number = [&](std::uint64_t at, unsigned count) {
        return is_little ? little(head, at, count) : big(head, at, count);
    };
    auto found = facts_of(kind::image, "image/tiff", "tiff");
    auto const directory = number(4, 4);
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    auto const entries = number(directory, 2);
    for (std::uint64_t i = 0; i < entries && directory + 14 + 12 * i <= head.size(); ++i) {
        auto const entry = directory + 2 + 12 * i;
        auto const value = number(entry + 2, 2) == 3 ? number(entry + 8, 2) : number(entry + 8, 4);
        if (number(entry, 2) == 256) width = value;
        if (number(entry, 2) == 257) height = value;
    }
    set_size(found, width, height);
    return found;
}

}  // namespace media
