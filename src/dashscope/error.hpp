#pragma once
// What DashScope says when it refuses: one value for every shape its endpoints use (catalogue §2).

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace net {
struct sse_event;
}

namespace dashscope {

namespace json = boost::json;

enum class error_kind {
    unknown,
    invalid_key,         // the API key
    invalid_access_key,  // AccessKey id, secret, security token or their signature
    wrong_region,        // key, model and host of different regions
    workspace,           // the workspace does not exist or has no right
    access_denied,       // anything else that is forbidden
    application,         // the application is not published or not shared
    not_purchased,       // the service was never activated
    model_access,        // the key's workspace may not use this model
    model_not_found,
    not_found,
    quota_exhausted,
    free_tier_only,
    arrears,
    rate_limited,
    content_inspection,
    invalid_parameter,
    file_problem,
    task_problem,
    server_fault,
    unavailable,
    timeout,
    bad_answer,  // not DashScope's: HTML, broken JSON, a redirect, a stream that ends early
};

struct api_error {
    int http_status = 0;  // of the HTTP answer or of the event; 0 when there was none
    std::string code;     // as sent, may be empty
    std::string message;  // on one line, bounded
    std::string request_id;
    error_kind kind = error_kind::unknown;
};

/// The kind of an error: by its message where that is telling, by its code, else by the HTTP status.
error_kind classify(int http_status, std::string_view code, std::string_view message);

/// The error in a body, in any of the shapes: `{"code","message","request_id"}`, `{"error":{…}}`,
/// `{"Success":false,"Code",…}`. Under 2xx nothing is returned unless the body really says so; otherwise always
/// something.
std::optional<api_error> find_error(int http_status, json::value const& body);

/// The error in a body of any type, for a status outside 2xx. Never fails: HTML and plain text are excerpted.
api_error parse_error(int http_status, std::string_view body);

/// The error in one event of a stream: `event:error`, `:HTTP_STATUS/400`, or an error object as its data.
std::optional<api_error> find_stream_error(net::sse_event const& event);

}  // namespace dashscope
