#include "sandbox/native.hpp"

#include "sandbox/digest.hpp"

#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace sandbox {
namespace {

failure named(std::string_view code) {
    return to_failure(*find_error(code));
}

failure denied(std::string message) {
    auto error = named("AccessDenied");
    error.message = std::move(message);
    return error;
}

}  // namespace

std::string account_of(exchange const& context) {
    return fingerprint(context.asked.field("authorization").value_or(""));
}

milliseconds_since_1970 time_of(exchange const& context) {
    return to_milliseconds(context.now);
}

bool enabled(exchange const& context, std::string_view lower_case_field) {
    auto const value = context.asked.field(lower_case_field);
    return value && net::equal_ignoring_case(*value, "enable");
}

bool wants_stream(exchange const& context) {
    auto const accept = context.asked.field("accept").value_or("");
    return enabled(context, "x-dashscope-sse") || accept.find("text/event-stream") != std::string_view::npos;
}

plan refuse(failure const& error, exchange const& context) {
    bool const begun = error.from_model && context.shape == error_shape::native && wants_stream(context);
    if (!begun) return error_plan(error, context.shape, context.request_id);
    auto stream = stream_plan();
    stream.pieces.push_back({error_frame(error, context.shape, context.request_id, 1), {}});
    return stream;
}

plan native_answer(json::object body, exchange const& context) {
    body["request_id"] = context.request_id;
    return json_plan(200, json::serialize(body));
}

boost::system::result<native_body, failure> read_native(request const& asked) {
    auto all = read_object(asked);
    if (!all) return all.error();
    native_body result;
    result.all = std::move(*all);
    result.model = text_member(result.all, "model");
    if (result.model.empty()) return named("BadRequest.EmptyModel");
    auto const* input = member(result.all, "input");
    if (!input) return named("BadRequest.EmptyInput");
    auto const* parameters = member(result.all, "parameters");
    if (!input->is_object() || (parameters && !parameters->is_object())) return named("BadRequest.IllegalInput");
    result.input = input->get_object();
    if (parameters) result.parameters = parameters->get_object();
    return result;
}

failure only_asynchronous() {
    return denied("current user api does not support synchronous calls.");
}

failure only_synchronous() {
    return denied("current user api does not support asynchronous calls.");
}

failure wrong_url() {
    return invalid_parameter("url error, please check url！");
}

failure no_such_model() {
    return invalid_parameter("Model not exist.");
}

}  // namespace sandbox
