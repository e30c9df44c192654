#include "dashscope/voices.hpp"

#include "dashscope/fields.hpp"
#include "dashscope/json_put.hpp"
#include "dashscope/language.hpp"

#include <algorithm>

namespace dashscope {

namespace {

struct service_row {
    voice_service service;
    std::string_view name;
    std::string_view model;
    std::string_view target;
};

constexpr service_row services[] = {
    {voice_service::qwen_clone, "qwen_clone", "qwen-voice-enrollment", "qwen3-tts-vc-2026-01-22"},
    {voice_service::qwen_design, "qwen_design", "qwen-voice-design", "qwen3-tts-vd-2026-01-26"},
    {voice_service::cosyvoice, "cosyvoice", "voice-enrollment", "cosyvoice-v3-flash"},
};

service_row const& row_of(voice_service service) { return services[static_cast<std::size_t>(service)]; }

json::object body(voice_service service, json::object input) {
    return {{"model", model_of(service)}, {"input", std::move(input)}};
}

std::string_view id_member(voice_service service) {
    return service == voice_service::cosyvoice ? "voice_id" : "voice";
}

std::string action(voice_service service, std::string_view verb) {
    return std::string(verb) + (service == voice_service::cosyvoice ? "_voice" : "");
}

json::object cosyvoice_input(new_voice const& wish) {
    json::object input{{"action", "create_voice"}, {"target_model", wish.target_model}, {"prefix", wish.name}};
    put(input, "url", wish.audio);
    put(input, "voice_prompt", wish.voice_prompt);
    put(input, "preview_text", wish.preview_text);
    if (!wish.language.empty()) input["language_hints"] = {language_code(wish.language)};
    return input;
}

json::object qwen_input(new_voice const& wish) {
    json::object input{{"action", "create"}, {"target_model", wish.target_model}, {"preferred_name", wish.name}};
    if (!wish.audio.empty()) input["audio"] = {{"data", wish.audio}};
    put(input, "text", wish.transcript);
    put(input, "voice_prompt", wish.voice_prompt);
    put(input, "preview_text", wish.preview_text);
    put(input, "language", language_code(wish.language));
    return input;
}

void check_name(new_voice const& wish, std::vector<std::string>& problems) {
    auto const most = longest_name(wish.service);
    bool const underscore = wish.service != voice_service::cosyvoice;
    auto const fits = [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (underscore && ((c >= 'A' && c <= 'Z') || c == '_'));
    };
    if (!wish.name.empty() && wish.name.size() <= most && std::ranges::all_of(wish.name, fits)) return;
    problems.push_back("name must be 1 to " + std::to_string(most) + " of " +
                       (underscore ? "letters, digits and _" : "small letters and digits"));
}

voice_facts read_facts(json::object const& from) {
    voice_facts facts;
    facts.voice = first_string(from, {"voice_id", "voice"});
    facts.target_model = string_at(from, "target_model");
    facts.status = string_at(from, "status");
    facts.language = string_at(from, "language");
    facts.created = first_string(from, {"gmt_create", "create_time"});
    return facts;
}

}  // namespace

std::string_view name_of(voice_service service) { return row_of(service).name; }

std::optional<voice_service> parse_voice_service(std::string_view text) {
    for (auto const& each : services)
        if (each.name == text) return each.service;
    return std::nullopt;
}

std::string_view model_of(voice_service service) { return row_of(service).model; }

std::string_view default_target(voice_service service) { return row_of(service).target; }

std::optional<voice_service> service_of_voice(std::string_view voice) {
    if (voice.starts_with("cosyvoice-")) return voice_service::cosyvoice;
    if (voice.find("-tts-vd-") != std::string_view::npos) return voice_service::qwen_design;
    if (voice.find("-tts-vc-") != std::string_view::npos) return voice_service::qwen_clone;
    return std::nullopt;
}

std::optional<voice_service> service_of_model(std::string_view target_model, bool design) {
    if (target_model.starts_with("cosyvoice")) return voice_service::cosyvoice;
    if (target_model.starts_with("qwen")) return design ? voice_service::qwen_design : voice_service::qwen_clone;
    return std::nullopt;
}

std::size_t longest_name(voice_service service) { return service == voice_service::cosyvoice ? 10 : 16; }

std::vector<std::string> problems_of(new_voice const& wish) {
    std::vector<std::string> problems;
    check_name(wish, problems);
    bool const design = !wish.voice_prompt.empty();
    if (wish.audio.empty() == !design)
        problems.emplace_back("give `audio` to clone a voice, or `voice_prompt` with `preview_text` to design one");
    if (design && wish.preview_text.empty())
        problems.emplace_back("preview_text is needed: what the designed voice says first");
    return problems;
}

json::object create_body(new_voice const& wish) {
    auto input = wish.service == voice_service::cosyvoice ? cosyvoice_input(wish) : qwen_input(wish);
    for (auto const& [name, value] : wish.parameters) input[name] = value;
    auto made = body(wish.service, std::move(input));
    // Asked for openly, so that the preview's kind is known.
    if (!wish.voice_prompt.empty()) made["parameters"] = {{"sample_rate", 24000}, {"response_format", "wav"}};
    return made;
}

json::object list_body(voice_service service, std::string_view prefix, int page, int page_size) {
    json::object input{{"action", action(service, "list")}};
    if (service == voice_service::cosyvoice && !prefix.empty()) input["prefix"] = prefix;
    input["page_size"] = page_size;
    input["page_index"] = page - 1;
    return body(service, std::move(input));
}

json::object delete_body(voice_service service, std::string_view voice) {
    return body(service, {{"action", action(service, "delete")}, {id_member(service), voice}});
}

std::optional<json::object> query_body(voice_service service, std::string_view voice) {
    if (service == voice_service::qwen_clone) return std::nullopt;
    return body(service, {{"action", action(service, "query")}, {id_member(service), voice}});
}

made_voice read_made_voice(json::value const& answer) {
    made_voice made;
    auto const output = read_output(answer);
    made.facts = read_facts(output);
    made.fallback_reason = string_at(output, "fallback_reason");
    auto const* fallback = output.if_contains("fallback_mode");
    made.fallback = fallback && fallback->is_bool() && fallback->get_bool();
    auto const* preview = object_at(output, "preview_audio");
    if (!preview) return made;
    made.preview = string_at(*preview, "data");
    made.preview_format = string_at(*preview, "response_format");
    return made;
}

std::vector<voice_facts> read_voices(json::value const& answer) {
    std::vector<voice_facts> list;
    auto const output = read_output(answer);
    auto const* voices = array_at(output, "voice_list");
    if (!voices) return list;
    for (auto const& each : *voices)
        if (auto const* fields = each.if_object()) list.push_back(read_facts(*fields));
    return list;
}

json::object read_output(json::value const& answer) {
    auto const* whole = answer.if_object();
    auto const* output = whole ? object_at(*whole, "output") : nullptr;
    return output ? *output : json::object();
}

}  // namespace dashscope
