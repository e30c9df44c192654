#pragma once
// Whether a key is good, and where: by one request that costs nothing.

#include "dashscope/exchange.hpp"
#include "platform/task.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace dashscope {

enum class key_verdict {
    accepted,
    refused,  // the host does not know the key
    unknown,  // no answer, or none that tells
};

struct key_trial {
    key_verdict verdict = key_verdict::unknown;
    std::optional<failure> why;  // set unless the list of models came
    std::vector<std::string> models;
    std::optional<std::chrono::seconds> clock_ahead;  // how far this computer's clock is before the host's
};

/// Lists the models with the key. Never repeated, never throws for what the host answers.
platform::task<key_trial> try_key(net::client& http, credential who, std::string workspace_id,
                                  std::chrono::milliseconds timeout);

/// The common hosts of the other regions. None for a host that is not one of them: a key for somewhere else is nobody's
/// business.
std::vector<net::origin> hosts_of_other_regions(net::origin const& base);

/// The first of `candidates` that accepts the key.
platform::task<std::optional<net::origin>> find_home(net::client& http, std::string api_key,
                                                     std::vector<net::origin> candidates,
                                                     std::chrono::milliseconds timeout);

}  // namespace dashscope
