// Transcription files, and the subtitles and lines that are made of them: as many cues as there are sentences with a
// text, each with its times in order and nothing that a player would take for something else.

#include "dashscope/transcript.hpp"
#include "media/subtitles.hpp"

#include "support.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <string>

namespace json = boost::json;

namespace {

/// `00:00:01,000`; hours may have more digits. Nothing when it is none.
std::optional<std::string> time_of(std::string_view text, char point) {
    auto const colon = text.find(':');
    if (colon == std::string_view::npos || colon < 2 || text.size() != colon + 10) return std::nullopt;
    std::string digits(text);
    if (digits[colon + 3] != ':' || digits[colon + 6] != point) return std::nullopt;
    std::erase_if(digits, [point](char c) { return c == ':' || c == point; });
    if (!std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
    return std::string(24 - std::min<std::size_t>(digits.size(), 24), '0') + digits;
}

// Reads a line of times: the end comes after the beginning.
void check_times(std::string_view line, char point) {
    constexpr std::string_view arrow = " --> ";
    auto const at = line.find(arrow);
    REQUIRE(at != std::string_view::npos);
    auto const begin = time_of(line.substr(0, at), point);
    auto const end = time_of(line.substr(at + arrow.size()), point);
    REQUIRE(begin && end);
    REQUIRE(*begin < *end);
}

// Blocks between blank lines. Each is one cue: nothing inside of it is blank, and there is one arrow.
std::size_t count_cues(std::string_view text, char point, bool numbered) {
    std::size_t cues = 0;
    while (!text.empty()) {
        auto const end = text.find("\n\n");
        REQUIRE(end != std::string_view::npos);
        auto block = text.substr(0, end);
        text.remove_prefix(end + 2);
        ++cues;
        if (numbered) REQUIRE(fuzz::take_until(block, '\n') == std::to_string(cues));
        check_times(fuzz::take_until(block, '\n'), point);
        REQUIRE(!block.empty());
        REQUIRE(block.find("-->") == std::string_view::npos);
        REQUIRE(block.find('\r') == std::string_view::npos);
    }
    return cues;
}

void check(dashscope::transcript const& read) {
    REQUIRE(std::ranges::is_sorted(read.sentences, {}, &dashscope::spoken_sentence::begin_ms));
    std::vector<media::cue> cues;
    std::size_t blank = 0;
    for (auto const& each : read.sentences) {
        REQUIRE(!each.text.empty());
        REQUIRE(!dashscope::time_text(each.begin_ms).empty());
        if (each.text.find_first_not_of(" \t\r\n") == std::string::npos) ++blank;
        cues.push_back({each.begin_ms, each.end_ms, each.text, each.speaker});
    }
    REQUIRE(count_cues(media::to_srt(cues), ',', true) == cues.size() - blank);
    auto const vtt = media::to_vtt(cues);
    constexpr std::string_view head = "WEBVTT\n\n";
    REQUIRE(vtt.starts_with(head));
    REQUIRE(count_cues(std::string_view(vtt).substr(head.size()), '.', false) == cues.size() - blank);
    auto const lines = dashscope::lines_of(read);
    if (read.sentences.empty()) REQUIRE(lines == read.text);
    for (auto const& each : read.sentences) REQUIRE(lines.find(each.text) != std::string::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = fuzz::view(data, size);
    boost::system::error_code failed;
    auto const file = json::parse(json::string_view(text.data(), text.size()), failed);
    if (!failed) check(dashscope::read_transcript(file));
    return 0;
}
