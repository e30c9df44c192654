#include "media/bytes.hpp"
#include "media/probes.hpp"

#include <bit>

namespace media {

using namespace std::string_view_literals;

// --- Matroska and WebM: EBML elements of an id, a size and a content ---

namespace {

struct element {
    std::uint64_t id = 0;
    std::string_view content;
    std::uint64_t size = 0;  // as written; above the content's when the head ends before
    bool is_whole() const { return content.size() == size; }
};

double real(std::string_view bytes) {
    if (bytes.size() == 4) return std::bit_cast<float>(big32(bytes, 0));
    if (bytes.size() == 8) return std::bit_cast<double>(big(bytes, 0, 8));
    return 0;
}

std::uint64_t number(std::string_view bytes) {
    return big(bytes, 0, bytes.size() < 8 ? static_cast<unsigned>(bytes.size()) : 8);
}

// A length in the leading zeros of its first byte; 0 on one that can't be.
unsigned vint_length(std::uint8_t first) {
    return first == 0 ? 0 : static_cast<unsigned>(std::countl_zero(first)) + 1;
}

// Takes the next element from `in`; nothing at its end.
std::optional<element> next_element(std::string_view& in) {
    if (in.size() < 2) return {};
    auto const id_length = vint_length(byte_at(in, 0));
    if (id_length == 0 || id_length > 4) return {};
    auto const size_length = vint_length(byte_at(in, id_length));
    if (size_length == 0) return {};
    auto const mask = (std::uint64_t{1} << 7 * size_length) - 1;
    element found;
    found.id = big(in, 0, id_length);
    found.size = big(in, id_length, size_length) & mask;
    auto const rest = part(in, id_length + size_length);
    if (found.size == mask) found.size = rest.size();  // a live stream doesn't know its length
    found.content = part(rest, 0, found.size);
    in = part(rest, found.content.size());
    return found;
}

struct matroska {
    double scale = 1'000'000;  // nanoseconds a tick
    double ticks = 0;
    std::uint64_t width = 0, height = 0;
    bool has_video = false, has_audio = false, whole = false;
    bool is_webm = false;
};

void read_elements(std::string_view in, matroska& into, int depth = 0) {
    while (auto const found = next_element(in)) {
        switch (found->id) {
            case 0x4282:
                into.is_webm = found->content == "webm";
                break;
            case 0x2AD7B1:
                into.scale = static_cast<double>(number(found->content));
                break;
            case 0x4489:
                into.ticks = real(found->content);
                break;
            case 0x83:
                into.has_video = into.has_video || number(found->content) == 1;
                into.has_audio = into.has_audio || number(found->content) == 2;
                break;
            case 0xB0:
                into.width = number(found->content);
                break;
            case 0xBA:
                into.height = number(found->content);
                break;
            case 0x1654AE6B:
                into.whole = found->is_whole();
                [[fallthrough]];
            case 0x1A45DFA3:  // EBML
            case 0x18538067:  // Segment
            case 0x1549A966:  // Info
            case 0xAE:        // TrackEntry
            case 0xE0:        // Video
                if (depth < 6) read_elements(found->content, into, depth + 1);
                break;
            default:
                break;
        }
    }
}

}  // namespace

probe_result probe_matroska(std::string_view head) {
    if (!head.starts_with("\x1A\x45\xDF\xA3"sv)) return {};
    matroska all;
    read_elements(head, all);
    auto found =
        all.is_webm ? facts_of(kind::video, "video/webm", "webm") : facts_of(kind::video, "video/x-matroska", "mkv");
    if (all.whole && all.has_audio && !all.has_video)
        found = all.is_webm ? facts_of(kind::audio, "audio/webm", "webm")
                            : facts_of(kind::audio, "audio/x-matroska", "mka");
    if (found.what == kind::video) set_size(found, all.width, all.height);
    set_duration(found, all.ticks * all.scale, 1e9);
    return found;
}

// --- ASF: WMV and WMA ---

namespace {

constexpr auto asf_header = "\x30\x26\xB2\x75\x8E\x66\xCF\x11\xA6\xD9\x00\xAA\x00\x62\xCE\x6C"sv;
constexpr auto asf_file = "\xA1\xDC\xAB\x8C\x47\xA9\xCF\x11\x8E\xE4\x00\xC0\x0C\x20\x53\x65"sv;
constexpr auto asf_stream = "\x91\x07\xDC\xB7\xB7\xA9\xCF\x11\x8E\xE6\x00\xC0\x0C\x20\x53\x65"sv;
constexpr auto asf_video = "\xC0\xEF\x19\xBC\x4D\x5B\xCF\x11\xA8\xFD\x00\x80\x5F\x5C\x44\x2B"sv;
constexpr auto asf_audio = "\x40\x9E\x69\xF8\x4D\x5B\xCF\x11\xA8\xFD\x00\x80\x5F\x5C\x44\x2B"sv;

}  // namespace

probe_result probe_asf(std::string_view head) {
    if (!head.starts_with(asf_header)) return {};
    auto found = facts_of(kind::video, "video/x-ms-wmv", "wmv");
    bool has_video = false;
    bool has_audio = false;
    auto const end = little(head, 16, 8);
    std::uint64_t at = 30;
    while (at + 24 <= head.size() && at < end) {
        auto const object = part(head, at);
        if (object.starts_with(asf_file)) {
            double const preroll_ms = static_cast<double>(little(object, 80, 8));
            set_duration(found, static_cast<double>(little(object, 64, 8)) / 10'000 - preroll_ms, 1000);
        } else if (object.starts_with(asf_stream) && has_at(object, 24, asf_video)) {
            has_video = true;
            set_size(found, little32(object, 78), little32(object, 82));
        } else if (object.starts_with(asf_stream) && has_at(object, 24, asf_audio)) {
            has_audio = true;
        }
        auto const size = little(object, 16, 8);
        if (size < 24 || size > head.size()) break;
        at += size;
    }
    if (!has_audio || has_video) return found;
    auto audio = facts_of(kind::audio, "audio/x-ms-wma", "wma");
    audio.duration = found.duration;
    return audio;
}

// --- FLV ---

namespace {

// Numbers of the script tag: a name with its length before it, then the type 0 and eight bytes.
double flv_number(std::string_view script, std::string_view name) {
    auto const at = script.find(name);
    if (at == std::string_view::npos || byte_at(script, at + name.size()) != 0) return 0;
    return real(part(script, at + name.size() + 1, 8));
}

}  // namespace

probe_result probe_flv(std::string_view head) {
    if (!head.starts_with("FLV\x01")) return {};
    auto found = facts_of(kind::video, "video/x-flv", "flv");
    if (byte_at(head, 13) != 18) return found;
    auto const script = part(head, 24, big(head, 14, 3));
    auto const width = flv_number(script, "\0\x05width"sv);
    auto const height = flv_number(script, "\0\x06height"sv);
    if (width >= 1 && width < 1e9 && height >= 1 && height < 1e9)
        set_size(found, static_cast<std::uint64_t>(width), static_cast<std::uint64_t>(height));
    set_duration(found,
                 flv_number(script,
                            "\0\x08"
                            "duration"sv),
                 1);
    return found;
}

// --- MPEG program and transport streams ---

probe_result probe_mpeg(std::string_view head) {
    if (head.starts_with("\x00\x00\x01\xBA"sv) || head.starts_with("\x00\x00\x01\xB3"sv))
        return facts_of(kind::video, "video/mpeg", "mpg");
    constexpr std::uint64_t packet = 188;
    if (head.size() > 2 * packet && head[0] == 'G' && head[packet] == 'G' && head[2 * packet] == 'G')
        return facts_of(kind::video, "video/mp2t", "ts");
    return {};
}

}  // namespace media
