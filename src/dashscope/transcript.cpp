#include "dashscope/transcript.hpp"

#include "dashscope/fields.hpp"

#include <algorithm>
#include <cstdio>
#include <limits>
#include <tuple>

namespace dashscope {

namespace {

std::optional<std::int64_t> number_at(json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    if (!value || !value->is_number()) return std::nullopt;
    boost::system::error_code failed;
    auto const number = value->to_number<std::int64_t>(failed);
    if (failed) return std::nullopt;
    return number;
}

// DashScope counts speakers from 0; some models name them.
std::string speaker_of(json::object const& sentence) {
    auto const number = number_at(sentence, "speaker_id");
    if (number && *number < std::numeric_limits<std::int64_t>::max()) return std::to_string(*number + 1);
    return std::string(string_at(sentence, "speaker_id"));
}

void read_sentence(json::object const& from, int channel, transcript& into) {
    spoken_sentence sentence;
    sentence.begin_ms = number_at(from, "begin_time").value_or(0);
    sentence.end_ms = number_at(from, "end_time").value_or(sentence.begin_ms);
    sentence.text = string_at(from, "text");
    sentence.speaker = speaker_of(from);
    sentence.channel = channel;
    if (into.language.empty()) into.language = string_at(from, "language");
    if (!sentence.text.empty()) into.sentences.push_back(std::move(sentence));
}

void read_channel(json::object const& from, transcript& into) {
    auto const channel = static_cast<int>(number_at(from, "channel_id").value_or(0));
    auto const text = string_at(from, "text");
    if (!text.empty()) into.text += (into.text.empty() ? "" : "\n") + std::string(text);
    auto const* sentences = array_at(from, "sentences");
    if (!sentences) return;
    for (auto const& each : *sentences)
        if (auto const* sentence = each.if_object()) read_sentence(*sentence, channel, into);
}

}  // namespace

transcript read_transcript(json::value const& file) {
    transcript result;
    auto const* whole = file.if_object();
    if (!whole) return result;
    if (auto const* properties = object_at(*whole, "properties"))
        result.duration_ms = number_at(*properties, "original_duration_in_milliseconds");
    auto const* channels = array_at(*whole, "transcripts");
    if (!channels) return result;
    for (auto const& each : *channels)
        if (auto const* channel = each.if_object()) read_channel(*channel, result);
    result.many_channels = channels->size() > 1;
    auto const place = [](spoken_sentence const& of) { return std::tuple(of.begin_ms, of.channel, of.end_ms); };
    std::ranges::sort(result.sentences, {}, place);
    return result;
}

std::string time_text(std::int64_t ms) {
    ms = std::max<std::int64_t>(ms, 0);
    auto const hours = static_cast<long>(ms / 3'600'000);
    auto const minutes = static_cast<int>(ms / 60'000 % 60);
    auto const seconds = static_cast<int>(ms / 1000 % 60);
    auto const rest = static_cast<int>(ms % 1000);
    char text[48];
    if (hours > 0)
        std::snprintf(text, sizeof text, "%ld:%02d:%02d.%03d", hours, minutes, seconds, rest);
    else
        std::snprintf(text, sizeof text, "%02d:%02d.%03d", minutes, seconds, rest);
    return text;
}

std::string lines_of(transcript const& from) {
    if (from.sentences.empty()) return from.text;
    std::string lines;
    for (auto const& each : from.sentences) {
        if (!lines.empty()) lines += '\n';
        lines += "[" + time_text(each.begin_ms) + " - " + time_text(each.end_ms) + "] ";
        if (from.many_channels) lines += "Channel " + std::to_string(each.channel) + ", ";
        if (!each.speaker.empty())
            lines += "Speaker " + each.speaker + ": ";
        else if (from.many_channels)
            lines.replace(lines.size() - 2, 2, ": ");
        lines += each.text;
    }
    return lines;
}

}  // namespace dashscope
