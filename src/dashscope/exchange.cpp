#include "dashscope/exchange.hpp"

#include "dashscope/secret.hpp"

#include <boost/json/parse.hpp>

namespace dashscope {

namespace {

// What a DashScope answer may nest; Boost.JSON's own limit of 32 is too near to what tools' schemas reach.
json::parse_options deep() {
    json::parse_options options;
    options.max_depth = 200;
    return options;
}

}  // namespace

net::client_request make_request(credential const& who, operation const& what, std::string_view path, std::string body,
                                 call_options const& options, bool source_channel) {
    net::client_request request;
    request.method = what.method;
    request.to.where = who.base;
    request.to.target = std::string(path);
    auto& fields = request.fields;
    fields.set("Authorization", "Bearer " + who.api_key);
    if (!body.empty()) fields.set("Content-Type", "application/json");
    if (options.async) fields.set("X-DashScope-Async", "enable");
    if (options.native_sse) {
        fields.set("X-DashScope-SSE", "enable");
        fields.set("Accept", "text/event-stream");
    }
    if (!options.workspace_id.empty()) fields.set("X-DashScope-WorkSpace", options.workspace_id);
    if (body.find("oss://") != std::string::npos) fields.set("X-DashScope-OssResourceResolve", "enable");
    if (source_channel) fields.set("x-dashscope-source-config", R"({"channel":"dashscope-mcp"})");
    for (auto const& field : options.more) fields.set(field.name, field.value);
    request.body = std::move(body);
    request.on_sending = options.on_sending;
    return request;
}

void check_key(credential const& who, error_context const& words) {
    if (who.api_key.empty())
        throw failure(error_kind::invalid_key,
                      words.what + " needs an API key of DashScope. " + missing_key_hint(words));
    if (is_placeholder(who.api_key))
        throw failure(error_kind::invalid_key, words.what +
                                                   " failed. The API key is a placeholder that nobody replaced: "
                                                   "the variable it names is not set. " +
                                                   missing_key_hint(words));
    if (!is_valid_api_key(who.api_key))
        throw failure(error_kind::invalid_key,
                      words.what + " failed. The API key holds blanks, quotes or characters that no key has. " +
                          missing_key_hint(words));
}

std::string request_id_of(net::headers const& fields) {
    for (auto name : {"x-request-id", "x-acs-request-id"})
        if (auto value = fields.find(name)) return one_line(*value, 100);
    return {};
}

namespace {

aftermath aftermath_of(call_context const& context) {
    if (context.repeats == op_class::change) return aftermath::changed;
    if (context.repeats != op_class::submit) return aftermath::none;
    return context.async ? aftermath::task : aftermath::paid;
}

failure with_fields(api_error error, net::headers const& fields, call_context const& context,
                    std::chrono::system_clock::time_point now) {
    if (error.request_id.empty()) error.request_id = request_id_of(fields);
    // A gateway that gave up waiting does not know what became of the request.
    bool lost = error.http_status == 502 || error.http_status == 504;
    auto words = context.words;
    words.retry_after = retry_after_of(fields, now);
    failure made(std::move(error), words, context.secret, lost ? aftermath_of(context) : aftermath::none);
    made.retry_after = words.retry_after;
    return made;
}

}  // namespace

failure refusal(int status, net::headers const& fields, std::string_view body, call_context const& context,
                std::chrono::system_clock::time_point now) {
    return with_fields(parse_error(status, body), fields, context, now);
}

json::value decode(net::client_response const& response, call_context const& context,
                   std::chrono::system_clock::time_point now) {
    if (response.status < 200 || response.status > 299)
        throw refusal(response.status, response.fields, response.body, context, now);
    if (response.status == 204) return nullptr;
    auto request_id = request_id_of(response.fields);
    // Every answer names its request at least.
    if (response.body.empty()) throw broken_answer("the answer is empty", request_id, context);
    boost::system::error_code error;
    auto value = json::parse(response.body, error, {}, deep());
    if (error) throw broken_answer("the answer is not JSON: " + one_line(response.body, 200), request_id, context);
    if (auto found = find_error(response.status, value))
        throw with_fields(std::move(*found), response.fields, context, now);
    return value;
}

failure lost(net::client_error const& error, call_context const& context) {
    bool const sent = error.how_far() != net::progress::not_sent;
    return failure(error, context.words, context.secret, sent ? aftermath_of(context) : aftermath::none);
}

failure broken_answer(std::string_view why, std::string_view request_id, call_context const& context) {
    api_error error{200, {}, std::string(why), std::string(request_id), error_kind::bad_answer};
    return failure(std::move(error), context.words, context.secret, aftermath_of(context));
}

}  // namespace dashscope
