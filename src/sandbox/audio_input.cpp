#include "sandbox/audio_input.hpp"

#include "sandbox/digest.hpp"
#include "sandbox/fields.hpp"
#include "sandbox/random.hpp"
#include "sandbox/results.hpp"
#include "sandbox/speech.hpp"
#include "sandbox/speech_text.hpp"
#include "sandbox/uploads.hpp"

namespace sandbox {
namespace {

using listened = boost::system::result<recording, failure>;

constexpr std::int64_t shortest_ms = 50;
constexpr std::int64_t ms_of_word = 450;
constexpr std::size_t most_words = 2000;
constexpr std::size_t words_in_sentence = 9;

/// Of an unknown recording: as many words as fit into it, chosen by its bytes.
std::string made_up_text(std::uint64_t from, std::int64_t milliseconds) {
    constexpr std::string_view words[] = {"amber",  "bridge", "candle",   "desert", "engine", "forest",
                                          "garden", "harbor", "island",   "jacket", "kettle", "lantern",
                                          "meadow", "needle", "orchard",  "pepper", "quarry", "river",
                                          "silver", "timber", "umbrella", "valley", "window", "yellow"};
    generator random(from);
    auto const count =
        std::min(static_cast<std::size_t>(std::max<std::int64_t>(milliseconds / ms_of_word, 1)), most_words);
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        if (!text.empty()) text += i % words_in_sentence == 0 ? ". " : " ";
        text += words[random.below(std::size(words))];
    }
    return text + ".";
}

failure undecodable() {
    auto error = to_failure(*find_error("Audio.DecoderError"));
    error.message = "Decoder audio file failed.";
    return error;
}

listened listen_to_bytes(std::string_view bytes) {
    auto facts = read_audio(bytes);
    if (!facts) return undecodable();
    if (facts->milliseconds < shortest_ms) return to_failure(*find_error("Audio.AudioShortError"));
    if (facts->text.empty() && !facts->silent) facts->text = made_up_text(hash(bytes, 1), facts->milliseconds);
    return recording{std::move(*facts), bytes.size()};
}

listened listen_to_data_uri(std::string_view uri) {
    constexpr std::string_view mark = ";base64,";
    auto const at = uri.find(mark);
    auto const bytes = at == std::string_view::npos ? std::nullopt : from_base64(uri.substr(at + mark.size()));
    if (!bytes) return undecodable();
    return listen_to_bytes(*bytes);
}

failure not_downloaded() {
    return to_failure(*find_error("InvalidFile.DownloadFailed"));
}

/// No network here: a URL stands for a recording of a few seconds that its name decides.
listened listen_to_url(std::string_view url) {
    if (url.find("not-found") != std::string_view::npos) return not_downloaded();
    audio_facts facts;
    auto const seed = hash(url, 2);
    facts.format = url.find(".mp3") != std::string_view::npos ? "mp3" : "wav";
    facts.rate = 16'000;
    facts.milliseconds = static_cast<std::int64_t>(3000 + seed % 20'000);
    facts.text = made_up_text(seed, facts.milliseconds);
    return recording{std::move(facts), 0};
}

}  // namespace

listened listen_to(std::string_view reference, exchange const& context) {
    if (reference.starts_with("data:")) return listen_to_data_uri(reference);
    if (auto const upload = find_upload(reference, context)) return listen_to_bytes(upload->bytes);
    if (auto const own = find_result(reference, context)) {
        if (text_member(*own, "kind") != "speech") return undecodable();
        return listen_to_bytes(render_speech(*own).bytes);
    }
    bool const web = reference.starts_with("http://") || reference.starts_with("https://");
    return web ? listen_to_url(reference) : listened(not_downloaded());
}

std::string names_in(std::string_view reference) {
    return reference.starts_with("data:") ? std::string{} : percent_decoded(reference);
}

}  // namespace sandbox
