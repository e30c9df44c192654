#include "sandbox/tone.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace sandbox {
namespace {

constexpr std::size_t rate = 24'000;
constexpr std::size_t samples_of_byte = rate / 100;  // ten milliseconds for each byte of text
constexpr std::size_t longest = rate * 2;
constexpr double pitch = 440;
constexpr double loudness = 6000;

}  // namespace

std::string base64(std::string_view bytes) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        std::uint32_t group = 0;
        auto length = std::min<std::size_t>(3, bytes.size() - at);
        for (std::size_t i = 0; i < 3; ++i)
            group = group << 8 | (i < length ? static_cast<unsigned char>(bytes[at + i]) : 0U);
        for (std::size_t i = 0; i < 4; ++i) text += i <= length ? digits[group >> (18 - 6 * i) & 63U] : '=';
    }
    return text;
}

std::string spoken(std::string_view text) {
    auto samples = std::min(longest, text.size() * samples_of_byte);
    std::string bytes;
    for (std::size_t i = 0; i < samples; ++i) {
        auto angle = 2 * std::numbers::pi * pitch * static_cast<double>(i) / static_cast<double>(rate);
        auto value = static_cast<std::uint16_t>(static_cast<std::int16_t>(loudness * std::sin(angle)));
        bytes += static_cast<char>(value & 0xFFU);
        bytes += static_cast<char>(value >> 8);
    }
    return base64(bytes);
}

}  // namespace sandbox
