#include "sandbox/transcript.hpp"

#include "sandbox/fields.hpp"
#include "sandbox/speech_text.hpp"

#include <algorithm>
#include <numeric>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::size_t shortest_fuzzy_word = 5;

/// How many letters must change; enough for short words.
std::size_t distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), 0U);
    for (std::size_t i = 1; i <= left.size(); ++i) {
        auto diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= right.size(); ++j) {
            auto const changed = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
        }
    }
    return row.back();
}

/// A word that only sounds like a hot word is taken for it.
void apply_hot_words(spoken_word& word, std::vector<std::string> const& hot_words) {
    auto const heard = net::lower_case(word.text);
    for (auto const& hot : hot_words) {
        auto const wanted = net::lower_case(hot);
        bool const fuzzy = heard.size() >= shortest_fuzzy_word && distance(heard, wanted) == 1;
        if (heard != wanted && !fuzzy) continue;
        word.text = hot;
        return;
    }
}

bool is_one_of(std::string const& word, std::vector<std::string> const& list) {
    return std::ranges::any_of(list, [&](auto const& one) { return net::equal_ignoring_case(word, one); });
}

std::vector<spoken_sentence> sentences_of(recording const& from, listening const& how) {
    auto sentences = stretched(speak_text(from.facts.text), from.facts.milliseconds);
    for (auto& sentence : sentences) {
        std::erase_if(sentence.words, [&](auto const& word) { return is_one_of(word.text, how.dropped); });
        for (auto& word : sentence.words) {
            apply_hot_words(word, how.hot_words);
            if (is_one_of(word.text, how.starred)) word.text = std::string(count_characters(word.text), '*');
        }
    }
    std::erase_if(sentences, [](auto const& sentence) { return sentence.words.empty(); });
    return sentences;
}

std::string text_of_all(std::vector<spoken_sentence> const& sentences) {
    std::string text;
    for (auto const& sentence : sentences) {
        bool const joins = text.empty() || static_cast<unsigned char>(text.back()) >= 0x80;
        text += (joins ? "" : " ") + sentence.text();
    }
    return text;
}

json::array words_of(spoken_sentence const& sentence) {
    json::array words;
    for (auto const& word : sentence.words)
        words.push_back(json::object{{"begin_time", word.begin},
                                     {"end_time", word.end},
                                     {"text", word.text},
                                     {"punctuation", word.punctuation}});
    return words;
}

json::object sentence_object(spoken_sentence const& sentence, std::size_t id, listening const& how) {
    json::object body{
        {"begin_time", sentence.begin()}, {"end_time", sentence.end()}, {"text", sentence.text()}, {"sentence_id", id}};
    if (how.speakers) body["speaker_id"] = id % *how.speakers;
    body["words"] = words_of(sentence);
    return body;
}

std::int64_t content_length(std::vector<spoken_sentence> const& sentences) {
    return sentences.empty() ? 0 : sentences.back().end() - sentences.front().begin();
}

/// The channels that were asked for and are there.
std::vector<std::size_t> channels_of(recording const& from, listening const& how) {
    std::vector<std::size_t> all;
    for (auto channel : how.channels)
        if (channel < static_cast<std::size_t>(from.facts.channels)) all.push_back(channel);
    return all;
}

}  // namespace

std::string heard_text(recording const& from, listening const& how) {
    return text_of_all(sentences_of(from, how));
}

json::object transcript_file(std::string_view url, recording const& from, listening const& how) {
    auto const sentences = sentences_of(from, how);
    json::array transcripts;
    json::array channels;
    for (auto channel : channels_of(from, how)) {
        json::array list;
        for (auto const& sentence : sentences) list.push_back(sentence_object(sentence, list.size(), how));
        transcripts.push_back(json::object{{"channel_id", channel},
                                           {"content_duration_in_milliseconds", content_length(sentences)},
                                           {"text", text_of_all(sentences)},
                                           {"sentences", std::move(list)}});
        channels.emplace_back(channel);
    }
    json::object properties{{"audio_format", from.facts.format},
                            {"channels", std::move(channels)},
                            {"original_sampling_rate", from.facts.rate},
                            {"original_duration_in_milliseconds", from.facts.milliseconds}};
    return {{"file_url", url}, {"properties", std::move(properties)}, {"transcripts", std::move(transcripts)}};
}

json::object qwen_transcript_file(std::string_view url, recording const& from, listening const& how) {
    auto const sentences = sentences_of(from, how);
    auto const language = language_of(from.facts.text);
    json::array transcripts;
    for (auto channel : channels_of(from, how)) {
        json::array list;
        for (auto const& sentence : sentences)
            list.push_back(json::object{{"sentence_id", list.size()},
                                        {"begin_time", sentence.begin()},
                                        {"end_time", sentence.end()},
                                        {"language", language},
                                        {"emotion", "neutral"},
                                        {"text", sentence.text()},
                                        {"words", words_of(sentence)}});
        transcripts.push_back(
            json::object{{"channel_id", channel}, {"text", text_of_all(sentences)}, {"sentences", std::move(list)}});
    }
    return {{"file_url", url},
            {"audio_info", {{"format", from.facts.format}, {"sample_rate", from.facts.rate}}},
            {"transcripts", std::move(transcripts)}};
}

}  // namespace sandbox
