#pragma once
// A recording written down: sentences with times, speakers and channels, in the two forms of DashScope's files.

#include "sandbox/audio_input.hpp"

#include <boost/json/object.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace sandbox {

struct listening {
    std::vector<std::size_t> channels = {0};
    std::optional<std::size_t> speakers;  // set: tell them apart
    std::vector<std::string> hot_words;
    std::vector<std::string> starred;  // words to be hidden behind stars
    std::vector<std::string> dropped;
};

/// The text, with hot words set right and filters applied.
std::string heard_text(recording const& from, listening const& how);

/// fun-asr, paraformer: `properties` and `transcripts`.
boost::json::object transcript_file(std::string_view url, recording const& from, listening const& how);
/// qwen3-asr-flash-filetrans: `audio_info` and `transcripts`.
boost::json::object qwen_transcript_file(std::string_view url, recording const& from, listening const& how);

}  // namespace sandbox
