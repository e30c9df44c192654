#include "cli/options.hpp"

#include <boost/asio/ip/address.hpp>

#include <charconv>

namespace cli {

namespace {

std::optional<std::uint16_t> parse_port(std::string_view text) {
    std::uint16_t port = 0;
    auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (failed != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
    return port;
}

std::optional<std::string> parse_host(std::string_view text) {
    if (text.empty() || text == "localhost") return "127.0.0.1";
    bool const bracketed = text.starts_with('[') && text.ends_with(']');
    if (bracketed) text = text.substr(1, text.size() - 2);
    boost::system::error_code failed;
    auto const address = boost::asio::ip::make_address(std::string(text), failed);
    if (failed || address.is_v6() != bracketed) return std::nullopt;
    return address.to_string();
}

}  // namespace

std::optional<listen_address> parse_listen(std::string_view text) {
    auto const colon = text.rfind(':');
    auto const port = parse_port(colon == std::string_view::npos ? text : text.substr(colon + 1));
    auto const host = parse_host(colon == std::string_view::npos ? std::string_view() : text.substr(0, colon));
    if (!port || !host) return std::nullopt;
    return listen_address{*host, *port};
}

}  // namespace cli
