#pragma once
// Subtitles: SubRip (SRT) and WebVTT.

#include <cstdint>
#include <string>
#include <vector>

namespace media {

struct cue {
    std::int64_t begin_ms = 0;
    std::int64_t end_ms = 0;
    std::string text;
    std::string speaker;  // empty: not told
};

/// Numbered from 1, in the order given. Cues without text are left out; one that ends before it begins lasts a
/// millisecond. Blank lines inside a text, which would end the cue, are removed. A speaker stands before the text:
/// `NAME: text`.
std::string to_srt(std::vector<cue> const& cues);

/// The same; `&`, `<` and `>` are escaped and a speaker is a voice: `<v NAME>text`.
std::string to_vtt(std::vector<cue> const& cues);

}  // namespace media
