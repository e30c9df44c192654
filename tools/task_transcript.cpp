#include "tools/task_transcript.hpp"

#include "dashscope/download.hpp"
#include "dashscope/failure.hpp"
#include "dashscope/settings.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace tools {

namespace {

constexpr std::uint64_t max_bytes = 64 * 1024 * 1024;

std::string text_at(json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

json::array const& array_at(json::object const& from, std::string_view name) {
    static json::array const none;
    auto const* value = from.if_contains(name);
    return value && value->is_array() ? value->get_array() : none;
}

// Empty where no speaker is told.
std::string lines_by_speaker(json::array const& sentences) {
    std::string text;
    for (auto const& each : sentences) {
        auto const* sentence = each.if_object();
        auto const* speaker = sentence ? sentence->if_contains("speaker_id") : nullptr;
        if (!speaker || speaker->is_null()) return {};
        text += (text.empty() ? "" : "\n") + ("Speaker " + json::serialize(*speaker)) + ": " + text_at(*sentence, "text");
    }
    return text;
}

std::string words_for_failure(transcribed_file const& part) {
    auto text = "No transcript of " + (part.file.empty() ? std::string("a file") : part.file);
    if (!part.code.empty()) text += ": " + part.code;
    if (!part.message.empty()) text += ": " + part.message;
    return text + ".";
}

platform::task<std::string> fetch(services with, std::string url) {
    std::string bytes;
    dashscope::download_rules rules;
    rules.max_bytes = max_bytes;
    rules.base = with.settings.base;
    auto const take = [&](std::string_view piece) { bytes += piece; };
    co_await dashscope::download(with.http, std::move(url), std::move(rules), take);
    co_return bytes;
}

}  // namespace

std::string text_of_transcript(json::object const& file) {
    std::string text;
    auto const& transcripts = array_at(file, "transcripts");
    for (auto const& each : transcripts) {
        auto const* transcript = each.if_object();
        if (!transcript) continue;
        auto paragraph = lines_by_speaker(array_at(*transcript, "sentences"));
        if (paragraph.empty()) paragraph = text_at(*transcript, "text");
        auto const* channel = transcript->if_contains("channel_id");
        if (transcripts.size() > 1 && channel) paragraph = "Channel " + json::serialize(*channel) + ":\n" + paragraph;
        text += (text.empty() ? "" : "\n\n") + paragraph;
    }
    return text;
}

platform::task<std::string> transcript_text(services with, transcribed_file part, std::string stem,
                                            std::optional<output_mode> mode) {
    if (part.url.empty()) co_return words_for_failure(part);
    auto const title = "Transcript" + (part.file.empty() ? std::string() : " of " + part.file);
    std::string trouble;
    try {
        auto const bytes = co_await fetch(with, part.url);
        boost::system::error_code failed;
        auto const parsed = json::parse(bytes, failed);
        if (failed || !parsed.is_object()) co_return title + " (URL, kept for 24 hours): " + part.url;
        auto text = text_of_transcript(parsed.get_object());
        std::string where;
        // With the times of its sentences and words, which the text has not.
        if (mode != output_mode::urls) where = co_await with.out.save_text(bytes, stem, "json");
        auto const kept = where.empty() ? "URL, kept for 24 hours: " + part.url : "saved: " + where;
        co_return title + " (with times, " + kept + "):\n" + shortened(text, where.empty() ? part.url : where);
    } catch (dashscope::failure const& failed) {
        trouble = failed.text();
    }
    co_return title + " (URL, kept for 24 hours): " + part.url + "\nIt could not be fetched: " + trouble;
}

}  // namespace tools
