#include "sandbox/upload_policy.hpp"

#include "sandbox/digest.hpp"
#include "sandbox/fields.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace sandbox {
namespace {

using checked = std::optional<oss_failure>;

std::string field(post_fields const& fields, std::string_view name) {
    auto const found = fields.find(name);
    return found == fields.end() ? std::string{} : found->second;
}

oss_failure by_policy(std::string reason) {
    return {403, "AccessDenied", "Invalid according to Policy: " + std::move(reason)};
}

oss_failure broken_policy(std::string reason) {
    return {400, "InvalidPolicyDocument", "Invalid Policy: " + std::move(reason)};
}

oss_failure condition_failed(json::value const& condition) {
    return by_policy("Policy Condition failed: " + json::serialize(condition));
}

std::string element(std::string_view name, std::uint64_t value) {
    return "  <" + std::string(name) + ">" + std::to_string(value) + "</" + std::string(name) + ">\n";
}

/// `["content-length-range", least, most]`
checked check_size(json::array const& condition, std::uint64_t size) {
    if (condition.size() != 3 || !condition[1].is_int64() || !condition[2].is_int64())
        return broken_policy("Invalid content-length-range");
    auto const least = static_cast<std::uint64_t>(condition[1].get_int64());
    auto const most = static_cast<std::uint64_t>(condition[2].get_int64());
    if (size < least)
        return oss_failure{400, "EntityTooSmall",
                           "Your proposed upload is smaller than the minimum allowed object size.",
                           element("MinSizeAllowed", least) + element("ProposedSize", size)};
    if (size > most)
        return oss_failure{400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed object size.",
                           element("MaxSizeAllowed", most) + element("ProposedSize", size)};
    return std::nullopt;
}

/// What the condition's name stands for. The bucket is no field: it is the host that was posted to.
std::string value_of(std::string_view name, post_fields const& fields) {
    if (name == "bucket") return std::string(oss_bucket);
    return field(fields, net::lower_case(name));
}

/// `["starts-with", "$key", "prefix"]` and `["eq", "$name", "value"]`
checked check_operator(json::array const& condition, post_fields const& fields, std::uint64_t size) {
    auto const text = [&](std::size_t i) {
        return i < condition.size() && condition[i].is_string() ? std::string_view(condition[i].get_string())
                                                                : std::string_view{};
    };
    if (text(0) == "content-length-range") return check_size(condition, size);
    if (condition.size() != 3 || !text(1).starts_with('$')) return broken_policy("Invalid Condition");
    auto const value = value_of(text(1).substr(1), fields);
    bool const held = text(0) == "starts-with" ? value.starts_with(text(2)) : text(0) == "eq" && value == text(2);
    if (!held) return condition_failed(condition);
    return std::nullopt;
}

checked check_condition(json::value const& condition, post_fields const& fields, std::uint64_t size) {
    if (condition.is_array()) return check_operator(condition.get_array(), fields, size);
    if (!condition.is_object()) return broken_policy("Invalid Condition");
    for (auto const& [name, wanted] : condition.get_object())
        if (!wanted.is_string() || value_of(name, fields) != std::string_view(wanted.get_string()))
            return condition_failed(condition);
    return std::nullopt;
}

checked check_signature(post_fields const& fields) {
    if (field(fields, "policy").empty() || field(fields, "signature").empty())
        return oss_failure{403, "AccessDenied", "You have no right to access this object because of bucket acl."};
    if (field(fields, "ossaccesskeyid") != oss_access_key_id)
        return oss_failure{403, "InvalidAccessKeyId",
                           "The OSS Access Key Id you provided does not exist in our records.",
                           "  <OSSAccessKeyId>" + xml_text(field(fields, "ossaccesskeyid")) + "</OSSAccessKeyId>\n"};
    if (field(fields, "signature") != oss_signature(oss_access_key_secret, field(fields, "policy")))
        return oss_failure{403, "SignatureDoesNotMatch",
                           "The request signature we calculated does not match the signature you provided. Check your "
                           "key and signing method."};
    return std::nullopt;
}

}  // namespace

std::string policy_document(std::string_view upload_dir, milliseconds_since_1970 expires) {
    json::array conditions{json::array{"content-length-range", 0, largest_upload},
                           json::array{"starts-with", "$key", upload_dir}, json::object{{"bucket", oss_bucket}},
                           json::object{{"x-oss-object-acl", "private"}},
                           json::object{{"x-oss-forbid-overwrite", "true"}}};
    return json::serialize(json::object{{"expiration", utc_time(expires)}, {"conditions", std::move(conditions)}});
}

checked check_policy(post_fields const& fields, std::uint64_t size, milliseconds_since_1970 now) {
    if (auto refused = check_signature(fields)) return refused;
    auto const text = from_base64(field(fields, "policy"));
    boost::system::error_code failed;
    auto const document = json::parse(text.value_or(""), failed);
    if (failed || !document.is_object()) return broken_policy("Invalid JSON: unable to parse policy");
    auto const expires = parse_utc_time(text_member(document.get_object(), "expiration"));
    if (!expires) return broken_policy("Invalid expiration");
    if (now > *expires) return by_policy("Policy expired.");
    for (auto const& condition : array_member(document.get_object(), "conditions"))
        if (auto refused = check_condition(condition, fields, size)) return refused;
    return std::nullopt;
}

}  // namespace sandbox
