#include "sandbox/chat_request.hpp"

#include <boost/json/parse.hpp>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::size_t deepest_body = 128;  // schemas of tools nest deeper than Boost.JSON's 32

failure missing(std::string_view name) {
    failure error;
    error.code = "InvalidParameter";
    error.compatible_code = "missing_required_parameter";
    error.param = name;
    error.message = "you must provide a " + std::string(name) + " parameter";
    return error;
}

failure no_such_model(std::string_view name) {
    auto error = to_failure(*find_error("ModelNotFound"));
    error.message = "The model `" + std::string(name) + "` does not exist or you do not have access to it.";
    error.from_model = true;
    return error;
}

failure wrong_endpoint(std::string_view name) {
    auto error = to_failure(*find_error("model_not_supported"));
    error.message = "Unsupported model `" + std::string(name) + "` for OpenAI compatibility mode.";
    return error;
}

verdict check_model(json::object const& body) {
    auto const* model = body.if_contains("model");
    if (!model || model->is_null()) return missing("model");
    if (!model->is_string()) return invalid_value("'model' must be String");
    if (model->get_string().empty()) return missing("model");
    switch (find_model(model->get_string()).use) {
        case model_use::chat:
            return std::nullopt;
        case model_use::other:
            return wrong_endpoint(model->get_string());
        case model_use::unknown:
            break;
    }
    return no_such_model(model->get_string());
}

verdict check(json::object const& body, bool resolves_oss) {
    if (auto refused = check_model(body)) return refused;
    auto traits = find_model(body.at("model").get_string()).traits;
    if (auto refused = check_messages(body, resolves_oss)) return refused;
    if (auto refused = check_parameters(body, traits)) return refused;
    return check_tools(body, will_think(body, traits));
}

bool flag(json::object const& body, std::string_view name) {
    auto const* value = body.if_contains(name);
    return value && value->is_bool() && value->get_bool();
}

void count_part(chat_message& message, json::object const& part) {
    auto type = part.at("type").as_string();
    if (type == "image_url") ++message.images;
    if (type == "input_audio" || type == "audio_url") ++message.audios;
    if (type == "video" || type == "video_url") ++message.videos;
    if (type == "video") message.frames += part.at("video").as_array().size();
}

chat_message read_message(json::object const& from) {
    chat_message message;
    message.role = from.at("role").as_string();
    auto const* content = from.if_contains("content");
    if (!content) return message;
    message.text = text_of(*content);
    if (!content->is_array()) return message;
    for (auto const& part : content->get_array()) count_part(message, part.as_object());
    return message;
}

std::vector<std::string> read_stops(json::object const& body) {
    std::vector<std::string> stops;
    auto const* stop = body.if_contains("stop");
    if (!stop) return stops;
    if (stop->is_string()) stops.emplace_back(stop->get_string());
    if (!stop->is_array()) return stops;
    for (auto const& one : stop->get_array())
        if (one.is_string() && !one.get_string().empty()) stops.emplace_back(one.get_string());
    return stops;
}

void read_format(chat_request& result, json::object const& body) {
    auto const* format = body.if_contains("response_format");
    if (!format || !format->is_object()) return;
    result.format = format->get_object().at("type").as_string();
    if (result.format == "json_schema") result.schema = format->get_object().at("json_schema").as_object().at("schema");
}

void read_tools(chat_request& result, json::object const& body) {
    if (auto const* tools = body.if_contains("tools"); tools && tools->is_array()) result.tools = tools->get_array();
    result.parallel_tools = flag(body, "parallel_tool_calls");
    auto const* choice = body.if_contains("tool_choice");
    if (!choice || choice->is_null()) return;
    if (choice->is_string())
        result.tool_choice = choice->get_string();
    else
        result.tool_choice = "=" + std::string(choice->at("function").at("name").as_string());
}

std::optional<std::size_t> read_most_tokens(json::object const& body) {
    for (auto name : {"max_tokens", "max_completion_tokens"}) {
        auto const* value = body.if_contains(name);
        if (value && !value->is_null()) return value->to_number<std::size_t>();
    }
    return std::nullopt;
}

/// `body` has passed every check.
chat_request read_checked(json::object body) {
    chat_request result;
    result.model = body.at("model").as_string();
    result.traits = find_model(result.model).traits;
    for (auto const& message : body.at("messages").as_array())
        result.messages.push_back(read_message(message.as_object()));
    result.stream = flag(body, "stream");
    if (auto const* more = body.if_contains("stream_options"); more && more->is_object())
        result.include_usage = flag(more->get_object(), "include_usage");
    result.thinks = will_think(body, result.traits);
    if (auto const* modalities = body.if_contains("modalities"); modalities && modalities->is_array())
        for (auto const& one : modalities->get_array()) result.audio |= one == "audio";
    result.most_tokens = read_most_tokens(body);
    if (auto const* n = body.if_contains("n"); n && !n->is_null()) result.choices = n->to_number<std::size_t>();
    result.stops = read_stops(body);
    read_format(result, body);
    read_tools(result, body);
    result.body = std::move(body);
    return result;
}

}  // namespace

chat_message const* chat_request::last_user() const {
    for (auto message = messages.rbegin(); message != messages.rend(); ++message)
        if (message->role == "user") return &*message;
    return nullptr;
}

bool will_think(json::object const& body, family const& traits) {
    auto const* asked = body.if_contains("enable_thinking");
    bool said = asked && asked->is_bool();
    switch (traits.thinks) {
        case thinking::never:
            return false;
        case thinking::always:
            return true;
        case thinking::off:
            return said && asked->get_bool();
        case thinking::on:
            break;
    }
    return !said || asked->get_bool();
}

std::string text_of(json::value const& content) {
    if (content.is_string()) return std::string(content.get_string());
    std::string text;
    if (!content.is_array()) return text;
    for (auto const& part : content.get_array()) {
        auto const* piece = part.is_object() ? part.get_object().if_contains("text") : nullptr;
        if (!piece || !piece->is_string()) continue;
        if (!text.empty()) text += '\n';
        text += piece->get_string();
    }
    return text;
}

boost::system::result<chat_request, failure> read_chat_request(request const& asked) {
    boost::system::error_code error;
    json::parse_options options;
    options.max_depth = deepest_body;
    auto parsed = json::parse(asked.body, error, {}, options);
    if (error || !parsed.is_object())
        return invalid_parameter("Required body invalid, please check the request body format.");
    auto resolve = asked.field("x-dashscope-ossresourceresolve");
    if (auto refused = check(parsed.get_object(), resolve && *resolve == "enable")) return *refused;
    return read_checked(std::move(parsed.get_object()));
}

}  // namespace sandbox
