#include "transport/origin_policy.hpp"

#include "net/message.hpp"

#include <algorithm>

namespace transport {

namespace {

std::string_view without_scheme(std::string_view text) {
    auto const mark = text.find("://");
    return mark == std::string_view::npos ? text : text.substr(mark + 3);
}

// The host of `host`, `host:port`, `[v6]` or `[v6]:port`; nothing when the port is no number.
std::optional<std::string_view> host_of(std::string_view authority) {
    auto const bracket = authority.starts_with('[') ? authority.find(']') : std::string_view::npos;
    auto const colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
    auto const host = authority.substr(0, colon);
    if (colon == std::string_view::npos) return host;
    auto const port = authority.substr(colon + 1);
    bool const digits = !port.empty() && port.find_first_not_of("0123456789") == std::string_view::npos;
    return digits ? std::optional(host) : std::nullopt;
}

}  // namespace

origin_policy::origin_policy(std::vector<std::string> const& more) : allowed_{"localhost", "127.0.0.1", "[::1]"} {
    for (auto const& each : more) allowed_.emplace_back(without_scheme(each));
}

// An entry without a port stands for every port of its host; with one, for that alone.
bool origin_policy::allows_authority(std::string_view authority) const {
    auto const host = host_of(authority);
    if (!host) return false;
    return std::any_of(allowed_.begin(), allowed_.end(), [&](std::string const& each) {
        return net::equal_ignoring_case(each, authority) || net::equal_ignoring_case(each, *host);
    });
}

bool origin_policy::allows_host(std::optional<std::string_view> host) const {
    return host && allows_authority(*host);
}

bool origin_policy::allows_origin(std::optional<std::string_view> origin) const {
    if (!origin) return true;
    bool const web = origin->starts_with("http://") || origin->starts_with("https://");
    return web && allows_authority(without_scheme(*origin));
}

}  // namespace transport
