#pragma once
// Which proxy a request goes through, and how one is asked for a tunnel: values only. Private to `net`.

#include "net/client.hpp"

#include <boost/system/result.hpp>

#include <optional>
#include <string>

namespace net {

struct proxy {
    origin where;
    std::string authorization;  // the value of Proxy-Authorization, or nothing
};

/// The proxy for requests to `target`, or none. Fails when the setting isn't the URL of an http proxy.
boost::system::result<std::optional<proxy>> choose_proxy(proxy_settings const& settings, origin const& target);

/// The request that opens a tunnel (RFC 9110 §9.3.6).
std::string connect_request(proxy const& via, origin const& target, std::string_view user_agent);

/// RFC 7617 over `user:password`.
std::string basic_authorization(std::string_view userinfo);

}  // namespace net
