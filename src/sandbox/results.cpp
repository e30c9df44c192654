#include "sandbox/results.hpp"

#include "sandbox/archive.hpp"
#include "sandbox/digest.hpp"
#include "sandbox/film.hpp"
#include "sandbox/native.hpp"
#include "sandbox/oss.hpp"
#include "sandbox/picture.hpp"
#include "sandbox/speech.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::string_view results = "results";
constexpr std::string_view folder = "/dashscope-result/";
constexpr std::string_view reference_scheme = "sandbox-result:";

struct rendered {
    std::string content_type;
    std::string bytes;
};

rendered render(json::object const& description) {
    auto const kind = text_member(description, "kind");
    if (kind == "picture") return {"image/png", draw_picture(picture_from(description))};
    if (kind == "film") return {"video/mp4", make_film(film_from(description))};
    if (kind == "speech") {
        auto speech = render_speech(description);
        return {std::move(speech.content_type), std::move(speech.bytes)};
    }
    return {std::string(text_member(description, "content_type")), std::string(text_member(description, "text"))};
}

/// A file's name, of what it is made from: nobody guesses it, and the same request gives the same one.
std::string file_name(std::string_view name, std::string_view extension, exchange const& context) {
    generator random(hash(name, context.seed));
    return random.uuid() + "." + std::string(extension);
}

}  // namespace

std::string keep_result(json::object description, std::string_view name, std::string_view extension,
                        exchange const& context) {
    auto const file = file_name(name, extension, context);
    auto const date = beijing_date(time_of(context));
    context.kept.of<archive>().put(results, file, json::serialize(description));
    return std::string(reference_scheme) + std::string(folder) + date + "/" + fingerprint(file).substr(0, 8) + "/" +
           file;
}

std::string link_of(std::string_view reference, std::int64_t expires, exchange const& context) {
    return signed_link(reference.substr(reference_scheme.size()), expires, context);
}

json::value with_links(json::value value, std::int64_t expires, exchange const& context) {
    if (value.is_string() && std::string_view(value.get_string()).starts_with(reference_scheme))
        return json::string(link_of(value.get_string(), expires, context));
    if (value.is_array())
        for (auto& each : value.get_array()) each = with_links(std::move(each), expires, context);
    if (value.is_object())
        for (auto& each : value.get_object()) each.value() = with_links(std::move(each.value()), expires, context);
    return value;
}

std::optional<json::object> find_result(std::string_view url, exchange const& context) {
    auto const path = url.substr(0, url.find('?'));
    if (!path.starts_with(context.origin() + std::string(folder))) return std::nullopt;
    auto const file = path.substr(path.rfind('/') + 1);
    if (file.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyz-.") != std::string_view::npos) return std::nullopt;
    auto const kept = context.kept.of<archive>().get(results, file);
    if (!kept) return std::nullopt;
    return json::parse(*kept).as_object();
}

plan get_result(exchange const& context) {
    if (auto const refused = check_link(context)) return oss_error(*refused, context);
    auto const kept = context.kept.of<archive>().get(results, context.segments.back());
    if (!kept) return oss_error({404, "NoSuchKey", "The specified key does not exist."}, context);
    auto result = render(json::parse(*kept).as_object());
    auto answer = json_plan(200, std::move(result.bytes));
    answer.content_type = std::move(result.content_type);
    answer.set("ETag", '"' + etag_of(answer.pieces.front().bytes) + '"');
    answer.set("x-oss-request-id", context.request_id);
    return answer;
}

}  // namespace sandbox
