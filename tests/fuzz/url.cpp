// What strangers write as an address: URLs, percent-encoding, Host, Origin and Accept fields.

#include "net/url.hpp"
#include "net/message.hpp"
#include "transport/media_types.hpp"
#include "transport/origin_policy.hpp"

#include "support.hpp"

#include <algorithm>

namespace {

// A URL that was taken is written without anything that could split a request, and reads back as itself.
void check_url(std::string_view text) {
    auto const parsed = net::parse_url(text);
    if (!parsed) return;
    auto const is_visible = [](char c) { return c > ' ' && c < '\x7F'; };
    REQUIRE(!parsed->where.host.empty());
    REQUIRE(parsed->where.port != 0);
    REQUIRE(parsed->target.starts_with('/'));
    REQUIRE(std::ranges::all_of(parsed->target, is_visible));
    REQUIRE(std::ranges::all_of(parsed->where.authority(), is_visible));
    auto const again = net::parse_url(parsed->where.text() + parsed->target);
    REQUIRE(again);
    REQUIRE(again->where == parsed->where);
    REQUIRE(again->target == parsed->target);
}

void check_percent(std::string_view text) {
    auto const there = net::percent_encode(text);
    auto const back = net::percent_decode(there);
    REQUIRE(back);
    REQUIRE(*back == text);
    if (auto const decoded = net::percent_decode(text)) REQUIRE(decoded->size() <= text.size());
}

// Only a loopback name, with or without a port, is allowed.
bool names_loopback(std::string_view authority) {
    auto const name = net::lower_case(authority);
    for (std::string_view const good : {"localhost", "127.0.0.1", "[::1]"}) {
        if (!name.starts_with(good)) continue;
        auto const rest = std::string_view(name).substr(good.size());
        if (rest.empty()) return true;
        return rest.size() > 1 && rest.front() == ':' &&
               std::ranges::all_of(rest.substr(1), [](char c) { return c >= '0' && c <= '9'; });
    }
    return false;
}

void check_origin(std::string_view text) {
    static transport::origin_policy const policy;
    REQUIRE(policy.allows_host(text) == names_loopback(text));
    auto const mark = text.find("://");
    bool const web = text.starts_with("http://") || text.starts_with("https://");
    REQUIRE(policy.allows_origin(text) == (web && names_loopback(text.substr(mark + 3))));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = fuzz::view(data, size);
    check_url(text);
    check_percent(text);
    check_origin(text);
    static_cast<void>(net::is_loopback(text));
    auto const accepted = transport::parse_accept(text);
    REQUIRE(accepted.json || accepted.event_stream);
    static_cast<void>(transport::is_json(text));
    return 0;
}
