#include "install/text_edit.hpp"

#include <algorithm>

namespace install {

std::string place_of(std::string_view text, std::size_t position) {
    auto const before = text.substr(0, position);
    auto const line = std::count(before.begin(), before.end(), '\n') + 1;
    auto const newline = before.rfind('\n');
    auto const column = newline == std::string_view::npos ? before.size() : before.size() - newline - 1;
    return "line " + std::to_string(line) + ", column " + std::to_string(column + 1);
}

std::string_view newline_of(std::string_view text) {
    auto const first = text.find('\n');
    return first != std::string_view::npos && first > 0 && text[first - 1] == '\r' ? "\r\n" : "\n";
}

std::string_view indent_at(std::string_view text, std::size_t position) {
    auto const newline = text.substr(0, position).rfind('\n');
    auto const line = text.substr(newline == std::string_view::npos ? 0 : newline + 1);
    return line.substr(0, std::min(line.find_first_not_of(" \t"), line.size()));
}

std::string joined(key_path const& path) {
    std::string all;
    for (auto const& key : path) all += (all.empty() ? "" : ".") + key;
    return all;
}

}  // namespace install
