#include "transport/event_position.hpp"

#include "jsonrpc/document.hpp"
#include "seal/base64.hpp"

#include <charconv>

namespace transport {

namespace {

constexpr std::size_t longest_request = 256;
constexpr std::size_t longest_stream = 64;

bool is_base64url(std::string_view text) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    return text.find_first_not_of(letters) == std::string_view::npos;
}

// It goes into an answer as it is: it must be nothing but an id.
bool is_request_id(std::string const& text) {
    jsonrpc::parser parser;
    jsonrpc::document parsed;
    auto const request = R"({"jsonrpc":"2.0","method":"x","id":)" + text + "}";
    if (parser.parse(request, parsed) || parsed.is_batch()) return false;
    auto const& message = parsed.at(0);
    return message.kind == jsonrpc::message_kind::request && message.id == text;
}

}  // namespace

std::string to_string(event_position const& where) {
    auto text = where.stream + ".";
    if (where.request.size() <= longest_request) text += seal::base64url(where.request);
    return text + "." + std::to_string(where.number);
}

std::optional<event_position> parse_event_position(std::string_view text) {
    auto const first = text.find('.');
    auto const second = first == std::string_view::npos ? first : text.find('.', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    event_position where;
    where.stream = text.substr(0, first);
    if (where.stream.empty() || where.stream.size() > longest_stream || !is_base64url(where.stream))
        return std::nullopt;

    auto const digits = text.substr(second + 1);
    auto const [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), where.number);
    if (failed != std::errc() || end != digits.data() + digits.size()) return std::nullopt;

    auto const encoded = text.substr(first + 1, second - first - 1);
    if (encoded.size() > 2 * longest_request) return std::nullopt;
    auto const request = seal::from_base64url(encoded);
    if (!request) return std::nullopt;
    where.request = *request;
    if (!where.request.empty() && !is_request_id(where.request)) return std::nullopt;
    return where;
}

}  // namespace transport
