#include "net/url.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/system/errc.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>

#include "net/message.hpp"

namespace net {

namespace {

using boost::system::errc::invalid_argument;
using boost::system::errc::make_error_code;

constexpr std::uint16_t default_port(bool tls) {
    return tls ? 443 : 80;
}

constexpr bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

constexpr int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// A name may hold letters, digits, `-`, `_` and dots. Percent-encoding could smuggle in anything else.
bool is_plain_host(std::string_view host) {
    return std::ranges::all_of(host, [](char c) { return is_unreserved(c) && c != '~'; });
}

boost::system::result<std::uint16_t> port_of(boost::urls::url_view const& parsed, bool tls) {
    if (!parsed.has_port() || parsed.port().empty()) return default_port(tls);
    // Zero stands for a number that doesn't fit, too.
    if (parsed.port_number() == 0) return make_error_code(invalid_argument);
    return parsed.port_number();
}

boost::system::result<std::string> host_of(boost::urls::url_view const& parsed) {
    // No zone ids and no IPvFuture: what is left in brackets is an address.
    if (parsed.host_type() == boost::urls::host_type::ipv6)
        return boost::asio::ip::make_address(parsed.host_address()).to_string();
    auto host = lower_case(std::string_view(parsed.encoded_host().data(), parsed.encoded_host().size()));
    if (host.empty() || !is_plain_host(host)) return make_error_code(invalid_argument);
    return host;
}

}  // namespace

std::string origin::authority() const {
    auto text = host.find(':') == std::string::npos ? host : "[" + host + "]";
    if (port != default_port(tls)) text += ":" + std::to_string(port);
    return text;
}

std::string origin::text() const {
    return (tls ? "https://" : "http://") + authority();
}

boost::system::result<url> parse_url(std::string_view text) {
    auto const parsed = boost::urls::parse_uri({text.data(), text.size()});
    if (!parsed) return parsed.error();

    url made;
    if (parsed->scheme_id() == boost::urls::scheme::https)
        made.where.tls = true;
    else if (parsed->scheme_id() != boost::urls::scheme::http)
        return make_error_code(invalid_argument);

    auto host = host_of(*parsed);
    if (!host) return host.error();
    auto const port = port_of(*parsed, made.where.tls);
    if (!port) return port.error();

    // Boost.URL takes `https://host:x/` for an empty port and the path `x/`.
    made.target = parsed->encoded_path();
    if (made.target.empty()) made.target = "/";
    if (made.target.front() != '/') return make_error_code(invalid_argument);
    if (parsed->has_query()) made.target.append("?").append(parsed->encoded_query());

    made.where.host = *std::move(host);
    made.where.port = *port;
    made.userinfo = parsed->userinfo();
    return made;
}

bool is_loopback(std::string_view host) {
    auto const name = lower_case(host);
    if (name == "localhost" || name.ends_with(".localhost")) return true;
    boost::system::error_code no_address;
    auto const address = boost::asio::ip::make_address(name, no_address);
    if (no_address) return false;
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6()).is_loopback();
    return address.is_loopback();
}

std::string percent_encode(std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string encoded;
    encoded.reserve(text.size());
    for (char const c : text) {
        if (is_unreserved(c)) {
            encoded += c;
            continue;
        }
        auto const byte = static_cast<unsigned char>(c);
        encoded += {'%', digits[byte >> 4], digits[byte & 15]};
    }
    return encoded;
}

boost::system::result<std::string> percent_decode(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            decoded += text[at];
            continue;
        }
        if (at + 2 >= text.size()) return make_error_code(invalid_argument);
        int const high = hex_value(text[at + 1]);
        int const low = hex_value(text[at + 2]);
        if (high < 0 || low < 0) return make_error_code(invalid_argument);
        decoded += static_cast<char>(high * 16 + low);
        at += 2;
    }
    return decoded;
}

}  // namespace net
