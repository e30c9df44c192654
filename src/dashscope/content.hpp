#pragma once
// What a multimodal question holds, as the content parts of a user's message (catalogue §3).

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dashscope {

namespace json = boost::json;

/// Media in the form that goes into a request: URLs, `data:` URIs, `oss://`.
struct multimodal_input {
    std::vector<std::string> images;
    std::vector<std::string> videos;
    std::vector<std::string> frames;  // pictures that are one video
    std::vector<std::string> audio;
    std::optional<double> fps;  // of `frames`, or how densely `videos` are looked at
    std::optional<std::int64_t> min_pixels;
    std::optional<std::int64_t> max_pixels;
    std::string text;

    bool has_media() const { return !images.empty() || !videos.empty() || !frames.empty() || !audio.empty(); }
};

/// Media first, then the text that asks about them.
json::array content_parts(multimodal_input const& from);

/// The user's message: its content is the text alone where there is no media.
json::object user_message(multimodal_input const& from);

/// "wav", "mp3", … as an `input_audio` part names it, told by a data URI's type or by the name's extension; empty when
/// neither tells.
std::string audio_format(std::string_view reference);

/// As few pictures as a list of frames may have, and as many.
inline constexpr std::size_t fewest_frames = 4;
inline constexpr std::size_t most_frames = 512;

}  // namespace dashscope
