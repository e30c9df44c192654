#include "net/message.hpp"

#include <algorithm>
#include <stdexcept>

namespace net {

namespace {

// RFC 9110 §5.6.2
constexpr bool is_token_char(char c) {
    return platform::is_letter_or_digit(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

void check(std::string_view name, std::string_view value) {
    if (name.empty() || !std::ranges::all_of(name, is_token_char))
        throw std::invalid_argument("a header field's name is not a token");
    // The value may be a credential: the sentence names the field only.
    if (value.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos)
        throw std::invalid_argument("the value of header field " + std::string(name) + " holds a line end or a NUL");
}

}  // namespace

std::string_view trim(std::string_view text) {
    auto const first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool has_token(std::string_view list, std::string_view token) {
    while (true) {
        auto const comma = list.find(',');
        if (equal_ignoring_case(trim(list.substr(0, comma)), token)) return true;
        if (comma == std::string_view::npos) return false;
        list.remove_prefix(comma + 1);
    }
}

headers::headers(std::initializer_list<header> fields) {
    for (auto const& field : fields) add(field.name, field.value);
}

void headers::add(std::string_view name, std::string_view value) {
    check(name, value);
    fields_.push_back({std::string(name), std::string(trim(value))});
}

void headers::set(std::string_view name, std::string_view value) {
    check(name, value);
    auto const same = [name](header const& field) { return equal_ignoring_case(field.name, name); };
    auto const first = std::ranges::find_if(fields_, same);
    if (first == fields_.end()) {
        fields_.push_back({std::string(name), std::string(trim(value))});
        return;
    }
    first->value = trim(value);
    fields_.erase(std::remove_if(first + 1, fields_.end(), same), fields_.end());
}

std::optional<std::string_view> headers::find(std::string_view name) const {
    for (auto const& field : fields_)
        if (equal_ignoring_case(field.name, name)) return field.value;
    return std::nullopt;
}

std::string_view headers::value_or(std::string_view name, std::string_view fallback) const {
    return find(name).value_or(fallback);
}

void append_field(std::string& head, std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
}

void append_fields(std::string& head, headers const& fields) {
    for (auto const& field : fields) append_field(head, field.name, field.value);
}

std::string_view reason_phrase(int status) {
    switch (status) {
        case 100:
            return "Continue";
        case 101:
            return "Switching Protocols";
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 203:
            return "Non-Authoritative Information";
        case 204:
            return "No Content";
        case 205:
            return "Reset Content";
        case 206:
            return "Partial Content";
        case 300:
            return "Multiple Choices";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 307:
            return "Temporary Redirect";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 402:
            return "Payment Required";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 407:
            return "Proxy Authentication Required";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 411:
            return "Length Required";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 416:
            return "Range Not Satisfiable";
        case 417:
            return "Expectation Failed";
        case 421:
            return "Misdirected Request";
        case 422:
            return "Unprocessable Content";
        case 426:
            return "Upgrade Required";
        case 428:
            return "Precondition Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "Unknown";
    }
}

}  // namespace net
