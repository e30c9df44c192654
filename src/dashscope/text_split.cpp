#include "dashscope/text_split.hpp"

#include <algorithm>

namespace dashscope {

namespace {

// How good a place is to cut behind.
enum class cut : int { none, blank, clause, sentence };

constexpr char32_t sentence_ends[] = U"。！？…；!?;．｡\n";
constexpr char32_t clause_ends[] = U"，、：,:—–";
constexpr char32_t closers[] = U"”’」』）】》〉\"')]»";
constexpr char32_t blanks[] = U" \t\r\u3000\u00a0";

bool is_one_of(char32_t c, std::u32string_view set) { return set.find(c) != std::u32string_view::npos; }

struct character {
    char32_t code;
    std::size_t size;  // in bytes
};

character read(std::string_view text) {
    auto const lead = static_cast<unsigned char>(text[0]);
    std::size_t const size = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (lead < 0x80 || size == 1 || size > text.size()) return {lead, 1};
    auto code = static_cast<char32_t>(lead & (0xFF >> (size + 1)));
    for (std::size_t i = 1; i < size; ++i) {
        auto const next = static_cast<unsigned char>(text[i]);
        if ((next & 0xC0) != 0x80) return {lead, 1};
        code = (code << 6) | (next & 0x3Fu);
    }
    return {code, size};
}

bool is_letter(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); }

// In thirds: three letters make a token at the least, blanks belong to the word behind them; anything else (digits,
// Chinese, punctuation) may be a token by itself.
std::size_t thirds(char32_t c) {
    if (is_letter(c)) return 1;
    return is_one_of(c, blanks) ? 0 : 3;
}

std::size_t cost(char32_t c, text_unit unit) { return unit == text_unit::tokens ? thirds(c) : 1; }

std::size_t scale(text_unit unit) { return unit == text_unit::tokens ? 3 : 1; }

// A full stop ends a sentence only before a blank, and not behind an initial ("J. Smith").
bool ends_by_stop(std::string_view text, std::size_t at) {
    auto const next = at + 1;
    if (next < text.size() && !is_one_of(read(text.substr(next)).code, blanks) && text[next] != '\n' &&
        !is_one_of(read(text.substr(next)).code, closers))
        return false;
    bool const initial = at >= 1 && is_letter(static_cast<unsigned char>(text[at - 1])) &&
                         (at == 1 || text[at - 2] == ' ' || text[at - 2] == '.');
    return !initial || next >= text.size();
}

cut cut_behind(std::string_view text, std::size_t at, char32_t c) {
    if (c == U'.') return ends_by_stop(text, at) ? cut::sentence : cut::none;
    if (is_one_of(c, sentence_ends)) return cut::sentence;
    if (is_one_of(c, clause_ends)) return cut::clause;
    return is_one_of(c, blanks) ? cut::blank : cut::none;
}

// Where the first part of `text` ends.
std::size_t first_part(std::string_view text, text_limit limit) {
    auto const most = limit.most * scale(limit.unit);
    std::size_t used = 0, at = 0;
    std::size_t ends[4] = {0, 0, 0, 0};  // the last place of each quality
    cut open = cut::none;                // closing quotes belong to what they close
    while (at < text.size()) {
        auto const c = read(text.substr(at));
        used += cost(c.code, limit.unit);
        if (used > most) break;
        bool const closes = open != cut::none && is_one_of(c.code, closers);
        auto const quality = closes ? open : cut_behind(text, at, c.code);
        at += c.size;
        ends[static_cast<int>(quality)] = at;
        open = quality;
    }
    if (at >= text.size()) return text.size();
    for (auto quality : {cut::sentence, cut::clause, cut::blank})
        if (auto const end = ends[static_cast<int>(quality)]; end > 0) return end;
    return std::max(at, read(text).size);
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty()) {
        auto const c = read(text);
        if (c.code != U'\n' && !is_one_of(c.code, blanks)) break;
        text.remove_prefix(c.size);
    }
    auto const blank_at_end = [&] {
        for (std::string_view blank : {" ", "\t", "\r", "\n", "\u3000", "\u00a0"})
            if (text.ends_with(blank)) return blank.size();
        return std::size_t{0};
    };
    while (auto const size = blank_at_end()) text.remove_suffix(size);
    return text;
}

}  // namespace

std::size_t measure(std::string_view text, text_unit unit) {
    std::size_t total = 0;
    while (!text.empty()) {
        auto const c = read(text);
        total += cost(c.code, unit);
        text.remove_prefix(c.size);
    }
    return (total + scale(unit) - 1) / scale(unit);
}

std::vector<std::string> split_text(std::string_view text, text_limit limit) {
    std::vector<std::string> parts;
    for (text = trimmed(text); !text.empty(); text = trimmed(text)) {
        auto const end = first_part(text, limit);
        parts.emplace_back(trimmed(text.substr(0, end)));
        text.remove_prefix(end);
    }
    return parts;
}

}  // namespace dashscope
