#pragma once
// Whether and when a failed call is made again: values in, values out.

#include "net/client.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace dashscope {

class failure;

/// What repeating an operation may cost.
enum class op_class {
    read,     // nothing: repeated on connection failures, 429 and 5xx
    compute,  // money (chat, embeddings): repeated when no byte was sent, on 429, 502 and 503
    change,   // nothing, but it would be done twice (a list of hot words, a memory): repeated as `submit`
    submit,   // a second paid job (tasks, images, speech): repeated when no byte was sent, and on 429
};

/// What is known about one failed attempt.
struct attempt_facts {
    net::progress how_far = net::progress::not_sent;
    int status = 0;          // of the answer; 0: there was none, the transport failed
    bool transient = true;   // of a transport: a certificate or a name that is wrong stays wrong
    bool exhausted = false;  // quota or bill: never repeated
    std::optional<std::chrono::milliseconds> retry_after;
};

attempt_facts facts_of(failure const& failed);

bool may_repeat(op_class kind, attempt_facts const& facts);

struct retry_policy {
    int max_attempts = 4;
    std::chrono::milliseconds first{500};  // doubled after each attempt
    std::chrono::milliseconds longest{20'000};

    /// How long to wait before the attempt after number `attempt` (the first is 1); nothing when it must not be made or
    /// could not begin before the deadline. `random` is in [0, 1).
    std::optional<std::chrono::milliseconds> next_delay(op_class kind, int attempt, attempt_facts const& facts,
                                                        std::chrono::milliseconds remaining, double random) const;
};

/// `Sun, 06 Nov 1994 08:49:37 GMT`: the one form that senders may generate (RFC 9110 §5.6.7).
std::optional<std::chrono::system_clock::time_point> parse_http_date(std::string_view text);

/// The value of `Retry-After`: seconds or an HTTP date (RFC 9110 §10.2.3). Nothing when it is neither; never negative.
std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view value,
                                                           std::chrono::system_clock::time_point now);

/// From an answer's fields: `x-acs-retry-after` (milliseconds; the signed OpenAPI), else `Retry-After`.
std::optional<std::chrono::milliseconds> retry_after_of(net::headers const& fields,
                                                        std::chrono::system_clock::time_point now);

}  // namespace dashscope
