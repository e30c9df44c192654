#include "sandbox/app_request.hpp"

#include "sandbox/chat_request.hpp"
#include "sandbox/fields.hpp"
#include "sandbox/input_media.hpp"
#include "sandbox/native.hpp"

#include <algorithm>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::size_t effective_pipelines = 5;
constexpr std::size_t most_documents = 100;
constexpr std::size_t most_session_files = 10;

/// The text that the application hears. The reference has it that messages win over a prompt.
std::string heard(json::object const& input) {
    std::string text(text_member(input, "prompt"));
    for (auto const& message : array_member(input, "messages")) {
        if (!message.is_object() || text_member(message.get_object(), "role") != "user") continue;
        if (auto const* content = member(message.get_object(), "content")) text = text_of(*content);
    }
    return text;
}

verdict check_messages_of(json::object const& input) {
    auto const* messages = member(input, "messages");
    if (!messages) return std::nullopt;
    if (!messages->is_array()) return invalid_parameter("input.messages must be a list.");
    for (auto const& message : messages->get_array()) {
        bool const good = message.is_object() && !text_member(message.get_object(), "role").empty();
        if (!good) return invalid_parameter("Each of input.messages must have role and content.");
    }
    return std::nullopt;
}

verdict look_at_all(json::object const& input, std::string_view name, input_kind kind, exchange const& context,
                    std::vector<std::string>& into) {
    for (auto const& reference : array_member(input, name)) {
        auto const seen = look_at(reference, kind, context);
        if (!seen) return seen.error();
        into.push_back(seen->text);
    }
    return std::nullopt;
}

verdict check_files(json::object const& input, std::vector<std::string>& into) {
    for (auto const& url : strings_member(input, "file_list")) {
        bool const good = url.starts_with("http://") || url.starts_with("https://") || url.starts_with("oss://");
        if (!good) return invalid_parameter("input.file_list must hold URLs.");
        auto const path = url.substr(0, url.find('?'));
        into.push_back(path.substr(path.rfind('/') + 1));
    }
    return std::nullopt;
}

verdict read_rag(json::object const& parameters, app_request& into) {
    auto const* given = member(parameters, "rag_options");
    if (given && !given->is_object()) return invalid_parameter("parameters.rag_options must be an object.");
    auto const& options = object_member(parameters, "rag_options");
    into.pipelines = strings_member(options, "pipeline_ids");
    if (into.pipelines.size() > effective_pipelines) into.pipelines.resize(effective_pipelines);
    into.documents = strings_member(options, "file_ids");
    into.tags = strings_member(options, "tags");
    for (auto name : {"metadata_filter", "structured_filter"})
        if (auto const& filter = object_member(options, name); !filter.empty()) into.filters.push_back(filter);
    bool const narrows = !into.documents.empty() || !into.tags.empty() || !into.filters.empty();
    if (narrows && into.pipelines.empty())
        return invalid_parameter("rag_options.pipeline_ids is required by file_ids, tags and filters.");
    if (into.documents.size() > most_documents)
        return invalid_parameter("rag_options.file_ids must have at most 100 elements.");
    into.session_files = strings_member(options, "session_file_ids");
    if (into.session_files.empty()) into.session_files = strings_member(parameters, "session_file_ids");
    if (into.session_files.size() > most_session_files)
        return invalid_parameter("rag_options.session_file_ids must have at most 10 elements.");
    return std::nullopt;
}

verdict read_media(json::object const& input, exchange const& context, app_request& into) {
    if (auto refused = look_at_all(input, "image_list", input_kind::image, context, into.images)) return refused;
    if (auto refused = check_files(input, into.files)) return refused;
    for (auto const& id : strings_member(input, "file_ids")) into.files.push_back(id);
    return std::nullopt;
}

}  // namespace

boost::system::result<app_request, failure> read_app_request(exchange const& context) {
    auto const body = read_object(context.asked);
    if (!body) return body.error();
    auto const& input = object_member(*body, "input");
    auto const& parameters = object_member(*body, "parameters");
    if (auto refused = check_messages_of(input)) return *refused;
    app_request result;
    auto marked = read_markers(heard(input));
    if (heard(input).empty())
        return invalid_parameter("Required parameter(s) missing: input.prompt or input.messages.");
    result.app = context.segments.front();
    result.prompt = std::move(marked.rest);
    result.asked = std::move(marked.asked);
    result.messages = array_member(input, "messages").size();
    if (result.messages == 0) result.session = text_member(input, "session_id");
    result.memory = text_member(input, "memory_id");
    // As the first documentation had it.
    if (result.memory.empty()) result.memory = text_member(parameters, "memory_id");
    result.variables = object_member(input, "biz_params");
    if (auto refused = read_media(input, context, result)) return *refused;
    if (auto refused = read_rag(parameters, result)) return *refused;
    result.streams = wants_stream(context);
    result.incremental = bool_member(parameters, "incremental_output").value_or(false);
    result.has_thoughts = bool_member(parameters, "has_thoughts").value_or(false);
    result.thinks = bool_member(parameters, "enable_thinking").value_or(false);
    result.flow_mode = text_member(parameters, "flow_stream_mode");
    return result;
}

}  // namespace sandbox
