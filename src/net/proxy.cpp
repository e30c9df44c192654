#include "net/proxy.hpp"

#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <boost/system/errc.hpp>

#include <charconv>

namespace net {

namespace {

namespace ip = boost::asio::ip;

// An entry of NO_PROXY, split at its port: `name`, `name:8080`, `[::1]:8080`, `::1`.
struct entry {
    std::string_view host;
    std::uint16_t port = 0;  // any
};

std::uint16_t port_of(std::string_view text) {
    std::uint16_t port = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc() && end == text.data() + text.size() ? port : std::uint16_t{0};
}

entry split(std::string_view text) {
    if (text.starts_with('[')) {
        auto const close = text.find(']');
        if (close == std::string_view::npos) return {text};
        auto const rest = text.substr(close + 1);
        return {text.substr(1, close - 1), rest.starts_with(':') ? port_of(rest.substr(1)) : std::uint16_t{0}};
    }
    auto const colon = text.find(':');
    // A second colon makes it an IPv6 address without brackets.
    if (colon == std::string_view::npos || text.find(':', colon + 1) != std::string_view::npos) return {text};
    return {text.substr(0, colon), port_of(text.substr(colon + 1))};
}

bool network_holds(std::string_view network, ip::address const& address) {
    boost::system::error_code error;
    if (address.is_v4()) {
        auto const range = ip::make_network_v4(std::string(network), error);
        return !error && ip::network_v4(address.to_v4(), range.prefix_length()).canonical() == range.canonical();
    }
    auto const range = ip::make_network_v6(std::string(network), error);
    return !error && ip::network_v6(address.to_v6(), range.prefix_length()).canonical() == range.canonical();
}

bool matches_address(std::string_view pattern, ip::address const& address) {
    if (pattern.find('/') != std::string_view::npos) return network_holds(pattern, address);
    boost::system::error_code error;
    return ip::make_address(std::string(pattern), error) == address && !error;
}

std::string_view without_dots(std::string_view name) {
    if (name.ends_with('.')) name.remove_suffix(1);
    if (name.starts_with('.')) name.remove_prefix(1);
    return name;
}

// `example.com` covers itself and what is below it, at the border of a label: not `badexample.com`.
bool matches_name(std::string_view pattern, std::string_view host) {
    pattern = without_dots(pattern);
    host = without_dots(host);
    if (pattern.empty() || host.size() < pattern.size()) return false;
    if (!equal_ignoring_case(host.substr(host.size() - pattern.size()), pattern)) return false;
    return host.size() == pattern.size() || host[host.size() - pattern.size() - 1] == '.';
}

// curl takes blanks for separators, too.
std::string_view next_entry(std::string_view& list) {
    constexpr std::string_view separators = ", \t";
    list.remove_prefix(std::min(list.find_first_not_of(separators), list.size()));
    auto const found = list.substr(0, list.find_first_of(separators));
    list.remove_prefix(found.size());
    return found;
}

}  // namespace

bool bypasses_proxy(std::string_view no_proxy, std::string_view host, std::uint16_t port) {
    boost::system::error_code is_name;
    auto const address = ip::make_address(std::string(host), is_name);
    while (true) {
        auto const text = next_entry(no_proxy);
        if (text.empty()) return false;
        if (text == "*") return true;
        auto const candidate = split(text);
        if (candidate.port != 0 && candidate.port != port) continue;
        if (is_name ? matches_name(candidate.host, host) : matches_address(candidate.host, address)) return true;
    }
}

boost::system::result<std::optional<proxy>> choose_proxy(proxy_settings const& settings, origin const& target) {
    auto const setting = trim(target.tls ? settings.https_proxy : settings.http_proxy);
    if (setting.empty() || bypasses_proxy(settings.no_proxy, target.host, target.port)) return std::nullopt;

    bool const bare = setting.find("://") == std::string_view::npos;
    auto const parsed = parse_url(bare ? "http://" + std::string(setting) : std::string(setting));
    if (!parsed) return parsed.error();
    if (parsed->where.tls) return boost::system::errc::make_error_code(boost::system::errc::protocol_not_supported);

    proxy chosen{parsed->where, {}};
    if (!parsed->userinfo.empty()) chosen.authorization = basic_authorization(parsed->userinfo);
    return chosen;
}

std::string connect_request(proxy const& via, origin const& target, std::string_view user_agent) {
    // The port is always written here: a proxy has no scheme to guess it from.
    auto const host = target.host.find(':') == std::string::npos ? target.host : "[" + target.host + "]";
    auto const authority = host + ":" + std::to_string(target.port);
    std::string request = "CONNECT " + authority + " HTTP/1.1\r\n";
    append_field(request, "Host", authority);
    append_field(request, "User-Agent", user_agent);
    if (!via.authorization.empty()) append_field(request, "Proxy-Authorization", via.authorization);
    request += "\r\n";
    return request;
}

std::string basic_authorization(std::string_view userinfo) {
    static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string encoded = "Basic ";
    std::uint32_t bits = 0;
    int count = 0;
    for (char const c : userinfo) {
        bits = bits << 8 | static_cast<unsigned char>(c);
        for (count += 8; count >= 6;) encoded += digits[bits >> (count -= 6) & 63];
    }
    if (count > 0) encoded += digits[bits << (6 - count) & 63];
    while ((encoded.size() - 6) % 4 != 0) encoded += '=';
    return encoded;
}

}  // namespace net
