#pragma once
// A transcription file (catalogue §8): what was said when, and by whom.

#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dashscope {

namespace json = boost::json;

struct spoken_sentence {
    std::int64_t begin_ms = 0;
    std::int64_t end_ms = 0;
    std::string text;
    std::string speaker;  // "1", "2", … counted as people do; empty: not told
    int channel = 0;
};

struct transcript {
    std::string text;  // of all channels
    std::vector<spoken_sentence> sentences;
    std::optional<std::int64_t> duration_ms;
    std::string language;  // of the first sentence that tells one
    bool many_channels = false;
};

/// Reads either form (fun-asr and paraformer; qwen3-filetrans). Sentences of several channels are in order of time.
transcript read_transcript(json::value const& file);

/// "01:02.345", with hours where there are any.
std::string time_text(std::int64_t ms);

/// One line for each sentence: `[00:00.100 - 00:02.300] Speaker 1: text`. The plain text where there are none.
std::string lines_of(transcript const& from);

}  // namespace dashscope
