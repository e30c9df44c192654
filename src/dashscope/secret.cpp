#include "dashscope/secret.hpp"

#include "telemetry/scrub.hpp"

#include <algorithm>

namespace dashscope {

namespace {

constexpr std::string_view ellipsis = "…";

/// The length of the UTF-8 character at the beginning of `text`; 0 when it is broken.
std::size_t character_length(std::string_view text) {
    auto first = static_cast<unsigned char>(text.front());
    if (first < 0x80) return 1;
    std::size_t length = 0;
    if (first >= 0xC2 && first <= 0xDF) length = 2;
    if (first >= 0xE0 && first <= 0xEF) length = 3;
    if (first >= 0xF0 && first <= 0xF4) length = 4;
    if (length == 0 || length > text.size()) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) return 0;
    return length;
}

}  // namespace

std::string masked(std::string_view key) {
    if (key.empty()) return {};
    if (key.size() < 12) return std::string(ellipsis);
    std::string prefix(key.starts_with("sk-") ? "sk-" : "");
    return prefix + std::string(ellipsis) + std::string(key.substr(key.size() - 4));
}

bool is_placeholder(std::string_view key) {
    for (std::string_view const mark : {"${", "{{", "{env:"})
        if (key.find(mark) != std::string_view::npos) return true;
    return key.starts_with('$');
}

bool is_valid_api_key(std::string_view key) {
    auto fits = [](char c) { return c > ' ' && c < 0x7F && c != '"' && c != '\'' && c != '`'; };
    return !key.empty() && std::all_of(key.begin(), key.end(), fits);
}

std::string scrubbed(std::string_view text, std::string_view key) {
    telemetry::scrubber secrets;
    secrets.add(std::string(key));
    return secrets.scrub(text);
}

std::string one_line(std::string_view text, std::size_t limit) {
    std::string out;
    while (!text.empty()) {
        auto length = character_length(text);
        auto piece = length == 0 ? std::string_view("?") : text.substr(0, length);
        auto c = static_cast<unsigned char>(piece.front());
        if (c <= ' ' || c == 0x7F)
            piece = out.empty() || out.back() == ' ' ? std::string_view() : std::string_view(" ");
        if (out.size() + piece.size() > limit) {
            out += ellipsis;
            return out;
        }
        out += piece;
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    while (out.ends_with(' ')) out.pop_back();
    return out;
}

}  // namespace dashscope
