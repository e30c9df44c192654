#pragma once
// Text as it is spoken: sentences and words with their times. Synthesis gives them their length, recognition finds them
// again in any recording of the same text.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

struct spoken_word {
    std::string text;
    std::string punctuation;  // behind it
    std::int64_t begin = 0;   // milliseconds
    std::int64_t end = 0;     // of the sound; a pause may follow
};

struct spoken_sentence {
    std::vector<spoken_word> words;  // never empty

    std::int64_t begin() const { return words.front().begin; }
    std::int64_t end() const { return words.back().end; }
    std::string text() const;
};

/// At the usual speed; Chinese, Japanese and Korean characters are words of their own.
std::vector<spoken_sentence> speak_text(std::string_view text);

/// Milliseconds with the last pause; 0 for a text without words.
std::int64_t length_of(std::vector<spoken_sentence> const& sentences);

/// The same with all times stretched so that they fill `milliseconds`.
std::vector<spoken_sentence> stretched(std::vector<spoken_sentence> sentences, std::int64_t milliseconds);

/// Without the tags of SSML.
std::string without_tags(std::string_view text);

/// "zh" where there is a Chinese character, else "en".
std::string language_of(std::string_view text);

}  // namespace sandbox
