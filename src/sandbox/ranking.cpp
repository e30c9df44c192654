#include "sandbox/ranking.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace sandbox {
namespace {

constexpr std::array common_words = {
    "a",    "about", "an",   "and",   "are",   "as",  "at",   "be",   "by",   "can",   "could", "did",  "do",
    "does", "for",   "from", "had",   "has",   "how", "i",    "in",   "is",   "it",    "its",   "like", "me",
    "my",   "of",    "on",   "or",    "our",   "so",  "tell", "that", "the",  "this",  "to",    "us",   "was",
    "we",   "what",  "when", "where", "which", "who", "why",  "will", "with", "would", "you",   "your"};

constexpr std::array common_signs = {U'的', U'了', U'是', U'我', U'你', U'他',
                                     U'她', U'吗', U'呢', U'在', U'和', U'么'};

/// The character at the front of `text`, taken off it; a broken sequence gives U+FFFD.
char32_t take_character(std::string_view& text) {
    auto first = static_cast<unsigned char>(text.front());
    std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    char32_t value = length == 1 ? first : first & (0xFFU >> (length + 1));
    std::size_t taken = 1;
    for (; taken < length && taken < text.size(); ++taken) {
        auto const next = static_cast<unsigned char>(text[taken]);
        if ((next & 0xC0U) != 0x80U) break;
        value = value << 6 | (next & 0x3FU);
    }
    text.remove_prefix(taken);
    return taken < length || (first >= 0x80 && first < 0xC0) ? 0xFFFD : value;
}

/// Scripts that are written without blanks: Han, kana, Hangul.
bool is_dense(char32_t c) {
    return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7AF) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

bool is_letter(char32_t c) {
    if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return c >= 0xC0 && !is_dense(c) && !(c >= 0x2000 && c <= 0x303F) && !(c >= 0xFF00 && c <= 0xFF0F) && c != 0xFFFD;
}

/// Collects terms while the text goes by.
class collector {
public:
    void add(std::string_view bytes, char32_t c) {
        bool dense = is_dense(c);
        if (!dense) end_of_dense();
        if (!is_letter(c)) end_of_word();
        if (dense) add_sign(bytes, c);
        if (!is_letter(c) || dense) return;
        for (char byte : bytes) word_ += byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte;
    }

    term_set finish() {
        end_of_dense();
        end_of_word();
        return std::move(terms_);
    }

private:
    void add_sign(std::string_view bytes, char32_t c) {
        if (std::ranges::find(common_signs, c) != common_signs.end()) return end_of_dense();
        if (!last_.empty()) {
            terms_.insert(last_ + std::string(bytes));
            alone_ = false;
        } else {
            alone_ = true;
        }
        last_ = bytes;
    }

    void end_of_dense() {
        if (alone_) terms_.insert(last_);
        last_.clear();
        alone_ = false;
    }

    void end_of_word() {
        bool plural = word_.size() > 3 && word_.ends_with('s') && !word_.ends_with("ss");
        if (plural) word_.pop_back();
        bool common = std::ranges::find(common_words, word_) != common_words.end();
        if (!word_.empty() && !common) terms_.insert(word_);
        word_.clear();
    }

    term_set terms_;
    std::string word_;
    std::string last_;
    bool alone_ = false;
};

std::size_t count_shared(term_set const& left, term_set const& right) {
    return static_cast<std::size_t>(
        std::ranges::count_if(left, [&](auto const& term) { return right.contains(term); }));
}

/// Rare among `texts` is heavy.
double weight(std::string const& term, std::vector<term_set> const& texts) {
    auto having = std::ranges::count_if(texts, [&](auto const& terms) { return terms.contains(term); });
    return std::log(1.0 + (static_cast<double>(texts.size()) + 1.0) / (static_cast<double>(having) + 1.0));
}

}  // namespace

term_set terms_of(std::string_view text) {
    collector found;
    while (!text.empty()) {
        auto before = text;
        auto c = take_character(text);
        found.add(before.substr(0, before.size() - text.size()), c);
    }
    return found.finish();
}

double overlap(term_set const& left, term_set const& right) {
    auto smaller = std::min(left.size(), right.size());
    if (smaller == 0) return 0;
    return static_cast<double>(count_shared(left, right)) / static_cast<double>(smaller);
}

double coverage(term_set const& wanted, term_set const& given) {
    if (wanted.empty()) return 0;
    return static_cast<double>(count_shared(wanted, given)) / static_cast<double>(wanted.size());
}

std::vector<ranked> rank(std::string_view query, std::vector<std::string> const& texts) {
    std::vector<term_set> all;
    for (auto const& text : texts) all.push_back(terms_of(text));
    auto const wanted = terms_of(query);
    std::vector<double> scores(texts.size(), 0.0);
    double most = 0;
    for (auto const& term : wanted) {
        auto heavy = weight(term, all);
        most += heavy;
        for (std::size_t i = 0; i < all.size(); ++i)
            if (all[i].contains(term)) scores[i] += heavy;
    }
    std::vector<ranked> result;
    for (std::size_t i = 0; i < texts.size(); ++i) result.push_back({i, most > 0 ? scores[i] / most : 0});
    std::ranges::sort(result, [](ranked const& left, ranked const& right) {
        return left.score != right.score ? left.score > right.score : left.index < right.index;
    });
    return result;
}

}  // namespace sandbox
