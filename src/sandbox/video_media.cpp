#include "sandbox/video_media.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace json = boost::json;

namespace sandbox {
namespace {

failure field_required(std::string_view name) {
    return invalid_parameter("Field required: " + std::string(name));
}

/// Reads one form's media into a list; the first refusal ends it.
class reader {
public:
    reader(native_body const& body, exchange const& context) : body_(body), context_(context) {}

    /// A member of `input`; absent ones are left out unless they are needed.
    verdict take(std::string_view name, input_kind kind, bool needed = false) {
        auto const* value = member(body_.input, name);
        if (value) return look(std::string(name), *value, kind);
        if (needed) return field_required("input." + std::string(name));
        return std::nullopt;
    }

    verdict look(std::string type, json::value const& url, input_kind kind) {
        auto looked = look_at(url, kind, context_);
        if (!looked) return looked.error();
        found.push_back({std::move(type), std::move(*looked)});
        return std::nullopt;
    }

    json::object const& input() const { return body_.input; }

    std::vector<video_medium> found;

private:
    native_body const& body_;
    exchange const& context_;
};

media_rule const* find_rule(video_family const& family, std::string_view type) {
    auto const found = std::ranges::find(family.media, type, &media_rule::type);
    return found == family.media.end() ? nullptr : &*found;
}

std::string types_of(video_family const& family) {
    std::string names;
    for (auto const& rule : family.media) names += (names.empty() ? "" : ", ") + std::string(rule.type);
    return names;
}

verdict read_item(json::value const& value, video_family const& family, reader& into) {
    if (!value.is_object()) return invalid_parameter("Input should be a valid dictionary: input.media");
    auto const& item = value.get_object();
    auto const type = text_member(item, "type");
    auto const* rule = find_rule(family, type);
    if (!rule) return invalid_parameter("Input should be one of " + types_of(family) + ": input.media.type");
    auto const* url = member(item, "url");
    if (!url) return field_required("input.media.url");
    if (auto refused = into.look(std::string(type), *url, rule->kind)) return refused;
    auto const* voice = member(item, "reference_voice");
    if (!voice) return std::nullopt;
    if (family.prefix != "wan2.7-r2v" || !type.starts_with("reference_"))
        return invalid_parameter("reference_voice is not supported for " + std::string(type));
    return into.look("reference_voice", *voice, input_kind::audio);
}

std::ptrdiff_t count(std::vector<video_medium> const& found, std::string_view type) {
    return std::ranges::count(found, type, &video_medium::type);
}

/// wan2.7-i2v takes only some combinations of its four types.
verdict check_combination(std::vector<video_medium> const& found) {
    bool const frame = count(found, "first_frame") > 0;
    bool const clip = count(found, "first_clip") > 0;
    bool const audio = count(found, "driving_audio") > 0;
    if (frame != clip && !(clip && audio)) return std::nullopt;
    return invalid_parameter(
        "The combination of media types is not supported: use first_frame, first_frame+driving_audio, "
        "first_frame+last_frame, first_frame+last_frame+driving_audio, first_clip or first_clip+last_frame");
}

verdict check_counts(std::vector<video_medium> const& found, video_family const& family) {
    for (auto const& rule : family.media) {
        auto const number = count(found, rule.type);
        if (number >= rule.least && number <= rule.most) continue;
        return invalid_parameter("The number of " + std::string(rule.type) + " must be between " +
                                 std::to_string(rule.least) + " and " + std::to_string(rule.most));
    }
    if (family.prefix == "wan2.7-i2v") return check_combination(found);
    if (family.prefix != "wan2.7-r2v") return std::nullopt;
    auto const references = count(found, "reference_image") + count(found, "reference_video");
    if (references >= 1 && references <= 5) return std::nullopt;
    return invalid_parameter("The number of reference_image and reference_video must be between 1 and 5");
}

bool is_film(std::string_view url) {
    auto const path = url.substr(0, url.find('?'));
    return path.ends_with(".mp4") || path.ends_with(".mov") || path.ends_with(".MP4") || path.ends_with(".MOV");
}

/// What clients that know the older models send to the newer ones too: members of their own, as items of `media`.
json::array older_members(json::object const& input) {
    struct {
        std::string_view name;
        std::string_view type;
    } constexpr members[] = {{"img_url", "first_frame"},
                             {"first_frame_url", "first_frame"},
                             {"last_frame_url", "last_frame"},
                             {"audio_url", "driving_audio"}};
    json::array items;
    for (auto const& each : members)
        if (auto const* url = member(input, each.name)) items.push_back({{"type", each.type}, {"url", *url}});
    for (auto const& url : array_member(input, "reference_urls")) {
        bool const film = url.is_string() && is_film(url.get_string());
        items.push_back({{"type", film ? "reference_video" : "reference_image"}, {"url", url}});
    }
    return items;
}

/// `[{"type":…,"url":…}]`
verdict read_list(video_family const& family, reader& into) {
    auto const* media = member(into.input(), "media");
    auto const older = media ? json::array() : older_members(into.input());
    bool const needed = family.prefix != "wan3.0-video";
    if (!media && older.empty() && !needed) return std::nullopt;
    if (media ? !media->is_array() : older.empty()) return field_required("input.media");
    for (auto const& item : media ? media->get_array() : older)
        if (auto refused = read_item(item, family, into)) return refused;
    return check_counts(into.found, family);
}

/// `["url of a picture or a film"]`
verdict read_references(reader& into) {
    auto name = member(into.input(), "reference_urls") ? "reference_urls" : "reference_video_urls";
    auto const& urls = array_member(into.input(), name);
    if (urls.empty()) return field_required("input.reference_urls");
    constexpr std::size_t most = 5;
    if (urls.size() > most) return invalid_parameter("The number of reference_urls must be between 1 and 5");
    for (auto const& url : urls) {
        bool const film = url.is_string() && is_film(url.get_string());
        auto const kind = film ? input_kind::video : input_kind::image;
        if (auto refused = into.look("reference", url, kind)) return refused;
    }
    return std::nullopt;
}

verdict read_reference_images(reader& into, std::size_t most, bool needed) {
    auto const& urls = array_member(into.input(), "ref_images_url");
    if (urls.empty() && needed) return field_required("input.ref_images_url");
    if (urls.size() > most)
        return invalid_parameter("The number of ref_images_url must be at most " + std::to_string(most));
    for (auto const& url : urls)
        if (auto refused = into.look("ref_images_url", url, input_kind::image)) return refused;
    return std::nullopt;
}

/// What each picture of `image_reference` is: a subject or the background.
verdict check_purposes(native_body const& body) {
    auto const& images = array_member(body.input, "ref_images_url");
    auto const& purposes = array_member(body.parameters, "obj_or_bg");
    if ((images.size() > 1 || !purposes.empty()) && purposes.size() != images.size())
        return invalid_parameter("ref_images_url and obj_or_bg must be the same length.");
    return std::nullopt;
}

verdict read_local_edit(reader& into) {
    bool const masked = member(into.input(), "mask_image_url") || member(into.input(), "mask_video_url");
    if (!masked) return field_required("input.mask_image_url");
    if (auto refused = into.take("video_url", input_kind::video, true)) return refused;
    if (auto refused = into.take("mask_image_url", input_kind::image)) return refused;
    if (auto refused = into.take("mask_video_url", input_kind::video)) return refused;
    return read_reference_images(into, 1, false);
}

verdict read_extension(reader& into) {
    struct {
        std::string_view name;
        input_kind kind;
    } constexpr members[] = {{"first_frame_url", input_kind::image},
                             {"last_frame_url", input_kind::image},
                             {"first_clip_url", input_kind::video},
                             {"last_clip_url", input_kind::video},
                             {"video_url", input_kind::video}};
    for (auto const& each : members)
        if (auto refused = into.take(each.name, each.kind)) return refused;
    if (into.found.empty()) return field_required("input.first_clip_url");
    return std::nullopt;
}

/// VACE.
verdict read_function(native_body const& body, reader& into) {
    auto const function = text_member(body.input, "function");
    if (function.empty()) return field_required("input.function");
    if (function == "image_reference") {
        if (auto refused = check_purposes(body)) return refused;
        return read_reference_images(into, 3, true);
    }
    if (function == "video_repainting") {
        auto const control = text_member(body.parameters, "control_condition");
        if (!is_listed("posebodyface posebody depth scribble", control))
            return field_required("parameters.control_condition");
        if (auto refused = into.take("video_url", input_kind::video, true)) return refused;
        return read_reference_images(into, 1, false);
    }
    if (function == "video_edit") return read_local_edit(into);
    if (function == "video_extension") return read_extension(into);
    if (function == "video_outpainting") return into.take("video_url", input_kind::video, true);
    return invalid_parameter(
        "Input should be 'image_reference', 'video_repainting', 'video_edit', 'video_extension' or "
        "'video_outpainting': input.function");
}

verdict read_form(video_family const& family, native_body const& body, reader& into) {
    bool const effect = member(body.input, "template") != nullptr;
    switch (family.input) {
        case video_input::text:
            return into.take("audio_url", input_kind::audio);
        case video_input::media:
            return read_list(family, into);
        case video_input::first_frame:
            if (auto refused = into.take("img_url", input_kind::image, true)) return refused;
            return into.take("audio_url", input_kind::audio);
        case video_input::two_frames:
            if (auto refused = into.take("first_frame_url", input_kind::image, true)) return refused;
            return into.take("last_frame_url", input_kind::image, !effect);
        case video_input::references:
            return read_references(into);
        case video_input::functions:
            return read_function(body, into);
    }
    return std::nullopt;
}

}  // namespace

boost::system::result<std::vector<video_medium>, failure> read_video_media(video_family const& family,
                                                                           native_body const& body,
                                                                           exchange const& context) {
    reader into(body, context);
    if (auto refused = read_form(family, body, into)) return *refused;
    return std::move(into.found);
}

}  // namespace sandbox
