#pragma once
// Alibaba Cloud's signature version 3 (ACS3-HMAC-SHA256), from the server's side. It decodes the query that came and
// encodes it again: SDKs sign the strict encoding and send a looser one.

#include "sandbox/options.hpp"
#include "sandbox/plan.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sandbox {

/// `ACS3-HMAC-SHA256 Credential=…,SignedHeaders=…,Signature=…`
struct acs3_authorization {
    std::string access_key_id;
    std::vector<std::string> signed_names;
    std::string signature;
};

/// Nothing for another scheme or a missing part.
std::optional<acs3_authorization> parse_acs3(std::string_view authorization);

std::string sha256_hex(std::string_view bytes);

std::string canonical_query(std::string_view raw_query);
std::string canonical_request(request const& asked, std::vector<std::string> const& signed_names);
/// What the signature of `canonical` must be.
std::string acs3_signature(std::string_view secret, std::string_view canonical);

/// The nonces of the last minutes. One owner, one thread.
class used_nonces {
public:
    /// False when it was used before.
    bool use(std::string const& nonce, std::chrono::system_clock::time_point now);

private:
    std::unordered_map<std::string, std::chrono::system_clock::time_point> seen_;
};

/// An error of the OpenAPI gateway.
struct gateway_error {
    int status;
    std::string code;
    std::string message;
};

/// Nothing when the request is signed as it must be.
std::optional<gateway_error> verify_acs3(request const& asked, options const& settings, used_nonces& nonces,
                                         std::chrono::system_clock::time_point now);

}  // namespace sandbox
