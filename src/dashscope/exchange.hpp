#pragma once
// One HTTP exchange with DashScope as values: what is sent, and what an answer means. No socket, no clock.

#include "dashscope/failure.hpp"
#include "dashscope/retry.hpp"
#include "net/client.hpp"

#include <boost/json/value.hpp>

#include <chrono>
#include <functional>
#include <string>

namespace dashscope {

/// On whose behalf, and where. Per call: over HTTP a caller may bring a key of their own.
struct credential {
    std::string api_key;  // empty: calls fail with a text that says where to get one
    net::origin base;
};

struct operation {
    std::string what;  // begins the sentence "… failed.": "Chat with qwen-plus"
    op_class repeats = op_class::compute;
    std::string method = "POST";
    std::string model = {};  // for hints; may be empty
};

struct retry_notice {
    int failed_attempt;  // 1 for the first
    std::chrono::milliseconds wait;
    failure const& reason;
};

struct call_options {
    std::chrono::milliseconds timeout{300'000};  // of the whole call with its repetitions
    std::chrono::milliseconds silence{300'000};  // without a byte of the answer
    bool once = false;                           // never repeated here: the caller repeats
    bool async = false;                          // X-DashScope-Async: enable
    bool native_sse = false;   // X-DashScope-SSE: enable; compatible endpoints use the body's `stream`
    std::string workspace_id;  // X-DashScope-WorkSpace
    net::headers more;
    std::function<void(retry_notice const&)> on_retry;  // before each wait, on the client's thread
    std::function<void()> on_sending;                   // before the first byte of an attempt leaves
};

/// `body` is the serialised JSON, empty for none. `path` begins with a slash and may hold a query.
net::client_request make_request(credential const& who, operation const& what, std::string_view path, std::string body,
                                 call_options const& options, bool source_channel);

/// What every text about a call needs.
struct call_context {
    error_context words;
    std::string secret;
    op_class repeats = op_class::compute;
    bool async = false;  // it starts a task
};

/// Throws failure when there is no key, or one that can't be a key.
void check_key(credential const& who, error_context const& words);

/// The JSON of a good answer (null under 204, which has none). Throws failure for everything else, 2xx with an error in
/// it too.
json::value decode(net::client_response const& response, call_context const& context,
                   std::chrono::system_clock::time_point now);

/// A failure for an answer that is an error by its status.
failure refusal(int status, net::headers const& fields, std::string_view body, call_context const& context,
                std::chrono::system_clock::time_point now);

failure lost(net::client_error const& error, call_context const& context);

/// A 2xx answer that is not what DashScope sends; `why` is a sentence's end: "the stream ended early".
failure broken_answer(std::string_view why, std::string_view request_id, call_context const& context);

/// The request id of an answer's head; empty when it has none.
std::string request_id_of(net::headers const& fields);

}  // namespace dashscope
