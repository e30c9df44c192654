#include "tools/transcript_result.hpp"

#include "dashscope/download.hpp"
#include "dashscope/failure.hpp"
#include "dashscope/settings.hpp"
#include "media/subtitles.hpp"
#include "tools/output.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>

namespace json = boost::json;

namespace tools {

namespace {

constexpr std::uint64_t largest_transcript = 64 * 1024 * 1024;
constexpr std::size_t shown_whole = 8000;  // bytes

std::string name_of_recording(std::string_view reference) {
    auto const path = reference.substr(0, reference.find_first_of("?#"));
    auto const name = path.substr(path.find_last_of('/') + 1);
    auto const stem = name.substr(0, name.rfind('.'));
    return stem.empty() || reference.starts_with("data:") ? "transcript" : std::string(stem);
}

platform::task<std::string> fetch(services with, std::string url) {
    std::string bytes;
    dashscope::download_rules rules;
    rules.max_bytes = largest_transcript;
    rules.base = with.settings.base;
    auto const take = [&bytes](std::string_view piece) { bytes += piece; };
    co_await dashscope::download(with.http, std::move(url), std::move(rules), take);
    co_return bytes;
}

std::string facts_of(dashscope::transcript const& from) {
    std::string text;
    auto const add = [&](std::string const& part) { text += (text.empty() ? " (" : ", ") + part; };
    if (from.duration_ms) add(dashscope::time_text(*from.duration_ms));
    if (!from.language.empty()) add("language " + from.language);
    if (!from.sentences.empty()) add(std::to_string(from.sentences.size()) + " sentences");
    return text.empty() ? text : text + ")";
}

std::string in_format(std::string_view format, dashscope::transcript const& from, std::string const& raw) {
    if (format == "json") return raw;
    return format == "txt" ? dashscope::lines_of(from) : subtitles(from, format);
}

/// One transcript as it came.
struct fetched {
    std::string title;
    std::string url;
    std::string raw;
    dashscope::transcript what;
};

platform::task<std::string> saved_files(services with, fetched const& from, transcript_wishes const& wishes,
                                        std::string stem) {
    std::string lines;
    for (auto const& format : wishes.save) {
        auto content = in_format(format, from.what, from.raw);
        if (content.empty()) {
            lines += "No " + format + ": this transcript has no times.\n";
            continue;
        }
        auto path = co_await with.out.save_text(content, stem, format, wishes.host);
        // Where nothing is saved the content itself is all there is.
        if (path.empty()) lines += format + ":\n" + shortened(content, from.url) + "\n";
        // A link does not tell what it leads to.
        else lines += (path.starts_with('/') ? "Saved: " : "Saved as " + format + ": ") + path + "\n";
    }
    co_return lines;
}

platform::task<std::string> words_for(services with, fetched from, transcript_wishes wishes) {
    auto const stem = wishes.stem.empty() ? name_of_recording(from.title) : wishes.stem;
    auto text = dashscope::lines_of(from.what);
    if (text.empty()) text = "(nothing was said)";
    std::string where;
    bool const saved_anyway = std::ranges::find(wishes.save, "txt") != wishes.save.end();
    if (text.size() > shown_whole && !saved_anyway) where = co_await with.out.save_text(text, stem, "txt", wishes.host);
    auto const files = co_await saved_files(with, from, wishes, stem);
    auto const rest = where.empty() ? (saved_anyway ? std::string("saved, see above") : from.url) : where;
    co_return "Transcript of " + from.title + facts_of(from.what) + "\n" + files + shortened(text, rest) +
        "\nWith words and times as JSON (URL, kept for 24 hours): " + from.url;
}

std::string words_for_failure(dashscope::transcribed const& file) {
    auto text = "No transcript of " + (file.file.empty() ? std::string("a recording") : file.file);
    if (!file.code.empty()) text += ": " + file.code;
    if (!file.message.empty()) text += ": " + file.message;
    return text;
}

platform::task<std::string> transcript_text(services with, dashscope::transcribed file, transcript_wishes wishes) {
    if (file.transcript_url.empty()) co_return words_for_failure(file);
    fetched from{file.file.empty() ? "the recording" : file.file, file.transcript_url, {}, {}};
    std::string trouble;
    try {
        from.raw = co_await fetch(with, file.transcript_url);
        boost::system::error_code failed;
        auto const parsed = json::parse(from.raw, failed);
        if (failed) trouble = "it is no JSON.";
        else from.what = dashscope::read_transcript(parsed);
    } catch (dashscope::failure const& failed) {
        trouble = failed.text();
    }
    if (!trouble.empty())
        co_return "Transcript of " + from.title + " (URL, kept for 24 hours): " + from.url +
            "\nIt could not be fetched: " + trouble;
    auto text = co_await words_for(with, std::move(from), std::move(wishes));
    co_return text;
}

}  // namespace

std::string subtitles(dashscope::transcript const& from, std::string_view format) {
    std::vector<media::cue> cues;
    for (auto const& each : from.sentences) {
        auto const speaker = each.speaker.empty() ? std::string() : "Speaker " + each.speaker;
        cues.push_back({each.begin_ms, each.end_ms, each.text, speaker});
    }
    if (cues.empty()) return {};
    return format == "vtt" ? media::to_vtt(cues) : media::to_srt(cues);
}

platform::task<void> add_transcripts(services with, mcp::tool_result& to, std::vector<dashscope::transcribed> files,
                                     transcript_wishes wishes) {
    for (auto& each : files) {
        auto const text = co_await transcript_text(with, std::move(each), wishes);
        to.add_text(text);
    }
}

}  // namespace tools
