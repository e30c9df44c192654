#include "seal/base64.hpp"

#include <array>
#include <cstdint>

namespace seal {
namespace {

constexpr std::string_view standard_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t foreign = 0xff;

using table = std::array<std::uint8_t, 256>;

constexpr table inverse(std::string_view alphabet) {
    table result{};
    result.fill(foreign);
    for (std::size_t value = 0; value < alphabet.size(); ++value)
        result[static_cast<unsigned char>(alphabet[value])] = static_cast<std::uint8_t>(value);
    return result;
}

constexpr table standard_values = inverse(standard_alphabet);
constexpr table url_values = inverse(url_alphabet);

constexpr std::uint32_t octet(char c) {
    return static_cast<unsigned char>(c);
}

/// Four characters for each group of three bytes; one or two bytes left over give two or three.
std::string encode(std::string_view bytes, std::string_view alphabet) {
    std::size_t const rest = bytes.size() % 3;
    std::size_t const whole = bytes.size() - rest;
    std::string text(bytes.size() / 3 * 4 + (rest == 0 ? 0 : rest + 1), '\0');
    char* out = text.data();
    for (std::size_t i = 0; i < whole; i += 3) {
        std::uint32_t const group = octet(bytes[i]) << 16 | octet(bytes[i + 1]) << 8 | octet(bytes[i + 2]);
        *out++ = alphabet[group >> 18];
        *out++ = alphabet[group >> 12 & 63];
        *out++ = alphabet[group >> 6 & 63];
        *out++ = alphabet[group & 63];
    }
    if (rest == 0) return text;
    std::uint32_t const group = octet(bytes[whole]) << 16 | (rest == 2 ? octet(bytes[whole + 1]) << 8 : 0);
    *out++ = alphabet[group >> 18];
    *out++ = alphabet[group >> 12 & 63];
    if (rest == 2) *out = alphabet[group >> 6 & 63];
    return text;
}

std::optional<std::string> decode(std::string_view text, table const& values) {
    std::size_t const rest = text.size() % 4;
    if (rest == 1) return std::nullopt;
    std::size_t const whole = text.size() - rest;
    std::string bytes(whole / 4 * 3 + (rest == 0 ? 0 : rest - 1), '\0');
    char* out = bytes.data();
    // Values have six bits, `foreign` has all eight: one test after the loop finds any foreign character.
    std::uint32_t seen = 0;
    for (std::size_t i = 0; i < whole; i += 4) {
        std::uint32_t const a = values[octet(text[i])], b = values[octet(text[i + 1])];
        std::uint32_t const c = values[octet(text[i + 2])], d = values[octet(text[i + 3])];
        seen |= a | b | c | d;
        std::uint32_t const group = a << 18 | b << 12 | c << 6 | d;
        *out++ = static_cast<char>(group >> 16 & 255);
        *out++ = static_cast<char>(group >> 8 & 255);
        *out++ = static_cast<char>(group & 255);
    }
    if (rest != 0) {
        std::uint32_t const a = values[octet(text[whole])], b = values[octet(text[whole + 1])];
        std::uint32_t const c = rest == 3 ? values[octet(text[whole + 2])] : 0u;
        seen |= a | b | c;
        std::uint32_t const group = a << 18 | b << 12 | c << 6;
        std::uint32_t const stray_bits = rest == 3 ? group & 0xff : group & 0xffff;
        if (stray_bits != 0) return std::nullopt;
        *out++ = static_cast<char>(group >> 16 & 255);
        if (rest == 3) *out = static_cast<char>(group >> 8 & 255);
    }
    if (seen > 63) return std::nullopt;
    return bytes;
}

}  // namespace

std::string base64url(std::string_view bytes) {
    return encode(bytes, url_alphabet);
}

std::string base64(std::string_view bytes) {
    std::string text = encode(bytes, standard_alphabet);
    text.append((4 - text.size() % 4) % 4, '=');
    return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
    return decode(text, url_values);
}

std::optional<std::string> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    if (text.ends_with('=')) text.remove_suffix(text.ends_with("==") ? 2 : 1);
    return decode(text, standard_values);
}

}  // namespace seal
