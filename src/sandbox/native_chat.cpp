#include "sandbox/native_chat.hpp"

#include "sandbox/behaviour.hpp"
#include "sandbox/chat.hpp"
#include "sandbox/models.hpp"
#include "sandbox/native.hpp"
#include "sandbox/native_completion.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::size_t shown_sources = 3;

// ---- the native request in the compatible form

json::value part_in_compatible_form(json::value const& part) {
    auto const* from = part.if_object();
    if (!from || from->contains("type")) return part;
    if (auto const* text = member(*from, "text")) return {{"type", "text"}, {"text", *text}};
    if (auto const* image = member(*from, "image")) return {{"type", "image_url"}, {"image_url", {{"url", *image}}}};
    if (auto const* audio = member(*from, "audio"))
        return {{"type", "input_audio"}, {"input_audio", {{"data", *audio}}}};
    auto const* video = member(*from, "video");
    if (!video) return part;
    if (video->is_array()) return {{"type", "video"}, {"video", *video}};
    return {{"type", "video_url"}, {"video_url", {{"url", *video}}}};
}

/// Only users may send parts in the compatible form.
json::value content_in_compatible_form(json::value const& content, std::string_view role) {
    auto const* parts = content.if_array();
    if (!parts) return content;
    json::array all;
    for (auto const& part : *parts) all.push_back(part_in_compatible_form(part));
    if (role != "user") return json::string(text_of(all));
    return all;
}

json::array messages_of(json::object const& input) {
    json::array all;
    for (auto const& each : array_member(input, "messages")) {
        auto message = each;
        auto* fields = message.if_object();
        auto* content = fields ? fields->if_contains("content") : nullptr;
        if (content) *content = content_in_compatible_form(*content, text_member(*fields, "role"));
        all.push_back(std::move(message));
    }
    // The oldest form: a prompt alone.
    if (auto const* prompt = member(input, "prompt"); prompt && all.empty() && !member(input, "messages"))
        all.push_back({{"role", "user"}, {"content", *prompt}});
    return all;
}

/// Sequences of token ids, which the native API takes too, mean nothing here.
bool is_token_ids(json::value const& stop) {
    auto const* list = stop.if_array();
    return list && std::ranges::any_of(*list, [](auto const& one) { return one.is_array(); });
}

json::object compatible_body(native_body const& from, bool streams) {
    json::object body{{"model", from.model}, {"messages", messages_of(from.input)}, {"stream", streams}};
    for (auto const& [name, value] : from.parameters) {
        bool const own =
            name == "result_format" || name == "incremental_output" || (name == "stop" && is_token_ids(value));
        if (!own) body[name] = value;
    }
    return body;
}

// ---- the answer in the native form

json::array sources_of(std::string_view query) {
    json::array all;
    for (std::size_t i = 1; i <= shown_sources; ++i)
        all.push_back(json::object{{"site_name", "sandbox"},
                                   {"icon", "https://www.example.com/icon.png"},
                                   {"index", i},
                                   {"title", "[sandbox] " + std::string(query) + " (" + std::to_string(i) + ")"},
                                   {"url", "https://www.example.com/sandbox/" + std::to_string(i)}});
    return all;
}

native_form form_of(native_body const& body, chat_request const& asked, bool parts) {
    native_form form;
    form.parts = parts;
    form.text =
        !parts && text_member(body.parameters, "result_format") != "message" && !body.parameters.contains("tools");
    form.incremental = bool_member(body.parameters, "incremental_output").value_or(false);
    form.searched = bool_member(body.parameters, "enable_search").value_or(false);
    auto const& options = object_member(body.parameters, "search_options");
    auto const* question = asked.last_user();
    if (form.searched && bool_member(options, "enable_source").value_or(false) && question)
        form.sources = sources_of(question->text);
    return form;
}

/// Natively all checks of the body are made behind the gateway.
failure validated(failure error) {
    error.from_model = error.from_model || error.status == 400;
    return error;
}

plan generate(exchange const& context, native_body const& body, bool parts) {
    bool const streams = wants_stream(context);
    auto inside = context.asked;
    inside.body = json::serialize(compatible_body(body, streams));
    exchange const same{inside,       context.settings, context.segments, context.shape, context.request_id,
                        context.seed, context.earlier,  context.kept,     context.now};
    auto const made = answer_chat(same);
    if (!made) return refuse(validated(made.error()), context);
    auto form = form_of(body, made->asked, parts);
    form.request_id = context.request_id;
    auto answer =
        streams ? streamed_native_answer(made->what, form, made->wanted.chunks) : whole_native_answer(made->what, form);
    return behave(std::move(answer), made->wanted, context);
}

bool of_both(std::string_view model) {
    return model.starts_with("qwen3.") && model.find("omni") == model.npos;
}

}  // namespace

bool sees(std::string_view model) {
    if (model.starts_with("qwen3-vl-")) return find_model(model).use == model_use::chat;
    return model.find("-vl") != model.npos || model.starts_with("qvq") || of_both(model);
}

plan generate_multimodal(exchange const& context) {
    auto const body = read_native(context.asked);
    if (!body) return refuse(body.error(), context);
    return generate(context, *body, true);
}

plan generate_text(exchange const& context) {
    wishes by_model;
    by_model.error = error_of_model(context.asked);
    if (by_model.error) return behave(stream_plan(), by_model, context);
    auto const body = read_native(context.asked);
    if (!body) return refuse(body.error(), context);
    auto const known = find_model(body->model);
    if (known.use == model_use::unknown) return refuse(no_such_model(), context);
    bool const elsewhere = known.use == model_use::other || known.traits.speaks;
    if (elsewhere || (sees(body->model) && !of_both(body->model))) return refuse(wrong_url(), context);
    return generate(context, *body, false);
}

}  // namespace sandbox
