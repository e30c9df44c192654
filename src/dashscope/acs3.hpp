#pragma once
// Alibaba Cloud's signature version 3, ACS3-HMAC-SHA256 (catalogue §11.2), from the client's side: values in, values
// out. Requests are made and sent by openapi.hpp.

#include "net/message.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dashscope {

/// An AccessKey pair; with STS also the token that was issued with it.
struct access_key {
    std::string id;
    std::string secret;
    std::string security_token = {};
};

/// Names and values as they are meant, nothing encoded.
using text_pairs = std::vector<std::pair<std::string, std::string>>;

/// What a signature covers. `fields` may hold more than what is signed; `host` and `x-acs-content-sha256` must be
/// there.
struct acs3_message {
    std::string method;
    std::string path;  // as in the request line, without the query
    text_pairs query;
    net::headers fields;
};

/// Sorted, percent-encoded, joined: also what the request line may hold.
std::string acs3_query(text_pairs query);

/// `host;x-acs-action;…`: host, content-type and all x-acs- fields, sorted.
std::string acs3_signed_names(net::headers const& fields);

std::string acs3_canonical_request(acs3_message const& message);

/// The 64 hex digits.
std::string acs3_signature(std::string_view secret, acs3_message const& message);

/// The value of `Authorization`.
std::string acs3_authorization(access_key const& key, acs3_message const& message);

/// `2026-11-21T08:00:00Z`
std::string acs3_date(std::chrono::system_clock::time_point now);

}  // namespace dashscope
