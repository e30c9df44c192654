#include "media/subtitles.hpp"

#include <algorithm>
#include <limits>
#include <string_view>

namespace media {

namespace {

void append_number(std::string& out, std::int64_t value, std::size_t digits) {
    auto const text = std::to_string(value);
    if (text.size() < digits) out.append(digits - text.size(), '0');
    out += text;
}

void append_time(std::string& out, std::int64_t ms, char point) {
    ms = std::max<std::int64_t>(ms, 0);
    append_number(out, ms / 3'600'000, 2);
    out += ':';
    append_number(out, ms / 60'000 % 60, 2);
    out += ':';
    append_number(out, ms / 1000 % 60, 2);
    out += point;
    append_number(out, ms % 1000, 3);
}

void append_times(std::string& out, cue const& of, char point) {
    // Times are what a file says: the last moment that can be told has one behind it.
    auto const begin = std::clamp<std::int64_t>(of.begin_ms, 0, std::numeric_limits<std::int64_t>::max() - 1);
    append_time(out, begin, point);
    out += " --> ";
    append_time(out, std::max(of.end_ms, begin + 1), point);
    out += '\n';
}

// Lines that are not blank, without the blanks around them. An arrow would be read as times.
std::string clean(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        auto const end = std::min(text.find_first_of("\r\n"), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
        while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
        if (line.empty()) continue;
        if (!out.empty()) out += '\n';
        out += line;
    }
    // Of many dashes before an arrow's point one falls away at a time.
    for (auto at = out.find("-->"); at != std::string::npos; at = out.find("-->", at > 0 ? at - 1 : 0))
        out.replace(at, 3, "->");
    return out;
}

std::string escaped(std::string_view text) {
    std::string out;
    for (char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else
            out += c;
    }
    return out;
}

// A name on one line.
std::string name_of(std::string_view speaker) {
    auto name = clean(speaker);
    std::ranges::replace(name, '\n', ' ');
    return name;
}

}  // namespace

std::string to_srt(std::vector<cue> const& cues) {
    std::string out;
    int number = 0;
    for (auto const& each : cues) {
        auto const text = clean(each.text);
        if (text.empty()) continue;
        out += std::to_string(++number) + '\n';
        append_times(out, each, ',');
        auto const speaker = name_of(each.speaker);
        if (!speaker.empty()) out += speaker + ": ";
        out += text + "\n\n";
    }
    return out;
}

std::string to_vtt(std::vector<cue> const& cues) {
    std::string out("WEBVTT\n\n");
    for (auto const& each : cues) {
        auto const text = clean(each.text);
        if (text.empty()) continue;
        append_times(out, each, '.');
        auto const speaker = name_of(each.speaker);
        if (!speaker.empty()) out += "<v " + escaped(speaker) + ">";
        out += escaped(text) + "\n\n";
    }
    return out;
}

}  // namespace media
