// PNG files (ISO/IEC 15948) of indexed colour: one chunk of zlib data, no filters.

#include "sandbox/canvas.hpp"

#include <zlib.h>

#include <stdexcept>

namespace sandbox {
namespace {

void append_number(std::string& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xFFU);
}

void append_chunk(std::string& out, std::string_view type, std::string_view content) {
    append_number(out, static_cast<std::uint32_t>(content.size()));
    auto const begin = out.size();
    out += type;
    out += content;
    auto const* bytes = reinterpret_cast<Bytef const*>(out.data() + begin);
    append_number(out, static_cast<std::uint32_t>(crc32(0, bytes, static_cast<uInt>(out.size() - begin))));
}

std::string header(canvas const& picture) {
    std::string text;
    append_number(text, static_cast<std::uint32_t>(picture.width()));
    append_number(text, static_cast<std::uint32_t>(picture.height()));
    text += {8, 3, 0, 0, 0};  // bits, indexed colour, deflate, filters by row, not interlaced
    return text;
}

std::string colours() {
    std::string text;
    for (auto const& colour : palette()) {
        text += static_cast<char>(colour.red);
        text += static_cast<char>(colour.green);
        text += static_cast<char>(colour.blue);
    }
    return text;
}

std::string compressed(canvas const& picture) {
    std::string rows;
    auto const width = static_cast<std::size_t>(picture.width());
    rows.reserve((width + 1) * static_cast<std::size_t>(picture.height()));
    for (int y = 0; y < picture.height(); ++y) {
        rows += '\0';  // no filter
        rows.append(reinterpret_cast<char const*>(picture.row(y)), width);
    }
    auto length = compressBound(static_cast<uLong>(rows.size()));
    std::string out(length, '\0');
    constexpr int fast = 3;
    auto const failed = compress2(reinterpret_cast<Bytef*>(out.data()), &length,
                                  reinterpret_cast<Bytef const*>(rows.data()), static_cast<uLong>(rows.size()), fast);
    if (failed != Z_OK) throw std::runtime_error("zlib can't compress a picture");
    out.resize(length);
    return out;
}

}  // namespace

std::string to_png(canvas const& picture, std::vector<std::pair<std::string, std::string>> const& comments) {
    std::string file("\x89PNG\r\n\x1a\n");
    append_chunk(file, "IHDR", header(picture));
    append_chunk(file, "PLTE", colours());
    for (auto const& [keyword, text] : comments) append_chunk(file, "tEXt", keyword + '\0' + text);
    append_chunk(file, "IDAT", compressed(picture));
    append_chunk(file, "IEND", {});
    return file;
}

}  // namespace sandbox
