// The checks of `messages`: roles, content parts, URLs, and the order of tool calls and their results.

#include "sandbox/chat_request.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <set>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::size_t largest_data_uri = 10'485'760;
constexpr std::size_t fewest_frames = 4;
constexpr std::size_t most_frames = 512;

json::value const* find(json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    return value && !value->is_null() ? value : nullptr;
}

verdict check_url(json::value const& value, bool resolves_oss) {
    auto bad = rejected_by_engine("The provided URL does not appear to be valid. Ensure it is correctly formatted.");
    if (!value.is_string()) return bad;
    std::string_view url = value.get_string();
    if (url.starts_with("data:")) {
        if (url.size() > largest_data_uri)
            return rejected_by_engine("Exceeded limit on max bytes per data-uri item : 10485760");
        if (url.find(";base64,") == std::string_view::npos) return bad;
        return std::nullopt;
    }
    if (url.starts_with("oss://") && resolves_oss) return std::nullopt;
    for (std::string_view scheme : {"http://", "https://"})
        if (url.starts_with(scheme) && url.size() > scheme.size()) return std::nullopt;
    return bad;
}

verdict check_frames(json::value const& frames, bool resolves_oss) {
    if (!frames.is_array()) return rejected_by_engine("The item of content should be a message of a certain modal.");
    auto count = frames.get_array().size();
    if (count < fewest_frames || count > most_frames)
        return rejected_by_engine(
            "The video modality input does not meet the requirements because: the range of "
            "sequence images shoule be (4, 512).");
    for (auto const& frame : frames.get_array())
        if (auto refused = check_url(frame, resolves_oss)) return refused;
    return std::nullopt;
}

/// `{"type":T, T:{KEY:url}}`
verdict check_nested_url(json::object const& part, std::string_view type, std::string_view key, bool resolves_oss) {
    auto const* holder = find(part, type);
    if (!holder || !holder->is_object()) return rejected_by_engine("Field required: " + std::string(type));
    auto const* url = find(holder->get_object(), key);
    if (!url) return rejected_by_engine("Field required: " + std::string(type) + "." + std::string(key));
    return check_url(*url, resolves_oss);
}

verdict check_part(json::value const& value, bool resolves_oss) {
    auto unknown = rejected_by_engine("The item of content should be a message of a certain modal.");
    if (!value.is_object()) return unknown;
    auto const& part = value.get_object();
    auto const* type = find(part, "type");
    if (!type || !type->is_string()) return unknown;
    std::string_view name = type->get_string();
    if (name == "text") {
        auto const* text = find(part, "text");
        return text && text->is_string() ? verdict{} : rejected_by_engine("Field required: text");
    }
    if (name == "input_audio") return check_nested_url(part, name, "data", resolves_oss);
    for (auto kind : {"image_url", "video_url", "audio_url"})
        if (name == kind) return check_nested_url(part, name, "url", resolves_oss);
    auto const* frames = find(part, "video");
    if (name == "video" && frames) return check_frames(*frames, resolves_oss);
    return unknown;
}

verdict check_content(json::object const& message, bool resolves_oss) {
    auto const* content = find(message, "content");
    if (!content) {
        if (find(message, "tool_calls")) return std::nullopt;
        return rejected_by_engine("The content field is a required field.");
    }
    if (content->is_string()) return std::nullopt;
    if (!content->is_array()) return rejected_by_engine("input content must be a string.");
    for (auto const& part : content->get_array())
        if (auto refused = check_part(part, resolves_oss)) return refused;
    return std::nullopt;
}

verdict check_role(json::value const& message, std::size_t index) {
    auto place = "messages.[" + std::to_string(index) + "]";
    if (!message.is_object()) return invalid_value(std::string("Input should be a valid dictionary - '") + place + "'");
    auto const* role = find(message.get_object(), "role");
    std::string name = role && role->is_string() ? std::string(role->get_string()) : "None";
    constexpr std::string_view roles[] = {"system", "assistant", "user", "tool", "function"};
    if (std::ranges::find(roles, name) != std::end(roles)) return std::nullopt;
    return invalid_parameter(name + " is not one of ['system', 'assistant', 'user', 'tool', 'function'] - '" + place +
                             ".role'");
}

bool is_json(json::value const& text) {
    boost::system::error_code error;
    if (text.is_string()) json::parse(text.get_string(), error);
    return text.is_string() && !error;
}

/// Collects the ids that an assistant's message waits for.
verdict read_calls(json::value const& calls, std::set<std::string>& open) {
    auto bad = rejected_by_engine("The tool call is not supported.");
    if (!calls.is_array()) return bad;
    for (auto const& call : calls.get_array()) {
        auto const* id = call.is_object() ? find(call.get_object(), "id") : nullptr;
        auto const* function = call.is_object() ? find(call.get_object(), "function") : nullptr;
        if (!id || !id->is_string() || !function || !function->is_object()) return bad;
        auto const* arguments = find(function->get_object(), "arguments");
        if (!arguments || !is_json(*arguments))
            return rejected_by_engine("The \"function.arguments\" parameter of the code model must be in JSON format.");
        open.insert(std::string(id->get_string()));
    }
    return std::nullopt;
}

failure unanswered(std::size_t index) {
    return rejected_by_engine(
        "An assistant message with \"tool_calls\" must be followed by tool messages responding to "
        "each \"tool_call_id\". The following tool_call_ids did not have response messages: message[" +
        std::to_string(index) + "].role");
}

verdict check_order(json::array const& messages) {
    std::set<std::string> open;
    bool after_calls = false;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        auto const& message = messages[i].get_object();
        bool result = message.at("role") == "tool";
        if (!result && !open.empty()) return unanswered(i);
        if (result && !after_calls)
            return rejected_by_engine(
                "messages with role \"tool\" must be a response to a preceeding message with \"tool_calls\".");
        auto const* id = find(message, "tool_call_id");
        if (result && id && id->is_string()) open.erase(std::string(id->get_string()));
        if (result) continue;
        auto const* calls = find(message, "tool_calls");
        after_calls = calls != nullptr;
        if (!calls) continue;
        if (auto refused = read_calls(*calls, open)) return refused;
    }
    if (!open.empty()) return unanswered(messages.size());
    return std::nullopt;
}

}  // namespace

verdict check_messages(json::object const& body, bool resolves_oss) {
    auto const* messages = find(body, "messages");
    if (!messages) {
        failure error;
        error.compatible_code = "missing_required_parameter";
        error.param = "message";
        error.message = "you must provide a messages parameter";
        return error;
    }
    if (!messages->is_array()) return invalid_value("'messages' must be Array");
    auto const& list = messages->get_array();
    if (list.empty()) return invalid_value("[] is too short - 'messages'");
    bool asks = false;
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (auto refused = check_role(list[i], i)) return refused;
        if (auto refused = check_content(list[i].get_object(), resolves_oss)) return refused;
        asks |= list[i].get_object().at("role") == "user";
    }
    if (!asks) return rejected_by_engine("The input messages do not contain elements with the role of user.");
    return check_order(list);
}

}  // namespace sandbox
