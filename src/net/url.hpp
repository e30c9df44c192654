#pragma once
// URLs of http and https, as far as a client needs them.

#include <boost/system/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace net {

/// Where connections of one kind go: the key of the connection pool.
struct origin {
    bool tls = false;
    std::string host;  // lower case, without brackets for IPv6
    std::uint16_t port = 0;

    bool operator==(origin const&) const = default;
    /// The host as a Host header or a URL writes it: IPv6 in brackets, the port unless it is the scheme's own.
    std::string authority() const;
    /// `https://host[:port]`
    std::string text() const;
};

struct url {
    origin where;
    std::string target;    // path and query, at least "/"
    std::string userinfo;  // "user:password" as written, percent-decoded; only proxies use it
};

/// Parses an absolute http or https URL (RFC 3986; Boost.URL). Fails on other schemes, on an empty host, on a port of 0
/// or above 65535, and on control characters.
boost::system::result<url> parse_url(std::string_view text);

/// True for `localhost` (and names below it), 127.0.0.0/8 and ::1.
bool is_loopback(std::string_view host);

/// Percent-encodes everything but RFC 3986's unreserved characters.
std::string percent_encode(std::string_view text);
/// Decodes %XX; fails on a broken escape. `+` stays a plus.
boost::system::result<std::string> percent_decode(std::string_view text);

}  // namespace net
