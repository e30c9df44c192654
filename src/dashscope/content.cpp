#include "dashscope/content.hpp"

#include "dashscope/json_put.hpp"
#include "platform/ascii.hpp"

#include <algorithm>

namespace dashscope {

namespace {

json::object with_pixels(json::object part, multimodal_input const& from) {
    put(part, "min_pixels", from.min_pixels);
    put(part, "max_pixels", from.max_pixels);
    return part;
}

json::object with_fps(json::object part, multimodal_input const& from) {
    put(part, "fps", from.fps);
    return with_pixels(std::move(part), from);
}

json::object audio_part(std::string const& reference) {
    json::object audio{{"data", reference}};
    put(audio, "format", audio_format(reference));
    return {{"type", "input_audio"}, {"input_audio", std::move(audio)}};
}

json::object frames_part(multimodal_input const& from) {
    return with_fps({{"type", "video"}, {"video", json::value_from(from.frames)}}, from);
}

std::string extension_of(std::string_view reference) {
    auto const path = reference.substr(0, reference.find_first_of("?#"));
    auto const name = path.substr(path.find_last_of('/') + 1);
    auto const dot = name.rfind('.');
    if (dot == std::string_view::npos) return {};
    return platform::lower_case(name.substr(dot + 1));
}

std::string extension_of_type(std::string_view type) {
    struct naming {
        std::string_view type;
        std::string_view format;
    };
    static constexpr naming known[] = {{"audio/mpeg", "mp3"}, {"audio/mp3", "mp3"},   {"audio/wav", "wav"},
                                       {"audio/x-wav", "wav"}, {"audio/mp4", "m4a"},  {"audio/aac", "aac"},
                                       {"audio/flac", "flac"}, {"audio/ogg", "ogg"},  {"audio/amr", "amr"},
                                       {"audio/opus", "opus"}, {"audio/x-m4a", "m4a"}};
    for (auto const& each : known)
        if (each.type == type) return std::string(each.format);
    return {};
}

}  // namespace

std::string audio_format(std::string_view reference) {
    if (reference.starts_with("data:")) {
        auto const type = reference.substr(5, reference.find_first_of(";,") - 5);
        return extension_of_type(type);
    }
    static constexpr std::string_view known[] = {"wav", "mp3", "m4a", "aac", "flac", "ogg", "opus", "amr", "3gp", "3gpp"};
    auto const extension = extension_of(reference);
    return std::ranges::find(known, extension) == std::end(known) ? std::string() : extension;
}

json::array content_parts(multimodal_input const& from) {
    json::array parts;
    for (auto const& url : from.images)
        parts.push_back(with_pixels({{"type", "image_url"}, {"image_url", {{"url", url}}}}, from));
    for (auto const& url : from.videos)
        parts.push_back(with_fps({{"type", "video_url"}, {"video_url", {{"url", url}}}}, from));
    if (!from.frames.empty()) parts.push_back(frames_part(from));
    for (auto const& reference : from.audio) parts.push_back(audio_part(reference));
    if (!from.text.empty()) parts.push_back({{"type", "text"}, {"text", from.text}});
    return parts;
}

json::object user_message(multimodal_input const& from) {
    if (!from.has_media()) return {{"role", "user"}, {"content", from.text}};
    return {{"role", "user"}, {"content", content_parts(from)}};
}

}  // namespace dashscope
