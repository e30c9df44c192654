#include "dashscope/error.hpp"

#include "dashscope/fields.hpp"
#include "dashscope/secret.hpp"
#include "net/message.hpp"
#include "net/sse.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace dashscope {

namespace {

constexpr std::size_t message_limit = 1000;
constexpr std::size_t excerpt_limit = 300;
constexpr std::size_t name_limit = 200;  // of codes and request ids

bool is_success_status(int status) {
    return status >= 200 && status < 300;
}

/// A code as text; numbers occur too.
std::string code_text(json::object const& from) {
    for (auto name : {"code", "Code"}) {
        auto const* value = from.if_contains(name);
        if (!value || value->is_null()) continue;
        if (value->is_string()) return std::string(value->as_string());
        if (value->is_number()) return json::serialize(*value);
    }
    return {};
}

bool means_success(std::string_view code) {
    for (auto good : {"", "0", "200", "Success", "OK"})
        if (net::equal_ignoring_case(code, good)) return true;
    return false;
}

/// `success` or `Success`, where the body has it.
std::optional<bool> success_flag(json::object const& body) {
    for (auto name : {"success", "Success"}) {
        auto const* value = body.if_contains(name);
        if (!value) continue;
        if (value->is_bool()) return value->as_bool();
        if (value->is_string()) return !net::equal_ignoring_case(value->as_string(), "false");
    }
    return std::nullopt;
}

std::string request_id_of(json::object const& body) {
    return std::string(first_string(body, {"request_id", "RequestId", "requestId"}));
}

std::string message_of(json::object const& from) {
    auto text = first_string(from, {"message", "Message", "msg", "errorMessage", "detail"});
    return one_line(text, message_limit);
}

api_error finished(api_error error) {
    error.code = one_line(error.code, name_limit);
    error.request_id = one_line(error.request_id, name_limit);
    // What the server signed follows: a page of hashes and fields, and the security token among them.
    if (error.code == "SignatureDoesNotMatch")
        error.message.resize(std::min(error.message.find(" server string"), error.message.size()));
    error.kind = classify(error.http_status, error.code, error.message);
    return error;
}

api_error native_error(int status, json::object const& body) {
    api_error error{status, code_text(body), message_of(body), request_id_of(body)};
    return finished(std::move(error));
}

/// The OpenAI shape. Its `type` stands in where there is no code; its `id`, at the top, is the request's.
api_error compatible_error(int status, json::object const& body, json::value const& inner) {
    api_error error{status, {}, {}, request_id_of(body)};
    if (auto const* fields = inner.if_object()) {
        error.code = code_text(*fields);
        if (error.code.empty()) error.code = std::string(string_at(*fields, "type"));
        error.message = message_of(*fields);
        if (error.request_id.empty()) error.request_id = request_id_of(*fields);
    } else if (auto const* text = inner.if_string()) {
        error.message = one_line(*text, message_limit);
    }
    if (error.request_id.empty()) error.request_id = std::string(string_at(body, "id"));
    return finished(std::move(error));
}

bool says_something(json::value const& error) {
    if (auto const* fields = error.if_object()) return !fields->empty();
    if (auto const* text = error.if_string()) return !text->empty();
    return false;
}

bool is_filled(json::value const& value) {
    if (auto const* fields = value.if_object()) return !fields->empty();
    if (auto const* items = value.if_array()) return !items->empty();
    return false;
}

/// True for a body that carries a result: its `code` can then only be part of it.
bool has_result(json::object const& body) {
    for (auto name : {"output", "choices", "data", "Data", "results"}) {
        auto const* value = body.if_contains(name);
        if (value && is_filled(*value)) return true;
    }
    return false;
}

/// The knowledge service repeats the status in its body.
bool has_bad_status(json::object const& body) {
    auto const* value = body.if_contains("status_code");
    return value && value->is_int64() && value->as_int64() >= 400;
}

bool refuses(json::object const& body) {
    auto flag = success_flag(body);
    if (flag) return !*flag;
    if (has_bad_status(body)) return true;
    return !means_success(code_text(body)) && !has_result(body);
}

std::string without_tags(std::string_view html) {
    std::string text;
    bool inside = false;
    for (char c : html) {
        if (c == '<') inside = true;
        if (!inside) text += c;
        if (c != '>') continue;
        inside = false;
        text += ' ';
    }
    return text;
}

std::string_view element(std::string_view markup, std::string_view name) {
    auto open = "<" + std::string(name) + ">";
    auto begin = markup.find(open);
    if (begin == std::string_view::npos) return {};
    begin += open.size();
    auto end = markup.find('<', begin);
    return end == std::string_view::npos ? std::string_view() : markup.substr(begin, end - begin);
}

/// OSS answers in XML (catalogue §13), gateways in HTML or plain text.
api_error other_error(int status, std::string_view body) {
    api_error error{status, {}, {}, {}};
    error.code = one_line(element(body, "Code"), excerpt_limit);
    error.request_id = one_line(element(body, "RequestId"), excerpt_limit);
    auto text = element(body, "Message");
    if (text.empty()) text = element(body, "title");
    error.message = text.empty() ? one_line(without_tags(body), excerpt_limit) : one_line(text, excerpt_limit);
    return finished(std::move(error));
}

std::optional<json::value> parse_json(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    boost::system::error_code error;
    auto value = json::parse(text, error);
    if (error) return std::nullopt;
    return value;
}

}  // namespace

std::optional<api_error> find_error(int http_status, json::value const& body) {
    bool fine = is_success_status(http_status);
    auto const* fields = body.if_object();
    if (!fields) {
        if (fine) return std::nullopt;
        return finished({http_status, {}, one_line(json::serialize(body), excerpt_limit), {}});
    }
    auto const* inner = fields->if_contains("error");
    if (inner && says_something(*inner)) return compatible_error(http_status, *fields, *inner);
    if (fine && !refuses(*fields)) return std::nullopt;
    auto error = native_error(http_status, *fields);
    if (error.code.empty() && error.message.empty()) error.message = one_line(json::serialize(body), excerpt_limit);
    return error;
}

api_error parse_error(int http_status, std::string_view body) {
    auto value = parse_json(body);
    if (!value) return other_error(http_status, body);
    auto found = find_error(http_status, *value);
    if (found) return std::move(*found);
    return finished({http_status, {}, one_line(body, excerpt_limit), {}});
}

std::optional<api_error> find_stream_error(net::sse_event const& event) {
    bool marked = event.type == "error" || event.http_status >= 400;
    // Parsing every piece of a long stream twice would be waste: an error object always has one of these.
    bool suspicious =
        event.data.find("\"error\"") != std::string::npos || event.data.find("\"code\"") != std::string::npos;
    if (!marked && !suspicious) return std::nullopt;
    if (marked) {
        int status = event.http_status;
        if (status >= 200 && status < 300) status = 0;  // seen beside event:error; it must not hide the error
        return parse_error(status, event.data);
    }
    auto value = parse_json(event.data);
    if (!value) return std::nullopt;
    return find_error(200, *value);
}

}  // namespace dashscope
