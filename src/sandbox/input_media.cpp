#include "sandbox/input_media.hpp"

#include "sandbox/digest.hpp"
#include "sandbox/fields.hpp"
#include "sandbox/results.hpp"
#include "sandbox/uploads.hpp"

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::size_t largest_data_uri = 10'485'760;
constexpr int smallest_side = 10;

using looked = boost::system::result<input_media, failure>;

failure inspection(std::string message) {
    auto error = to_failure(*find_error("InvalidParameter.DataInspection"));
    error.message = std::move(message);
    return error;
}

bool fits(media_facts const& facts, input_kind kind) {
    if (kind == input_kind::image) return facts.is_image;
    if (kind == input_kind::video) return facts.is_video;
    return !facts.is_image && !facts.is_video && !facts.format.empty();
}

verdict check_sides(media_facts const& facts) {
    bool const small =
        facts.is_image && facts.width > 0 && (facts.width <= smallest_side || facts.height <= smallest_side);
    if (!small) return std::nullopt;
    return rejected_by_engine(
        "The image length and width do not meet the model restrictions. [height:" + std::to_string(facts.height) +
        " or width:" + std::to_string(facts.width) + " must be larger than 10]");
}

looked check_bytes(std::string_view bytes, std::string const& name, input_kind kind) {
    input_media result;
    result.facts = facts_of(bytes);
    if (!fits(result.facts, kind))
        return inspection("The media format is not supported or incorrect for the data inspection.");
    if (auto refused = check_sides(result.facts)) return *refused;
    result.text = describe(result.facts, bytes.size()) + (name.empty() ? "" : " (" + name + ")");
    return result;
}

std::optional<std::string> bytes_of(std::string_view uri) {
    constexpr std::string_view mark = ";base64,";
    auto const at = uri.find(mark);
    if (at == std::string_view::npos) return std::nullopt;
    return from_base64(uri.substr(at + mark.size()));
}

looked check_data_uri(std::string_view uri, input_kind kind) {
    if (uri.size() > largest_data_uri)
        return rejected_by_engine("Exceeded limit on max bytes per data-uri item : 10485760");
    auto const bytes = bytes_of(uri);
    if (!bytes || bytes->empty())
        return kind == input_kind::image ? invalid_parameter("image format error")
                                         : inspection("Failed to decode the media during the data inspection.");
    return check_bytes(*bytes, {}, kind);
}

std::string last_part(std::string_view url) {
    url = url.substr(0, url.find_first_of("?#"));
    while (url.ends_with('/')) url.remove_suffix(1);
    return std::string(url.substr(url.rfind('/') + 1));
}

/// A link to one of our own results: what it is stands in its description.
looked check_own(json::object const& description, input_kind kind) {
    input_media result;
    auto const name = text_member(description, "kind");
    result.facts.is_image = name == "picture";
    result.facts.is_video = name == "film";
    result.facts.format = name == "picture" ? "PNG"
                          : name == "film"  ? "MP4"
                                            : std::string(text_member(description, "kind"));
    result.facts.width = static_cast<int>(number_member(description, "width").value_or(0));
    result.facts.height = static_cast<int>(number_member(description, "height").value_or(0));
    result.facts.seconds = number_member(description, "seconds").value_or(0);
    if (!fits(result.facts, kind))
        return inspection("The media format is not supported or incorrect for the data inspection.");
    result.text = result.facts.format + " " + std::to_string(result.facts.width) + "*" +
                  std::to_string(result.facts.height) + " of this sandbox";
    return result;
}

}  // namespace

looked look_at(json::value const& reference, input_kind kind, exchange const& context) {
    auto const bad =
        invalid_parameter("The provided URL does not appear to be valid. Ensure it is correctly formatted.");
    if (!reference.is_string()) return bad;
    std::string_view const url = reference.get_string();
    if (url.starts_with("data:")) return check_data_uri(url, kind);
    if (auto const upload = find_upload(url, context)) return check_bytes(upload->bytes, upload->name, kind);
    if (auto const own = find_result(url, context)) return check_own(*own, kind);
    bool const web = (url.starts_with("http://") && url.size() > 7) || (url.starts_with("https://") && url.size() > 8);
    if (!web) return bad;
    return input_media{"URL " + last_part(url), {}};
}

verdict check_sides(json::value const& reference, exchange const& context) {
    if (!reference.is_string()) return std::nullopt;
    std::string_view const url = reference.get_string();
    if (url.starts_with("data:")) return check_sides(facts_of(bytes_of(url).value_or("")));
    auto const upload = find_upload(url, context);
    if (!upload) return std::nullopt;
    return check_sides(facts_of(upload->bytes));
}

}  // namespace sandbox
