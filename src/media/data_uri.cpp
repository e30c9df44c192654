#include "media/data_uri.hpp"

#include "platform/ascii.hpp"

#include <algorithm>
#include <array>

namespace media {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr auto values = [] {
    std::array<std::int8_t, 256> table{};
    table.fill(-1);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
    table['-'] = 62;
    table['_'] = 63;
    return table;
}();

int value_of(char c) {
    return values[static_cast<unsigned char>(c)];
}

int hex_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string_view without_padding(std::string_view data) {
    while (data.ends_with('=')) data.remove_suffix(1);
    return data;
}

bool is_type(std::string_view type) {
    auto const is_token = [](char c) {
        return platform::is_letter_or_digit(c) || std::string_view("!#$&-^_.+").find(c) != std::string_view::npos;
    };
    auto const slash = type.find('/');
    return slash != 0 && slash != std::string_view::npos && slash + 1 < type.size() &&
           std::ranges::all_of(type.substr(0, slash), is_token) &&
           std::ranges::all_of(type.substr(slash + 1), is_token);
}

bool is_base64(std::string_view data) {
    auto const bare = without_padding(data);
    auto const padding = data.size() - bare.size();
    if (padding > 2 || bare.size() % 4 == 1 || (padding > 0 && data.size() % 4 != 0)) return false;
    return std::ranges::all_of(bare, [](char c) { return value_of(c) >= 0; });
}

bool is_percent_encoded(std::string_view data) {
    for (std::size_t i = 0; i < data.size(); ++i) {
        if (data[i] <= ' ' || data[i] == '\x7F') return false;
        if (data[i] != '%') continue;
        if (i + 2 >= data.size() || hex_of(data[i + 1]) < 0 || hex_of(data[i + 2]) < 0) return false;
        i += 2;
    }
    return true;
}

std::string decode_base64(std::string_view data, std::size_t limit) {
    std::string out;
    out.reserve(std::min(limit, data.size() / 4 * 3 + 3));
    std::uint32_t bits = 0;
    int held = 0;
    for (char c : without_padding(data)) {
        bits = bits << 6 | static_cast<std::uint32_t>(value_of(c));
        held += 6;
        if (held < 8) continue;
        if (out.size() >= limit) break;
        held -= 8;
        out += static_cast<char>(bits >> held & 0xFF);
    }
    return out;
}

std::string decode_percent(std::string_view data, std::size_t limit) {
    std::string out;
    for (std::size_t i = 0; i < data.size() && out.size() < limit; ++i) {
        if (data[i] == '%') {
            out += static_cast<char>(hex_of(data[i + 1]) << 4 | hex_of(data[i + 2]));
            i += 2;
        } else {
            out += data[i];
        }
    }
    return out;
}

}  // namespace

std::uint64_t data_uri::size() const {
    if (base64) return without_padding(data).size() * 3 / 4;
    return data.size() - 2 * static_cast<std::uint64_t>(std::ranges::count(data, '%'));
}

std::optional<data_uri> parse_data_uri(std::string_view text, std::string& why) {
    auto const refuse = [&why](std::string_view reason) {
        why = reason;
        return std::nullopt;
    };
    if (!platform::equal_ignoring_case(text.substr(0, 5), "data:")) return refuse("it does not begin with data:");
    auto const comma = text.find(',');
    if (comma == std::string_view::npos) return refuse("it has no comma before its data");
    data_uri found;
    found.data = text.substr(comma + 1);
    auto head = text.substr(5, comma - 5);
    auto const semicolon = std::min(head.find(';'), head.size());
    found.type = head.substr(0, semicolon);
    auto const last = head.rfind(';');
    found.base64 = last != std::string_view::npos && platform::equal_ignoring_case(head.substr(last + 1), "base64");
    if (!found.type.empty() && !is_type(found.type))
        return refuse("what stands before its first ; or , is not a media type such as image/png");
    if (found.data.empty()) return refuse("it holds no data");
    if (found.base64 && !is_base64(found.data))
        return refuse("its data is not base64 (blanks, line ends or a missing part?)");
    if (!found.base64 && !is_percent_encoded(found.data))
        return refuse("its data is not percent-encoded; media should be written as data:TYPE;base64,…");
    return found;
}

std::string decode(data_uri const& uri, std::size_t limit) {
    return uri.base64 ? decode_base64(uri.data, limit) : decode_percent(uri.data, limit);
}

std::string make_data_uri(std::string_view type, std::string_view bytes) {
    std::string out("data:");
    out.reserve(type.size() + 16 + bytes.size() / 3 * 4 + 4);
    out.append(type).append(";base64,");
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        auto const left = std::min<std::size_t>(bytes.size() - i, 3);
        std::uint32_t bits = 0;
        for (std::size_t j = 0; j < 3; ++j)
            bits = bits << 8 | (j < left ? static_cast<unsigned char>(bytes[i + j]) : 0u);
        for (std::size_t j = 0; j < 4; ++j) out += j <= left ? alphabet[bits >> (18 - 6 * j) & 63] : '=';
    }
    return out;
}

}  // namespace media
