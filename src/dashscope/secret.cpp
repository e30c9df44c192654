#include "dashscope/secret.hpp"

#include <algorithm>
#include <array>

namespace dashscope {

namespace {

constexpr std::string_view ellipsis = "…";

bool is_word(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_key_character(char c) {
    return is_word(c) || c == '-' || c == '_' || c == '.' || c == '~' || c == '+';
}

struct shape {
    std::string_view prefix;
    std::size_t least;  // characters after the prefix that make it a credential and not a word
};

constexpr std::array shapes = {shape{"sk-", 6}, shape{"Bearer ", 8}, shape{"bearer ", 8}, shape{"LTAI", 10}};

/// Where the credential that begins at `at` ends; `at` when there is none.
std::size_t credential_end(std::string_view text, std::size_t at) {
    if (at > 0 && is_word(text[at - 1])) return at;
    for (auto const& candidate : shapes) {
        if (!text.substr(at).starts_with(candidate.prefix)) continue;
        auto begin = at + candidate.prefix.size();
        auto end = begin;
        while (end < text.size() && is_key_character(text[end])) ++end;
        if (end - begin >= candidate.least) return end;
    }
    return at;
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

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
    return key.find("${") != std::string_view::npos || key.find("{{") != std::string_view::npos;
}

bool is_valid_api_key(std::string_view key) {
    auto fits = [](char c) { return c > ' ' && c < 0x7F && c != '"' && c != '\'' && c != '`'; };
    return !key.empty() && std::all_of(key.begin(), key.end(), fits);
}

std::string scrubbed(std::string text, std::string_view key) {
    // A shorter "key" (a test's "k", say) would tear ordinary words apart.
    if (key.size() >= 8) replace_all(text, key, "***");
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        auto end = credential_end(text, at);
        if (end == at) {
            out += text[at++];
            continue;
        }
        out += "***";
        at = end;
    }
    return out;
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
