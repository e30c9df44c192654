#include "tools/voice_manage.hpp"

#include "dashscope/voices.hpp"
#include "media/data_uri.hpp"
#include "platform/files.hpp"
#include "seal/base64.hpp"
#include "tools/asking.hpp"
#include "tools/cost_consent.hpp"
#include "tools/generation.hpp"
#include "tools/heartbeat.hpp"
#include "tools/ownership.hpp"
#include "tools/typed_tool.hpp"
#include "tools/user.hpp"

#include <boost/describe/class.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace tools {

namespace {

using dashscope::voice_service;

struct voice_arguments {
    std::string action;
    std::string audio;
    std::string transcript;
    std::string voice_prompt;
    std::string preview_text;
    std::string name;
    std::string target_model;
    std::string service;
    std::string voice;
    std::string language;
    std::int64_t page = 1;
    std::int64_t page_size = 20;
    std::optional<std::int64_t> wait_seconds;  // not in the schema: these endpoints answer complete
    std::string output;
    std::string file_name;
    bool confirm = false;
    bool dry_run = false;
    json::object parameters;
};
BOOST_DESCRIBE_STRUCT(voice_arguments, (),
                      (action, audio, transcript, voice_prompt, preview_text, name, target_model, service, voice,
                       language, page, page_size, output, file_name, confirm, dry_run, parameters))

// What the endpoint takes in a data URI: 10 MB of base64.
constexpr std::uint64_t recording_bytes = 7'000'000;

planned_call plan(services const& with, mcp::request_context& context, std::string what, dashscope::op_class repeats,
                  voice_service service, json::object body) {
    auto call = plan_request(with, context, std::move(what), repeats, "POST", std::string(dashscope::voice_path));
    call.what.model = dashscope::model_of(service);
    call.body = std::move(body);
    return call;
}

json::object usage_of(json::value const& answer) {
    auto const* whole = answer.if_object();
    auto const* usage = whole ? whole->if_contains("usage") : nullptr;
    return usage && usage->is_object() ? usage->get_object() : json::object();
}

// By what a caller said, else by what a voice or a model is called.
std::optional<voice_service> service_of(voice_arguments const& from) {
    if (auto const named = dashscope::parse_voice_service(from.service)) return named;
    if (auto const told = dashscope::service_of_voice(from.voice)) return told;
    return dashscope::service_of_model(from.target_model, from.action == "design");
}

dashscope::media_rules recording_rules() {
    dashscope::media_rules rules;
    rules.name = "audio";
    rules.kinds = {media::kind::audio};
    return rules;
}

// Qwen takes a recording inside the request; its other form is a public URL, which an upload is not.
platform::task<std::string> recording_for_qwen(services with, std::string audio, bool dry_run) {
    auto rules = recording_rules();
    rules.max_bytes = recording_bytes;
    if (dashscope::form_of(audio) != dashscope::media_form::path) {
        auto resolved = co_await resolve_media(with, std::move(audio), std::move(rules),
                                               std::string(dashscope::model_of(voice_service::qwen_clone)), dry_run);
        co_return resolved;
    }
    media::facts facts;
    auto const file = with.media.open_local(audio, rules, facts);
    auto const bytes = platform::read_descriptor(file.fd(), recording_bytes);
    if (!bytes)
        throw dashscope::media_error("audio: " + platform::describe_failure("can't read", file.path(), bytes.error()));
    co_return media::make_data_uri(facts.type, *bytes);
}

platform::task<std::string> recording(services with, voice_service service, std::string audio, bool dry_run) {
    if (audio.empty() || service != voice_service::cosyvoice) {
        if (audio.empty()) co_return audio;
        auto inside = co_await recording_for_qwen(with, std::move(audio), dry_run);
        co_return inside;
    }
    auto rules = recording_rules();
    rules.max_bytes = 10'000'000;
    rules.data_uri_allowed = false;
    auto resolved = co_await resolve_media(with, std::move(audio), std::move(rules),
                                           std::string(dashscope::model_of(service)), dry_run);
    co_return resolved;
}

dashscope::new_voice wish_of(voice_arguments const& from, std::string_view principal) {
    dashscope::new_voice wish;
    wish.service =
        service_of(from).value_or(from.action == "design" ? voice_service::qwen_design : voice_service::qwen_clone);
    wish.target_model = from.target_model.empty() ? std::string(default_target(wish.service)) : from.target_model;
    wish.name = owned_name(principal, from.name, std::max(longest_name(wish.service), from.name.size()));
    if (!principal.empty()) wish.name = wish.name.substr(0, longest_name(wish.service));
    wish.transcript = from.transcript;
    wish.language = from.language;
    wish.parameters = from.parameters;
    if (from.action == "clone")
        wish.audio = from.audio;
    else
        wish.voice_prompt = from.voice_prompt, wish.preview_text = from.preview_text;
    return wish;
}

std::string told(dashscope::made_voice const& made, dashscope::new_voice const& wish) {
    auto text = "New voice: " + made.facts.voice + "\nUse it as `voice` of speech_synthesize with model " +
                wish.target_model + ", and no other.";
    if (wish.service == voice_service::cosyvoice)
        text += " It may take a minute to be deployed: action get tells its status.";
    if (made.fallback)
        text += "\nThe recording was not good enough for a close likeness" +
                (made.fallback_reason.empty() ? "" : " (" + made.fallback_reason + ")") +
                "; 10 to 20 s of clear speech by one person do better.";
    return text;
}

platform::task<mcp::tool_result> create(services with, dashscope::new_voice wish, delivery how,
                                        mcp::request_context& context) {
    refuse("voice_manage", dashscope::problems_of(wish));
    if (!how.dry_run) co_await need_cost_consent(with, context, how.confirm, "A new voice", wish.target_model, {});
    wish.audio = co_await recording(with, wish.service, std::move(wish.audio), how.dry_run);
    auto body = dashscope::create_body(wish);
    wish.parameters.clear();
    keep_owned(context.principal(), body.at("input").as_object(), dashscope::create_body(wish).at("input").as_object(),
               {"action", "prefix", "preferred_name", "voice", "voice_id"});
    auto call = plan(with, context, "Making a voice", dashscope::op_class::submit, wish.service, std::move(body));
    if (how.dry_run) co_return dry_run_result(with, call);
    heartbeat signs(context, "Making a voice");
    auto const answer = co_await submit(with, std::move(call));
    auto const made = dashscope::read_made_voice(answer);
    mcp::tool_result result;
    result.add_text(told(made, wish));
    if (auto bytes = seal::from_base64(made.preview); bytes && !bytes->empty()) {
        std::vector<made_media> preview(1);
        preview[0].bytes = std::move(*bytes);
        preview[0].expected_type = "audio/";
        preview[0].extension = made.preview_format.empty() ? "wav" : made.preview_format;
        preview[0].note = "preview";
        co_await with.out.add(result, std::move(preview), how.stem(), how.mode, context);
    }
    result.add_text(footer(dashscope::model_of(wish.service), usage_of(answer), request_id_in(answer)));
    co_return result;
}

std::string line_of(dashscope::voice_facts const& voice, voice_service service) {
    auto line = "- " + voice.voice + " (" + std::string(name_of(service));
    for (auto const* part : {&voice.target_model, &voice.status, &voice.language, &voice.created})
        if (!part->empty()) line += ", " + *part;
    return line + ")";
}

platform::task<mcp::tool_result> list(services with, voice_arguments from, mcp::request_context& context) {
    auto const& principal = context.principal();
    static constexpr voice_service all[] = {voice_service::qwen_clone, voice_service::qwen_design,
                                            voice_service::cosyvoice};
    auto const only = service_of(from);
    // Whether a prefix finds longer ones the documents don't say: a principal's own are picked from all.
    auto const prefix = principal.empty() ? from.name : std::string();
    std::string lines;
    for (auto const service : all) {
        if (only && *only != service) continue;
        auto call =
            plan(with, context, "Listing voices", dashscope::op_class::read, service,
                 dashscope::list_body(service, prefix, static_cast<int>(from.page), static_cast<int>(from.page_size)));
        if (from.dry_run) co_return dry_run_result(with, call);
        auto const answer = co_await ask(with, std::move(call));
        for (auto const& voice : dashscope::read_voices(answer))
            if (owns(principal, voice.voice)) lines += line_of(voice, service) + "\n";
    }
    mcp::tool_result result;
    result.add_text(lines.empty() ? "No voices on page " + std::to_string(from.page) + "."
                                  : "Voices, page " + std::to_string(from.page) + ":\n" + lines);
    co_return result;
}

voice_service needed_service(voice_arguments const& from, std::string_view principal) {
    if (from.voice.empty())
        throw mcp::tool_error("Invalid arguments for voice_manage:\n- give `voice`: the id as action list shows it");
    if (!owns(principal, from.voice)) throw mcp::tool_error("Voice " + from.voice + " is not one of yours.");
    auto const service = service_of(from);
    if (!service)
        throw mcp::tool_error("Invalid arguments for voice_manage:\n- the id " + from.voice +
                              " does not tell its service: give `service`, one of qwen_clone, qwen_design, cosyvoice");
    return *service;
}

platform::task<mcp::tool_result> remove(services with, voice_arguments from, mcp::request_context& context) {
    auto const service = needed_service(from, context.principal());
    auto call = plan(with, context, "Deleting a voice", dashscope::op_class::read, service,
                     dashscope::delete_body(service, from.voice));
    if (from.dry_run) co_return dry_run_result(with, call);
    co_await need_consent(context, from.confirm,
                          "Delete the voice " + from.voice + " for good; it can't be made again.");
    auto const answer = co_await ask(with, std::move(call));
    mcp::tool_result result;
    result.add_text("Deleted: " + from.voice + ". Request id: " + request_id_in(answer));
    co_return result;
}

platform::task<mcp::tool_result> get(services with, voice_arguments from, mcp::request_context& context) {
    auto const service = needed_service(from, context.principal());
    auto body = dashscope::query_body(service, from.voice);
    if (!body) throw mcp::tool_error("Cloned Qwen voices can only be listed: use action list.");
    auto call = plan(with, context, "Looking up a voice", dashscope::op_class::read, service, std::move(*body));
    if (from.dry_run) co_return dry_run_result(with, call);
    auto const answer = co_await ask(with, std::move(call));
    mcp::tool_result result;
    result.add_text(from.voice + ": " + json::serialize(dashscope::read_output(answer)));
    co_return result;
}

platform::task<mcp::tool_result> run(services with, voice_arguments given, mcp::request_context& context) {
    if (given.action == "list") return list(with, std::move(given), context);
    if (given.action == "get") return get(with, std::move(given), context);
    if (given.action == "delete") return remove(with, std::move(given), context);
    return create(with, wish_of(given, context.principal()), delivery_of("voice_preview", given), context);
}

}  // namespace

std::unique_ptr<mcp::tool> make_voice_manage(services const& with) {
    return make_tool(with, run);
}

}  // namespace tools
