#include "sandbox/oss.hpp"

#include "sandbox/digest.hpp"
#include "sandbox/fields.hpp"

#include <charconv>

namespace sandbox {
namespace {

/// OSS's signature version 1 of a GET by link: method, Content-MD5, Content-Type, Expires, resource.
std::string link_signature(std::string_view path, std::string_view expires) {
    auto text = "GET\n\n\n" + std::string(expires) + "\n/" + std::string(oss_bucket) + std::string(path);
    return oss_signature(oss_access_key_secret, text);
}

std::optional<std::int64_t> to_seconds(std::string_view text) {
    std::int64_t value = 0;
    auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

std::string xml_text(std::string_view text) {
    std::string escaped;
    for (char c : text) {
        if (c == '&')
            escaped += "&amp;";
        else if (c == '<')
            escaped += "&lt;";
        else if (c == '>')
            escaped += "&gt;";
        else if (c == '"')
            escaped += "&quot;";
        else
            escaped += c;
    }
    return escaped;
}

plan oss_error(oss_failure const& error, exchange const& context) {
    std::string host(context.asked.field("host").value_or("127.0.0.1"));
    auto body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>\n  <Code>" + std::string(error.code) +
                "</Code>\n  <Message>" + xml_text(error.message) + "</Message>\n  <RequestId>" + context.request_id +
                "</RequestId>\n  <HostId>" + xml_text(host) + "</HostId>\n" + error.more + "</Error>\n";
    auto answer = json_plan(error.status, std::move(body));
    answer.content_type = "application/xml";
    answer.set("x-oss-request-id", context.request_id);
    return answer;
}

std::string signed_link(std::string_view path, std::int64_t expires, exchange const& context) {
    auto const until = std::to_string(expires);
    return context.origin() + std::string(path) + "?Expires=" + until +
           "&OSSAccessKeyId=" + std::string(oss_access_key_id) +
           "&Signature=" + percent_encoded(link_signature(path, until));
}

std::optional<oss_failure> check_link(exchange const& context) {
    auto const query = read_form(context.asked.query, false);
    auto const expires = form_field(query, "Expires");
    auto const signature = form_field(query, "Signature");
    if (!expires || !signature)
        return oss_failure{403, "AccessDenied", "You have no right to access this object because of bucket acl."};
    if (form_field(query, "OSSAccessKeyId") != oss_access_key_id)
        return oss_failure{403, "InvalidAccessKeyId",
                           "The OSS Access Key Id you provided does not exist in our records."};
    if (*signature != link_signature(context.asked.path, *expires))
        return oss_failure{403, "SignatureDoesNotMatch",
                           "The request signature we calculated does not match the signature you provided. Check your "
                           "key and signing method."};
    auto const until = to_seconds(*expires);
    if (!until || *until < context.unix_time()) return oss_failure{403, "AccessDenied", "Request has expired."};
    return std::nullopt;
}

}  // namespace sandbox
