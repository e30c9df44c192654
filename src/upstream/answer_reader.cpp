#include "upstream/answer_reader.hpp"

#include "upstream/failure.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace upstream {

namespace {

json::value parse(std::string_view text) {
    json::parse_options options;
    options.max_depth = 200;
    boost::system::error_code failed;
    auto value = json::parse({text.data(), text.size()}, failed, {}, options);
    if (failed) throw failure::broken("its answer is not JSON");
    return value;
}

json::object const* object_at(json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    return value ? value->if_object() : nullptr;
}

std::string_view text_at(json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    return value && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

std::optional<double> number_at(json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    if (!value || !value->is_number()) return std::nullopt;
    return value->to_number<double>();
}

bool names(json::value const* id, std::uint64_t number) {
    if (!id) return false;
    if (id->is_int64()) return id->get_int64() == static_cast<std::int64_t>(number);
    if (id->is_uint64()) return id->get_uint64() == number;
    // Some servers give numbers back as strings.
    return id->is_string() && id->get_string() == std::to_string(number);
}

[[noreturn]] void throw_reply(json::value const& error) {
    auto const* object = error.if_object();
    if (!object) throw failure::broken("its error is no object");
    auto const* code = object->if_contains("code");
    auto const number = code && code->is_int64() ? code->get_int64() : 0;
    throw failure::reply(number, text_at(*object, "message"));
}

// Gateways name what they refuse by a text, JSON-RPC by a number; their own shapes know no `jsonrpc`.
bool is_of_gateway(json::object const& message) {
    if (message.contains("jsonrpc")) return false;
    auto const* error = object_at(message, "error");
    return !text_at(error ? *error : message, "code").empty();
}

}  // namespace

void answer_reader::read_json(std::string_view body) {
    auto value = parse(body);
    if (auto* message = value.if_object()) return read_one(*message, body);
    // Servers up to 2025-03-26 may answer with a batch.
    if (!value.is_array()) throw failure::broken("its answer is no JSON-RPC message");
    for (auto& each : value.get_array())
        if (auto* message = each.if_object()) read_message(*message);
}

void answer_reader::read_one(json::object& message, std::string_view text) {
    if (!is_of_gateway(message)) return read_message(message);
    refused_ = gateway_refusal{0, std::string(text)};
}

void answer_reader::read_events(std::string_view bytes) {
    events_.feed(bytes);
    take_events();
}

void answer_reader::finish_events() {
    events_.finish();
    take_events();
}

void answer_reader::take_events() {
    while (auto const event = events_.next()) {
        if (event->data.empty()) continue;
        if (event->type == "error") {
            refused_ = gateway_refusal{event->http_status, event->data};
        } else if (event->type.empty() || event->type == "message") {
            read_json(event->data);
        }
    }
    if (events_.overflowed()) throw failure::broken("one message of its answer is too large");
}

void answer_reader::read_message(json::object& message) {
    auto const* id = message.if_contains("id");
    auto const method = text_at(message, "method");
    if (!method.empty() && id) {
        meanwhile_.requests.push_back({json::serialize(*id), std::string(method)});
    } else if (!method.empty()) {
        read_notification(method, message);
    } else if (auto const* error = message.if_contains("error"); error && (names(id, id_) || !id || id->is_null())) {
        throw_reply(*error);
    } else if (auto* result = message.if_contains("result"); result && names(id, id_)) {
        result_ = std::move(*result);
    }
}

void answer_reader::read_notification(std::string_view method, json::object const& message) {
    if (method == "notifications/tools/list_changed") meanwhile_.tools_changed = true;
    auto const* params = object_at(message, "params");
    if (method != "notifications/progress" || !params || !names(params->if_contains("progressToken"), id_)) return;
    progress_report report;
    report.done = number_at(*params, "progress").value_or(0);
    report.total = number_at(*params, "total");
    report.message = std::string(text_at(*params, "message"));
    meanwhile_.progress.push_back(std::move(report));
}

json::value answer_reader::take_result() {
    return std::move(*result_);
}

meanwhile answer_reader::take_meanwhile() {
    return std::exchange(meanwhile_, {});
}

}  // namespace upstream
