// ISO base media files: boxes of a size, a type and a content, nested.

#include "media/bytes.hpp"
#include "media/probes.hpp"

#include <algorithm>
#include <cmath>

namespace media {

namespace {

constexpr int deepest = 8;

struct contents {
    std::uint64_t width = 0, height = 0;  // of the largest video track
    std::uint64_t image_width = 0, image_height = 0;
    std::uint64_t duration = 0, timescale = 0;
    bool has_video = false, has_audio = false;
    bool whole = false;  // the description of the tracks was read to its end
};

bool is_folder(std::string_view type) {
    constexpr std::string_view folders[] = {"moov", "trak", "mdia", "meta", "iprp", "ipco"};
    return std::ranges::find(folders, type) != std::end(folders);
}

void keep_larger(std::uint64_t& width, std::uint64_t& height, std::uint64_t new_width, std::uint64_t new_height) {
    if (new_width * new_height <= width * height) return;
    width = new_width;
    height = new_height;
}

void read_box(std::string_view type, std::string_view content, contents& into) {
    bool const is_long = byte_at(content, 0) == 1;  // version 1 has times of eight bytes
    if (type == "mvhd") {
        into.timescale = big32(content, is_long ? 20 : 12);
        into.duration = is_long ? big(content, 24, 8) : big32(content, 16);
        // All ones: not known.
        if (into.duration == (is_long ? ~std::uint64_t{0} : 0xFFFFFFFF)) into.duration = 0;
    } else if (type == "tkhd") {
        auto const at = is_long ? 88 : 76;  // 16.16 fixed point
        keep_larger(into.width, into.height, big32(content, at) >> 16, big32(content, at + 4) >> 16);
    } else if (type == "hdlr") {
        into.has_video = into.has_video || has_at(content, 8, "vide");
        into.has_audio = into.has_audio || has_at(content, 8, "soun");
    } else if (type == "ispe") {
        keep_larger(into.image_width, into.image_height, big32(content, 4), big32(content, 8));
    }
}

void read_boxes(std::string_view in, contents& into, int depth = 0) {
    while (in.size() >= 8) {
        std::uint64_t size = big32(in, 0);
        std::uint64_t head = 8;
        if (size == 1) {
            size = big(in, 8, 8);
            head = 16;
        }
        if (size == 0) size = in.size();  // to the end
        if (size < head) return;
        auto const type = in.substr(4, 4);
        auto content = part(in, head, size - head);
        if (type == "meta") content = part(content, 4);  // version and flags come first
        if (type == "moov") into.whole = size <= in.size();
        if (is_folder(type) && depth < deepest)
            read_boxes(content, into, depth + 1);
        else
            read_box(type, content, into);
        in = part(in, size);
    }
}

struct brand {
    std::string_view name;
    kind what;
    std::string_view type, extension;
};

constexpr brand brands[] = {
    {"avif", kind::image, "image/avif", "avif"}, {"avis", kind::image, "image/avif", "avif"},
    {"heic", kind::image, "image/heic", "heic"}, {"heix", kind::image, "image/heic", "heic"},
    {"heim", kind::image, "image/heic", "heic"}, {"heis", kind::image, "image/heic", "heic"},
    {"hevc", kind::image, "image/heic", "heic"}, {"mif1", kind::image, "image/heif", "heif"},
    {"msf1", kind::image, "image/heif", "heif"}, {"M4A ", kind::audio, "audio/mp4", "m4a"},
    {"M4B ", kind::audio, "audio/mp4", "m4b"},   {"qt  ", kind::video, "video/quicktime", "mov"},
    {"3gp4", kind::video, "video/3gpp", "3gp"},  {"3gp5", kind::video, "video/3gpp", "3gp"},
    {"3gp6", kind::video, "video/3gpp", "3gp"},
};
constexpr brand mp4{"", kind::video, "video/mp4", "mp4"};

brand const& named(std::string_view name) {
    auto const found = std::ranges::find(brands, name, &brand::name);
    return found == std::end(brands) ? mp4 : *found;
}

// The major brand decides; a general one (mif1) is made precise by the compatible ones.
brand const& brand_of(std::string_view head) {
    auto const& major = named(head.substr(8, 4));
    if (major.type != "image/heif") return major;
    auto const size = std::min<std::uint64_t>(big32(head, 0), head.size());
    for (std::uint64_t at = 16; at + 4 <= size; at += 4) {
        auto const& compatible = named(head.substr(at, 4));
        if (compatible.what == kind::image && compatible.type != "image/heif") return compatible;
    }
    return major;
}

// QuickTime files from before there were brands.
bool is_old_movie(std::string_view head) {
    auto const type = head.substr(4, 4);
    auto const size = big32(head, 0);
    return (type == "moov" || type == "mdat" || type == "wide" || type == "skip" || type == "free") &&
           (size >= 8 || size == 1);
}

}  // namespace

probe_result probe_iso(std::string_view head) {
    if (head.size() < 12) return {};
    bool const branded = has_at(head, 4, "ftyp");
    if (!branded && !is_old_movie(head)) return {};
    auto const& chosen = branded ? brand_of(head) : named("qt  ");
    auto found = facts_of(chosen.what, chosen.type, chosen.extension);
    contents all;
    read_boxes(head, all);
    if (found.what == kind::image) {
        set_size(found, all.image_width, all.image_height);
        return found;
    }
    if (all.whole && all.has_audio && !all.has_video && found.what == kind::video)
        found = facts_of(kind::audio, "audio/mp4", "m4a");
    if (found.what == kind::video) set_size(found, all.width, all.height);
    set_duration(found, static_cast<double>(all.duration), static_cast<double>(all.timescale));
    return found;
}

}  // namespace media
