#include "net/request.hpp"

#include <algorithm>
#include <stdexcept>

namespace net {

namespace {

// What the connection decides, not the caller. An encoding is never accepted: nothing here could decode it.
constexpr std::string_view reserved[] = {"Host",       "Content-Length", "Transfer-Encoding",
                                         "Connection", "Keep-Alive",     "Accept-Encoding",
                                         "Upgrade",    "Expect",         "Proxy-Authorization"};

bool is_reserved(std::string_view name) {
    return std::ranges::any_of(reserved, [name](auto taken) { return equal_ignoring_case(taken, name); });
}

bool is_method(std::string_view method) {
    auto const is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || c == '-'; };
    return !method.empty() && std::ranges::all_of(method, is_letter);
}

bool is_target(std::string_view target) {
    auto const is_visible = [](char c) { return c > ' ' && c < '\x7F'; };
    return target.starts_with('/') && std::ranges::all_of(target, is_visible);
}

std::uint64_t body_size(client_request const& request) {
    return request.source ? request.source->size() : request.body.size();
}

bool has_body(client_request const& request) {
    // RFC 9110 §8.6: a method that gives a body a meaning says so even when there is none.
    auto const& method = request.method;
    return request.source || !request.body.empty() || method == "POST" || method == "PUT" || method == "PATCH";
}

}  // namespace

std::string request_head(client_request const& request, std::optional<proxy> const& via, std::string_view user_agent) {
    if (!is_method(request.method)) throw std::invalid_argument("the request's method is not one");
    if (!is_target(request.to.target)) throw std::invalid_argument("the request's target is not a path");

    std::string head;
    head.reserve(512);
    head.append(request.method).append(" ");
    if (via) head.append(request.to.where.text());
    head.append(request.to.target).append(" HTTP/1.1\r\n");
    append_field(head, "Host", request.to.where.authority());
    if (!request.fields.find("User-Agent")) append_field(head, "User-Agent", user_agent);
    if (via && !via->authorization.empty()) append_field(head, "Proxy-Authorization", via->authorization);
    for (auto const& field : request.fields)
        if (!is_reserved(field.name)) append_field(head, field.name, field.value);
    if (has_body(request)) append_field(head, "Content-Length", std::to_string(body_size(request)));
    head.append("\r\n");
    return head;
}

bool is_idempotent(std::string_view method) {
    return method == "GET" || method == "HEAD" || method == "PUT" || method == "DELETE";
}

}  // namespace net
