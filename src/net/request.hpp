#pragma once
// The head of a request as it goes over the wire: values only. Private to `net`.

#include "net/client.hpp"
#include "net/proxy.hpp"

#include <optional>
#include <string>

namespace net {

/// Request line and fields up to the blank line. `via` is the proxy of a request that is not tunnelled: it gets the
/// absolute form and the proxy's credentials. Throws std::invalid_argument on a method or target that would split the
/// message.
std::string request_head(client_request const& request, std::optional<proxy> const& via, std::string_view user_agent);

/// RFC 9110 §9.2.2: sending it twice is the same as sending it once.
bool is_idempotent(std::string_view method);

}  // namespace net
