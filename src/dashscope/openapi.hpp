#pragma once
// Alibaba Cloud's OpenAPI of Bailian: requests in ROA style, signed with an AccessKey pair (catalogue §11.1, §9.1,
// §9.2). Knowledge retrieval, session files and memories of applications are behind it.

#include "dashscope/acs3.hpp"
#include "dashscope/exchange.hpp"
#include "platform/task.hpp"

#include <boost/json/value.hpp>

#include <chrono>
#include <initializer_list>
#include <string>
#include <string_view>

namespace dashscope {

class client;
struct settings;

inline constexpr std::string_view openapi_version = "2023-12-29";

/// On whose behalf, and where.
struct openapi_credential {
    access_key key;
    net::origin where;
};

openapi_credential openapi_credential_of(settings const& from);

/// What differs from operation to operation; the method is the operation's.
struct openapi_request {
    std::string action;  // x-acs-action: "Retrieve"
    std::string path;    // by openapi_path
    text_pairs query = {};
    text_pairs form = {};   // a body of application/x-www-form-urlencoded,
    json::value body = {};  // or one of JSON; null and an empty form: none
};

/// `/WORKSPACE/index/retrieve`: each segment percent-encoded.
std::string openapi_path(std::initializer_list<std::string_view> segments);

/// What makes two signatures of one request differ.
struct acs3_moment {
    std::chrono::system_clock::time_point now;
    std::string nonce;
};
acs3_moment this_moment();

/// The request, signed. Throws std::invalid_argument on a key that would split the head.
net::client_request make_openapi_request(openapi_credential const& who, operation const& what,
                                         openapi_request const& asked, call_options const& options,
                                         acs3_moment const& moment);

/// Throws failure when there is no pair, half a pair, or one that can't be one.
void check_access_key(access_key const& key, error_context const& words);

/// Sends it, signed anew for each attempt, and gives back the answer's JSON. Throws failure, as client::call does.
platform::task<json::value> call_openapi(client& api, openapi_credential who, operation what, openapi_request asked,
                                         call_options options);

}  // namespace dashscope
