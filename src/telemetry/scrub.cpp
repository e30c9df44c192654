#include "telemetry/scrub.hpp"

#include "platform/ascii.hpp"

#include <algorithm>
#include <array>

namespace telemetry {
namespace {

constexpr std::string_view stars = "***";
constexpr std::size_t shortest_secret = 6;
constexpr std::size_t most_secrets = 64;

bool is_key_character(char c) {
    return platform::is_letter_or_digit(c) || c == '-' || c == '_' || c == '.';
}

/// What RFC 6750 allows in a token, and `%` for one inside a URL.
bool is_token_character(char c) {
    return is_key_character(c) || c == '~' || c == '+' || c == '/' || c == '=' || c == '%';
}

struct pattern {
    std::string_view prefix;
    bool is_label;          // found in any case, and kept
    bool (*belongs)(char);  // to what follows the prefix
    std::size_t shortest;   // of what follows
};

constexpr std::array patterns = {
    pattern{"sk-", false, is_key_character, 8},
    pattern{"LTAI", false, platform::is_letter_or_digit, 8},
    pattern{"bearer ", true, is_token_character, 4},
    pattern{"signature=", true, is_token_character, 1},
    pattern{"security-token=", true, is_token_character, 1},
    pattern{"accesskeyid=", true, is_token_character, 1},
};

/// Words that end like a key begins, before an id: `task-0b3c4d5e` is none.
bool ends_a_word(std::string_view before) {
    constexpr std::array<std::string_view, 5> stems = {"ta", "di", "ri", "ma", "de"};
    if (before.size() < 2) return false;
    auto const last = platform::lower_case(before.substr(before.size() - 2));
    return std::ranges::find(stems, last) != stems.end();
}

struct match {
    std::size_t size = 0;  // 0: none
    std::size_t kept = 0;  // characters at its beginning that stay
};

match match_pattern(pattern const& candidate, std::string_view text, std::size_t at) {
    std::string_view const here = text.substr(at);
    bool const begins =
        candidate.is_label ? platform::begins_ignoring_case(here, candidate.prefix) : here.starts_with(candidate.prefix);
    if (!begins) return {};
    if (candidate.prefix == "sk-" && ends_a_word(text.substr(0, at))) return {};
    std::size_t begin = candidate.prefix.size();
    while (candidate.is_label && begin < here.size() && here[begin] == ' ') ++begin;
    std::size_t end = begin;
    while (end < here.size() && candidate.belongs(here[end])) ++end;
    while (end > begin && here[end - 1] == '.') --end;  // a sentence's
    if (end - begin < candidate.shortest) return {};
    return {end, candidate.is_label ? begin : 0};
}

match match_patterns(std::string_view text, std::size_t at) {
    for (auto const& candidate : patterns)
        if (auto const found = match_pattern(candidate, text, at); found.size != 0) return found;
    return {};
}

}  // namespace

void scrubber::add(std::string secret) {
    if (secret.size() < shortest_secret || std::find(order_.begin(), order_.end(), secret) != order_.end()) return;
    if (order_.size() == most_secrets) order_.erase(order_.begin());
    order_.push_back(std::move(secret));
    secrets_ = order_;
    std::sort(secrets_.begin(), secrets_.end(), [](auto const& a, auto const& b) { return a.size() > b.size(); });
}

std::string scrubber::scrub(std::string_view text) const {
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        auto const here = text.substr(at);
        auto const secret = std::find_if(secrets_.begin(), secrets_.end(),
                                         [&](std::string const& known) { return here.starts_with(known); });
        match const found = secret != secrets_.end() ? match{secret->size(), 0} : match_patterns(text, at);
        if (found.size == 0) {
            result.push_back(text[at++]);
            continue;
        }
        result.append(here.substr(0, found.kept)).append(stars);
        at += found.size;
    }
    return result;
}

}  // namespace telemetry
