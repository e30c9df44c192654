#include "jsonrpc/utf8.hpp"

#include <charconv>
#include <cstdint>
#include <cstring>

namespace jsonrpc {

namespace {

unsigned char byte_at(std::string_view text, std::size_t at) {
    return static_cast<unsigned char>(text[at]);
}

// What may follow a lead byte (Unicode, table 3-7): its length and the range of its second byte. Length 0: not a lead.
struct lead {
    std::size_t length;
    unsigned char low, high;
};

lead lead_of(unsigned char byte) {
    if (byte < 0x80) return {1, 0, 0};
    if (byte < 0xC2) return {0, 0, 0};
    if (byte < 0xE0) return {2, 0x80, 0xBF};
    if (byte == 0xE0) return {3, 0xA0, 0xBF};
    if (byte == 0xED) return {3, 0x80, 0x9F};
    if (byte < 0xF0) return {3, 0x80, 0xBF};
    if (byte == 0xF0) return {4, 0x90, 0xBF};
    if (byte < 0xF4) return {4, 0x80, 0xBF};
    if (byte == 0xF4) return {4, 0x80, 0x8F};
    return {0, 0, 0};
}

// The valid bytes of the sequence at `at`, and whether it is whole.
struct sequence {
    std::size_t length;
    bool whole;
};

sequence sequence_at(std::string_view text, std::size_t at) {
    auto const first = lead_of(byte_at(text, at));
    if (first.length == 0) return {1, false};
    for (std::size_t i = 1; i < first.length; ++i) {
        if (at + i >= text.size()) return {i, false};
        auto const byte = byte_at(text, at + i);
        auto const low = i == 1 ? first.low : 0x80;
        auto const high = i == 1 ? first.high : 0xBF;
        if (byte < low || byte > high) return {i, false};
    }
    return {first.length, true};
}

bool eight_ascii(char const* bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    return (word & 0x8080808080808080u) == 0;
}

}  // namespace

std::size_t valid_utf8_prefix(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        if (at + 8 <= text.size() && eight_ascii(text.data() + at)) {
            at += 8;
            continue;
        }
        auto const next = sequence_at(text, at);
        if (!next.whole) return at;
        at += next.length;
    }
    return at;
}

bool is_utf8(std::string_view text) {
    return valid_utf8_prefix(text) == text.size();
}

std::string excerpt(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return std::string(text);
    return std::string(text.substr(0, valid_utf8_prefix(text.substr(0, bytes)))) + "…";
}

std::string repair_utf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        auto const good = valid_utf8_prefix(text);
        out += text.substr(0, good);
        text.remove_prefix(good);
        if (text.empty()) break;
        out += "\xEF\xBF\xBD";
        text.remove_prefix(sequence_at(text, 0).length);
    }
    return out;
}

namespace {

// The code unit of the escape at `at`, or 0 when there is none: `\uXXXX`.
unsigned escape_at(std::string_view json, std::size_t at) {
    if (at + 6 > json.size() || json[at] != '\\' || json[at + 1] != 'u') return 0;
    unsigned unit = 0;
    auto const digits = json.substr(at + 2, 4);
    auto const end = std::from_chars(digits.data(), digits.data() + 4, unit, 16).ptr;
    return end == digits.data() + 4 ? unit : 0;
}

bool is_leading(unsigned unit) {
    return unit >= 0xD800 && unit < 0xDC00;
}
bool is_trailing(unsigned unit) {
    return unit >= 0xDC00 && unit < 0xE000;
}

}  // namespace

std::string mend_surrogates(std::string_view json) {
    std::string out;
    out.reserve(json.size());
    for (std::size_t at = 0; at < json.size();) {
        auto const slash = json.find('\\', at);
        out += json.substr(at, slash - at);
        if (slash == std::string_view::npos) break;
        auto const unit = escape_at(json, slash);
        bool const pair = is_leading(unit) && is_trailing(escape_at(json, slash + 6));
        auto const length = pair ? 12 : unit != 0 ? 6 : 2;
        bool const alone = !pair && (is_leading(unit) || is_trailing(unit));
        out += alone ? std::string_view("\\ufffd") : json.substr(slash, length);
        at = slash + length;
    }
    return out;
}

}  // namespace jsonrpc
