#include "install/diff.hpp"

#include <algorithm>
#include <cctype>
#include <vector>

namespace install {

namespace {

using lines = std::vector<std::string_view>;

constexpr std::size_t context = 3;

lines split(std::string_view text) {
    lines all;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        all.push_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return all;
}

bool sounds_secret(std::string_view name) {
    std::string upper;
    for (char c : name) upper += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    for (std::string_view const word :
         {"KEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "AUTHORIZATION", "BEARER", "COOKIE"})
        if (upper.find(word) != std::string::npos) return true;
    return false;
}

// References are no secrets, and what is shown of ours is one.
bool is_reference(std::string_view value) {
    return value.find("${") != std::string_view::npos || value.find("{env:") != std::string_view::npos || value.empty();
}

// Each `name … : "value"` or `name = "value"` of the line.
std::string masked_line(std::string_view line) {
    std::string out;
    std::string_view last;  // the string before
    for (std::size_t at = 0; at < line.size();) {
        if (line[at] != '"') {
            out += line[at++];
            continue;
        }
        auto end = at + 1;
        while (end < line.size() && line[end] != '"') end += line[end] == '\\' ? 2 : 1;
        end = std::min(end, line.size());
        auto const content = line.substr(at + 1, end - at - 1);
        auto const before = line.substr(0, at);
        auto const sign = before.find_last_not_of(" \t");
        bool const value = sign != std::string_view::npos && (before[sign] == ':' || before[sign] == '=');
        auto const name = before.ends_with("= ") ? before : last;
        bool const hide = value && sounds_secret(name) && !is_reference(content);
        out += hide ? "\"***\"" : std::string(line.substr(at, std::min(end + 1, line.size()) - at));
        last = content;
        at = end + 1;
    }
    return out;
}

struct step {
    char sign;
    std::string_view line;
};

// The longest common part of what differs; what is too long for that is shown as replaced.
std::vector<step> steps(lines const& a, lines const& b) {
    std::vector<step> all;
    if (a.size() * b.size() > 4'000'000) {
        for (auto line : a) all.push_back({'-', line});
        for (auto line : b) all.push_back({'+', line});
        return all;
    }
    std::vector<std::vector<std::size_t>> common(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (auto i = a.size(); i-- > 0;)
        for (auto j = b.size(); j-- > 0;)
            common[i][j] = a[i] == b[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
    for (std::size_t i = 0, j = 0; i < a.size() || j < b.size();) {
        if (i < a.size() && j < b.size() && a[i] == b[j]) {
            all.push_back({' ', a[i]});
            ++i, ++j;
        } else if (i < a.size() && (j == b.size() || common[i + 1][j] >= common[i][j + 1])) {
            all.push_back({'-', a[i++]});
        } else {
            all.push_back({'+', b[j++]});
        }
    }
    return all;
}

std::vector<step> all_steps(std::string_view before, std::string_view after) {
    auto const a = split(before);
    auto const b = split(after);
    std::size_t head = 0;
    while (head < std::min(a.size(), b.size()) && a[head] == b[head]) ++head;
    std::size_t tail = 0;
    while (tail < std::min(a.size(), b.size()) - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
    auto const middle = [&](lines const& from) {
        return lines(from.begin() + static_cast<std::ptrdiff_t>(head), from.end() - static_cast<std::ptrdiff_t>(tail));
    };
    std::vector<step> all;
    all.reserve(std::max(a.size(), b.size()));
    for (std::size_t i = 0; i < head; ++i) all.push_back({' ', a[i]});
    for (auto const& each : steps(middle(a), middle(b))) all.push_back(each);
    for (auto i = a.size() - tail; i < a.size(); ++i) all.push_back({' ', a[i]});
    return all;
}

}  // namespace

std::string unified_diff(std::string_view before, std::string_view after, std::string_view name) {
    if (before == after) return {};
    auto const all = all_steps(before, after);
    std::vector<bool> shown(all.size());
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].sign != ' ')
            for (auto j = i - std::min(i, context); j <= std::min(i + context, all.size() - 1); ++j) shown[j] = true;
    std::string out = "--- " + std::string(name) + "\n+++ " + std::string(name) + "\n";
    std::size_t old_line = 1;
    std::size_t new_line = 1;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (shown[i] && (i == 0 || !shown[i - 1]))
            out += "@@ -" + std::to_string(old_line) + " +" + std::to_string(new_line) + " @@\n";
        if (shown[i]) out += all[i].sign + masked_line(all[i].line) + '\n';
        if (all[i].sign != '+') ++old_line;
        if (all[i].sign != '-') ++new_line;
    }
    return out;
}

}  // namespace install
