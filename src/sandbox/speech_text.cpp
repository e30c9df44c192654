#include "sandbox/speech_text.hpp"

#include "sandbox/fields.hpp"

#include <algorithm>

namespace sandbox {
namespace {

constexpr std::int64_t letter_ms = 65;
constexpr std::int64_t character_ms = 200;
constexpr std::int64_t least_word_ms = 120;
constexpr std::int64_t word_pause_ms = 40;
constexpr std::int64_t comma_pause_ms = 200;
constexpr std::int64_t stop_pause_ms = 400;

std::string_view take_character(std::string_view& text) {
    std::size_t length = 1;
    while (length < text.size() && length < 4 && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) ++length;
    auto const character = text.substr(0, length);
    text.remove_prefix(length);
    return character;
}

bool is_among(std::string_view character, std::string_view marks) {
    return marks.find(character) != std::string_view::npos;
}

bool ends_sentence(std::string_view character) {
    return is_among(character, ".!?\n") || is_among(character, "。！？");
}

bool is_mark(std::string_view character) {
    return is_among(character, ".!?,;:\"()[]{}\n") || is_among(character, "。！？，、；：“”‘’（）《》【】…—");
}

bool is_blank(std::string_view character) {
    return is_among(character, " \t\r\n") || character == "\xE3\x80\x80";
}

/// Three bytes and above U+2E80: scripts whose characters are spoken each by itself.
bool stands_alone(std::string_view character) {
    return character.size() >= 3 && static_cast<unsigned char>(character[0]) >= 0xE2 && character >= "\xE2\xBA\x80";
}

std::int64_t length_of_word(std::string_view word) {
    if (stands_alone(word)) return character_ms;
    return std::max(least_word_ms, letter_ms * static_cast<std::int64_t>(count_characters(word)));
}

std::int64_t pause_behind(std::string const& punctuation) {
    if (punctuation.empty()) return word_pause_ms;
    for (std::string_view rest = punctuation; !rest.empty();)
        if (ends_sentence(take_character(rest))) return stop_pause_ms;
    return comma_pause_ms;
}

/// Collects words and sentences while the text goes by.
class splitter {
public:
    void add(std::string_view character) {
        // A point within a number or a word ("3.5", "v1.2") ends nothing; whether it does shows with what follows.
        if (is_blank(character)) return finish_mark(character);
        if (is_mark(character)) return add_mark(character);
        if (closes_ && !word_behind_mark(character)) end_sentence();
        if (stands_alone(character)) end_word();
        word_ += character;
        if (stands_alone(character)) end_word();
    }

    std::vector<spoken_sentence> finish() {
        end_word();
        end_sentence();
        return std::move(sentences_);
    }

private:
    void finish_mark(std::string_view character) {
        end_word();
        if (closes_ || character == "\n") end_sentence();
    }

    void add_mark(std::string_view character) {
        end_word();
        if (words_.empty()) return;
        words_.back().punctuation += character;
        if (ends_sentence(character)) closes_ = true;
    }

    /// "3" behind "2." is one word with it again.
    bool word_behind_mark(std::string_view character) {
        bool const ascii = character.size() == 1;
        if (!ascii || words_.empty() || words_.back().punctuation != "." || stands_alone(words_.back().text))
            return false;
        word_ = words_.back().text + ".";
        words_.pop_back();
        closes_ = false;
        return true;
    }

    void end_word() {
        if (!word_.empty()) words_.push_back({std::move(word_), {}, 0, 0});
        word_.clear();
    }

    void end_sentence() {
        if (!words_.empty()) sentences_.push_back({std::move(words_)});
        words_.clear();
        closes_ = false;
    }

    std::vector<spoken_sentence> sentences_;
    std::vector<spoken_word> words_;
    std::string word_;
    bool closes_ = false;
};

}  // namespace

std::string spoken_sentence::text() const {
    std::string all;
    for (auto const& word : words) {
        bool const joins = all.empty() || stands_alone(word.text) || static_cast<unsigned char>(all.back()) >= 0x80;
        if (!joins) all += ' ';
        all += word.text + word.punctuation;
    }
    return all;
}

std::vector<spoken_sentence> speak_text(std::string_view text) {
    splitter parts;
    while (!text.empty()) parts.add(take_character(text));
    auto sentences = parts.finish();
    std::int64_t now = 0;
    for (auto& sentence : sentences) {
        for (auto& word : sentence.words) {
            word.begin = now;
            word.end = now + length_of_word(word.text);
            now = word.end + pause_behind(word.punctuation);
        }
    }
    return sentences;
}

std::int64_t length_of(std::vector<spoken_sentence> const& sentences) {
    if (sentences.empty()) return 0;
    auto const& last = sentences.back().words.back();
    return last.end + pause_behind(last.punctuation);
}

std::vector<spoken_sentence> stretched(std::vector<spoken_sentence> sentences, std::int64_t milliseconds) {
    auto const length = std::max<std::int64_t>(length_of(sentences), 1);
    for (auto& sentence : sentences) {
        for (auto& word : sentence.words) {
            word.begin = word.begin * milliseconds / length;
            word.end = word.end * milliseconds / length;
        }
    }
    return sentences;
}

std::string without_tags(std::string_view text) {
    std::string result;
    bool inside = false;
    for (char c : text) {
        if (c == '<') inside = true;
        if (!inside) result += c;
        if (c == '>') inside = false;
    }
    return result;
}

std::string language_of(std::string_view text) {
    while (!text.empty())
        if (stands_alone(take_character(text))) return "zh";
    return "en";
}

}  // namespace sandbox
