#include "sandbox/chat_media.hpp"

#include "sandbox/audio_input.hpp"
#include "sandbox/fields.hpp"
#include "sandbox/input_media.hpp"

namespace json = boost::json;

namespace sandbox {
namespace {

using seen = boost::system::result<std::string, failure>;

std::string seconds_text(std::int64_t milliseconds) {
    return std::to_string(milliseconds / 1000) + "." + std::to_string(milliseconds % 1000 / 100) + " s";
}

/// Chats take any bytes for a picture; only what can be read is looked at more closely.
seen look(json::value const& reference, input_kind kind, exchange const& context) {
    auto const found = look_at(reference, kind, context);
    if (found) return found->text;
    if (found.error().message.find("must be larger than 10") != std::string::npos) return found.error();
    return std::string("not readable here");
}

seen listen(std::string_view reference, exchange const& context) {
    auto const found = listen_to(reference, context);
    if (!found) return std::string("audio, not readable here");
    auto text = found->facts.format + " " + seconds_text(found->facts.milliseconds);
    if (found->bytes > 0) text += ", " + std::to_string(found->bytes) + " bytes";
    if (!found->facts.text.empty()) text += ", says: " + found->facts.text;
    return text;
}

/// Nothing for a part without media.
std::optional<seen> look_at_part(json::object const& part, exchange const& context) {
    auto const type = text_member(part, "type");
    auto const& holder = object_member(part, type);
    if (type == "input_audio") return listen(text_member(holder, "data"), context);
    if (type == "audio_url") return listen(text_member(holder, "url"), context);
    auto const* url = member(holder, "url");
    if (!url) return std::nullopt;
    if (type == "image_url") return look(*url, input_kind::image, context);
    if (type == "video_url") return look(*url, input_kind::video, context);
    return std::nullopt;
}

}  // namespace

boost::system::result<std::vector<std::string>, failure> look_at_media(json::object const& body,
                                                                       exchange const& context) {
    std::vector<std::string> all;
    for (auto const& message : array_member(body, "messages")) {
        if (!message.is_object()) continue;
        for (auto const& part : array_member(message.get_object(), "content")) {
            auto const one = part.is_object() ? look_at_part(part.get_object(), context) : std::nullopt;
            if (!one) continue;
            if (one->has_error()) return one->error();
            all.push_back(**one);
        }
    }
    return all;
}

}  // namespace sandbox
