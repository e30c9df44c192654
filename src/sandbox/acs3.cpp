#include "sandbox/acs3.hpp"

#include "sandbox/fields.hpp"
#include "sandbox/moment.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace sandbox {
namespace {

constexpr std::string_view scheme = "ACS3-HMAC-SHA256";
constexpr std::string_view version = "2023-12-29";
constexpr auto longest_skew = std::chrono::minutes(15);
constexpr std::size_t most_nonces = 100'000;
constexpr std::string_view must_be_signed[] = {"host",       "x-acs-action",          "x-acs-content-sha256",
                                               "x-acs-date", "x-acs-signature-nonce", "x-acs-version"};

unsigned char const* bytes_of(std::string_view text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}

std::string to_hex(unsigned char const* bytes, std::size_t length) {
    std::string text;
    for (std::size_t i = 0; i < length; ++i) {
        text += "0123456789abcdef"[bytes[i] >> 4];
        text += "0123456789abcdef"[bytes[i] & 0x0FU];
    }
    return text;
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        auto const end = text.find(separator);
        parts.emplace_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return parts;
}

std::string canonical_path(std::string_view path) {
    std::string result;
    for (std::size_t at = 0; at < path.size();) {
        auto const end = std::min(path.find('/', at), path.size());
        result += percent_encoded(percent_decoded(path.substr(at, end - at)));
        if (end < path.size()) result += '/';
        at = end + 1;
    }
    return result;
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
    return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

bool has(std::vector<std::string> const& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

gateway_error incomplete(std::string what) {
    return {400, "IncompleteSignature", "The request signature does not conform to Aliyun standards. " + what};
}

std::optional<gateway_error> check_form(request const& asked, acs3_authorization const& given) {
    for (auto name : must_be_signed) {
        if (!has(given.signed_names, name)) return incomplete(std::string(name) + " must be signed.");
        if (!asked.field(name)) return incomplete(std::string(name) + " is missing.");
    }
    if (!asked.body.empty() && asked.field("content-type") && !has(given.signed_names, "content-type"))
        return incomplete("content-type must be signed.");
    if (*asked.field("x-acs-version") != version)
        return gateway_error{400, "InvalidVersion", "Specified parameter Version is not valid."};
    return std::nullopt;
}

std::optional<gateway_error> check_time(request const& asked, std::chrono::system_clock::time_point now) {
    auto const date = parse_utc_time(*asked.field("x-acs-date"));
    if (!date)
        return gateway_error{400, "InvalidTimeStamp.Format",
                             "Specified time stamp or date value is not well formatted."};
    auto const skew = std::abs(to_milliseconds(now) - *date);
    if (skew <= std::chrono::milliseconds(longest_skew).count()) return std::nullopt;
    return gateway_error{400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired."};
}

std::optional<gateway_error> check_token(request const& asked, acs3_authorization const& given,
                                         options const& settings) {
    auto const token = asked.field("x-acs-security-token");
    if (!token && settings.security_token.empty()) return std::nullopt;
    if (!token) return gateway_error{400, "MissingSecurityToken", "SecurityToken is mandatory for this action."};
    if (!has(given.signed_names, "x-acs-security-token")) return incomplete("x-acs-security-token must be signed.");
    if (*token == "expired")
        return gateway_error{400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired."};
    if (!settings.security_token.empty() && *token != settings.security_token)
        return gateway_error{400, "InvalidSecurityToken.MismatchWithAccessKey",
                             "Specified SecurityToken mismatch with the AccessKey."};
    auto const named = asked.field("x-acs-accesskey-id");
    if (named && *named != given.access_key_id)
        return gateway_error{400, "InvalidSecurityToken.MismatchWithAccessKey",
                             "Specified SecurityToken mismatch with the AccessKey."};
    return std::nullopt;
}

std::optional<gateway_error> check_signature(request const& asked, acs3_authorization const& given,
                                             options const& settings) {
    auto const canonical = canonical_request(asked, given.signed_names);
    auto const same_body = *asked.field("x-acs-content-sha256") == sha256_hex(asked.body);
    auto const expected = acs3_signature(settings.access_key_secret, canonical);
    if (same_body && equal_in_constant_time(given.signature, expected)) return std::nullopt;
    return gateway_error{
        400, "SignatureDoesNotMatch",
        "Specified signature does not match our calculation. server string to sign is:" + std::string(scheme) + "\n" +
            sha256_hex(canonical) + ", server canonicalRequest is:" + canonical};
}

}  // namespace

std::optional<acs3_authorization> parse_acs3(std::string_view authorization) {
    if (!authorization.starts_with(scheme)) return std::nullopt;
    acs3_authorization result;
    for (auto const& part : split(authorization.substr(scheme.size()), ',')) {
        std::string_view text = part;
        while (text.starts_with(' ')) text.remove_prefix(1);
        auto const equals = text.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        auto const name = text.substr(0, equals);
        auto const value = text.substr(equals + 1);
        if (name == "Credential") result.access_key_id = value;
        if (name == "SignedHeaders") result.signed_names = split(value, ';');
        if (name == "Signature") result.signature = value;
    }
    if (result.access_key_id.empty() || result.signed_names.empty() || result.signature.empty()) return std::nullopt;
    return result;
}

std::string sha256_hex(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
    unsigned int length = 0;
    EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr);
    return to_hex(digest.data(), length);
}

std::string canonical_query(std::string_view raw_query) {
    auto fields = read_form(raw_query);
    std::ranges::sort(fields);
    std::string text;
    for (auto const& [name, value] : fields) {
        if (!text.empty()) text += '&';
        text += name + '=' + percent_encoded(value);
    }
    return text;
}

std::string canonical_request(request const& asked, std::vector<std::string> const& signed_names) {
    auto names = signed_names;
    std::ranges::sort(names);
    std::string headers;
    std::string joined;
    for (auto const& name : names) {
        headers += name + ':' + std::string(net::trim(asked.field(name).value_or(""))) + '\n';
        joined += (joined.empty() ? "" : ";") + name;
    }
    return asked.method + '\n' + canonical_path(asked.path) + '\n' + canonical_query(asked.query) + '\n' + headers +
           '\n' + joined + '\n' + std::string(asked.field("x-acs-content-sha256").value_or(""));
}

std::string acs3_signature(std::string_view secret, std::string_view canonical) {
    auto const text = std::string(scheme) + '\n' + sha256_hex(canonical);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
    unsigned int length = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), bytes_of(text), text.size(), digest.data(),
         &length);
    return to_hex(digest.data(), length);
}

bool used_nonces::use(std::string const& nonce, std::chrono::system_clock::time_point now) {
    if (seen_.size() >= most_nonces)
        std::erase_if(seen_, [&](auto const& entry) { return now - entry.second > 2 * longest_skew; });
    return seen_.emplace(nonce, now).second;
}

std::optional<gateway_error> verify_acs3(request const& asked, options const& settings, used_nonces& nonces,
                                         std::chrono::system_clock::time_point now) {
    auto const authorization = asked.field("authorization");
    if (!authorization || authorization->empty())
        return gateway_error{400, "MissingAccessKeyId", "AccessKeyId is mandatory for this action."};
    auto const given = parse_acs3(*authorization);
    if (!given) return incomplete("Authorization must be ACS3-HMAC-SHA256 Credential=…,SignedHeaders=…,Signature=….");
    if (auto refused = check_form(asked, *given)) return refused;
    if (auto refused = check_time(asked, now)) return refused;
    if (given->access_key_id != settings.access_key_id)
        return gateway_error{404, "InvalidAccessKeyId.NotFound", "Specified access key is not found."};
    if (auto refused = check_token(asked, *given, settings)) return refused;
    if (auto refused = check_signature(asked, *given, settings)) return refused;
    // Only now: a request that was refused may be sent again with its nonce.
    if (!nonces.use(std::string(*asked.field("x-acs-signature-nonce")), now))
        return gateway_error{400, "SignatureNonceUsed", "Specified signature nonce was used already."};
    return std::nullopt;
}

}  // namespace sandbox
