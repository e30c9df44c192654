#include "telemetry/escape.hpp"

#include <cstdint>

namespace telemetry {
namespace {

struct character {
    std::uint32_t code;
    std::size_t size;  // 0: no valid character begins here
};

unsigned octet(std::string_view text, std::size_t at) {
    return static_cast<unsigned char>(text[at]);
}

/// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
character first_character(std::string_view text) {
    unsigned const lead = octet(text, 0);
    if (lead < 0x80) return {lead, 1};
    std::size_t const size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() < size) return {0, 0};
    std::uint32_t code = lead & (0xffu >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) {
        if ((octet(text, i) & 0xc0) != 0x80) return {0, 0};
        code = code << 6 | (octet(text, i) & 0x3f);
    }
    bool const overlong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
    bool const surrogate = code >= 0xd800 && code <= 0xdfff;
    if (overlong || surrogate || code > 0x10ffff) return {0, 0};
    return {code, size};
}

bool is_dangerous(std::uint32_t code) {
    return code < 0x20 || (code >= 0x7f && code <= 0x9f)          // C0, DEL, C1
           || code == 0x061c || code == 0x200e || code == 0x200f  // direction marks
           || (code >= 0x2028 && code <= 0x202e)                  // line separators, embeddings, overrides
           || (code >= 0x2066 && code <= 0x2069)                  // isolates
           || code == 0xfeff;
}

void append_escaped(std::string& out, std::uint32_t code) {
    switch (code) {
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            break;
    }
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) out += "0123456789abcdef"[code >> shift & 15];
}

std::string escape(std::string_view text, bool quotes) {
    std::string result;
    result.reserve(text.size() + 8);
    while (!text.empty()) {
        auto const [code, size] = first_character(text);
        if (size == 0) {
            result += "\xef\xbf\xbd";
            text.remove_prefix(1);
            continue;
        }
        if (is_dangerous(code)) {
            append_escaped(result, code);
        } else {
            if (quotes && (code == '"' || code == '\\')) result += '\\';
            result.append(text.substr(0, size));
        }
        text.remove_prefix(size);
    }
    return result;
}

}  // namespace

std::string escape_controls(std::string_view text) {
    return escape(text, false);
}

std::string escape_string(std::string_view text) {
    return escape(text, true);
}

}  // namespace telemetry
