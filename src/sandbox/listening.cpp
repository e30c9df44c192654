#include "sandbox/listening.hpp"

#include "sandbox/vocabularies.hpp"

#include <boost/json/parse.hpp>

namespace json = boost::json;

namespace sandbox {
namespace {

/// `{"filter_with_signed":{"word_list":[…]},"filter_with_empty":{"word_list":[…]}}` in a string.
verdict read_filter(std::string_view text, listening& into) {
    if (text.empty()) return std::nullopt;
    boost::system::error_code error;
    auto const parsed = json::parse({text.data(), text.size()}, error);
    if (error || !parsed.is_object()) return invalid_parameter("special_word_filter must be JSON.");
    into.starred = strings_member(object_member(parsed.get_object(), "filter_with_signed"), "word_list");
    into.dropped = strings_member(object_member(parsed.get_object(), "filter_with_empty"), "word_list");
    return std::nullopt;
}

verdict read_speakers(json::object const& parameters, listening& into) {
    auto const count = number_member(parameters, "speaker_count");
    if (count && (*count < 2 || *count > 100)) return invalid_parameter("speaker_count must be 2 to 100.");
    if (bool_member(parameters, "diarization_enabled").value_or(false))
        into.speakers = static_cast<std::size_t>(count.value_or(2));
    return std::nullopt;
}

verdict read_channels(json::object const& parameters, listening& into) {
    auto const* given = member(parameters, "channel_id");
    if (!given) return std::nullopt;
    json::array const list = given->is_array() ? given->get_array() : json::array{*given};
    into.channels.clear();
    for (auto const& channel : list) {
        if (!channel.is_int64() || channel.get_int64() < 0)
            return invalid_parameter("channel_id must hold numbers from 0.");
        into.channels.push_back(static_cast<std::size_t>(channel.get_int64()));
    }
    return std::nullopt;
}

}  // namespace

boost::system::result<listening, failure> read_listening(native_body const& body, exchange const& context) {
    listening how;
    auto const& parameters = body.parameters;
    if (auto refused = read_channels(parameters, how)) return *refused;
    if (auto refused = read_speakers(parameters, how)) return *refused;
    if (auto refused = read_filter(text_member(parameters, "special_word_filter"), how)) return *refused;
    how.hot_words = hot_words_of(text_member(parameters, "vocabulary_id"), body.model, context);
    for (auto const& word : array_member(parameters, "vocabulary"))
        if (word.is_object()) how.hot_words.emplace_back(text_member(word.get_object(), "text"));
    return how;
}

}  // namespace sandbox
