#include "sandbox/tokens.hpp"

#include <algorithm>

namespace sandbox {
namespace {

constexpr std::size_t longest_word = 8;
constexpr std::size_t tokens_in_piece = 3;

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::size_t length_of_character(std::string_view text) {
    std::size_t length = 1;
    while (length < text.size() && length < 4 && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) ++length;
    return length;
}

std::size_t length_of_token(std::string_view text) {
    std::size_t length = text.front() == ' ' ? 1 : 0;
    if (length == text.size()) return length;
    if (static_cast<unsigned char>(text[length]) >= 0x80) return length + length_of_character(text.substr(length));
    if (!is_word(text[length])) return length + (text[length] == ' ' ? 0 : 1);
    auto end = std::min(text.size(), length + longest_word);
    while (length < end && is_word(text[length])) ++length;
    return length;
}

}  // namespace

std::vector<std::string_view> split_tokens(std::string_view text) {
    std::vector<std::string_view> tokens;
    while (!text.empty()) {
        auto length = length_of_token(text);
        tokens.push_back(text.substr(0, length));
        text.remove_prefix(length);
    }
    return tokens;
}

std::size_t count_tokens(std::string_view text) {
    return split_tokens(text).size();
}

std::vector<std::string> cut(std::string_view text, std::size_t count) {
    auto tokens = split_tokens(text);
    if (count == 0) count = (tokens.size() + tokens_in_piece - 1) / tokens_in_piece;
    count = std::min(count, tokens.size());
    std::vector<std::string> pieces(count);
    for (std::size_t i = 0; i < tokens.size(); ++i) pieces[i * count / tokens.size()] += tokens[i];
    return pieces;
}

}  // namespace sandbox
