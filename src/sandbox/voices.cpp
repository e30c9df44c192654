#include "sandbox/voices.hpp"

#include "sandbox/audio_file.hpp"
#include "sandbox/behaviour.hpp"
#include "sandbox/native.hpp"
#include "sandbox/random.hpp"
#include "sandbox/tone.hpp"
#include "sandbox/voice_sound.hpp"
#include "sandbox/voice_store.hpp"

#include <algorithm>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::size_t most_voices = 1000;
constexpr std::size_t preview_rate = 24'000;

plan answer(json::object output, std::size_t count, exchange const& context) {
    return native_answer({{"output", std::move(output)}, {"usage", {{"count", count}}}}, context);
}

plan no_such_voice(std::string_view id, exchange const& context) {
    auto error = to_failure(*find_error("BadRequest.VoiceNotFound"));
    error.message = "Voice '" + std::string(id) + "' not found.";
    return refuse(error, context);
}

bool is_media(std::string_view reference) {
    return reference.starts_with("http://") || reference.starts_with("https://") || reference.starts_with("oss://") ||
           (reference.starts_with("data:") && reference.find(";base64,") != std::string_view::npos);
}

json::object new_voice(std::string id, std::string_view maker, json::object const& input, exchange const& context) {
    return {{"voice", std::move(id)},
            {"maker", maker},
            {"account", account_of(context)},
            {"target_model", text_member(input, "target_model")},
            {"language", text_member(input, "language")},
            {"voice_prompt", text_member(input, "voice_prompt")},
            {"preview_text", text_member(input, "preview_text")},
            {"serial", count_voices(context)},
            {"made", time_of(context)},
            {"changed", time_of(context)}};
}

json::object preview_of(json::object const& voice) {
    speaking how;
    how.voice = text_member(voice, "voice");
    auto const text = text_member(voice, "preview_text");
    auto const file = make_wav(speak(text, how), preview_rate, text);
    return {{"data", base64(file)}, {"sample_rate", preview_rate}, {"response_format", "wav"}};
}

/// The part of an id that is the same for the same name and different for the next one.
std::string suffix(exchange const& context) {
    auto const serial = count_voices(context);
    return generator(hash("voice", context.seed + serial)).hex(16);
}

std::string date_of(json::object const& voice, std::string_view name) {
    return beijing_time(static_cast<milliseconds_since_1970>(number_member(voice, name).value_or(0)));
}

/// One page; `first_page` is the number of the first one.
std::vector<json::object> page_of(std::vector<json::object> all, json::object const& input, std::size_t first_page) {
    auto const size = static_cast<std::size_t>(std::clamp(number_member(input, "page_size").value_or(10), 1.0, 1000.0));
    auto const number = static_cast<std::size_t>(std::max(
        number_member(input, "page_index").value_or(static_cast<double>(first_page)), static_cast<double>(first_page)));
    auto const from = std::min((number - first_page) * size, all.size());
    auto const until = std::min(from + size, all.size());
    return {std::make_move_iterator(all.begin() + static_cast<std::ptrdiff_t>(from)),
            std::make_move_iterator(all.begin() + static_cast<std::ptrdiff_t>(until))};
}

// CosyVoice: voice-enrollment.

verdict check_cosy(json::object const& input, bool designs) {
    auto const prefix = text_member(input, "prefix");
    if (!text_member(input, "target_model").starts_with("cosyvoice-"))
        return invalid_parameter("target_model must be a cosyvoice model.");
    if (prefix.empty() || prefix.size() > 10 ||
        prefix.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") != std::string_view::npos)
        return invalid_parameter("prefix must have 1 to 10 lower-case letters and digits.");
    if (designs && text_member(input, "preview_text").empty()) return invalid_parameter("preview_text is required.");
    if (!designs && !is_media(text_member(input, "url")))
        return invalid_parameter("url must be the URL of a recording.");
    return std::nullopt;
}

plan create_cosy(json::object const& input, exchange const& context) {
    bool const designs = !text_member(input, "voice_prompt").empty();
    if (auto refused = check_cosy(input, designs)) return refuse(*refused, context);
    auto id = std::string(text_member(input, "target_model")) + "-" + std::string(text_member(input, "prefix")) + "-" +
              suffix(context);
    auto const voice = new_voice(id, "cosyvoice", input, context);
    keep_voice(voice, context);
    json::object output{{"voice_id", id}};
    if (designs) output["preview_audio"] = preview_of(voice);
    return answer(std::move(output), 1, context);
}

plan list_cosy(json::object const& input, exchange const& context) {
    auto all = voices_of("cosyvoice", context);
    if (auto const prefix = text_member(input, "prefix"); !prefix.empty())
        std::erase_if(all, [&](auto const& voice) {
            return text_member(voice, "voice").find("-" + std::string(prefix) + "-") == std::string_view::npos;
        });
    json::array list;
    for (auto const& voice : page_of(std::move(all), input, 0))
        list.push_back(json::object{{"voice_id", voice.at("voice")},
                                    {"gmt_create", date_of(voice, "made")},
                                    {"gmt_modified", date_of(voice, "changed")},
                                    {"status", "OK"}});
    return answer({{"voice_list", std::move(list)}}, 1, context);
}

plan query_cosy(json::object const& input, exchange const& context) {
    auto const id = text_member(input, "voice_id");
    auto const voice = find_voice(id, context);
    if (!voice) return no_such_voice(id, context);
    return answer({{"voice_id", id},
                   {"target_model", voice->at("target_model")},
                   {"gmt_create", date_of(*voice, "made")},
                   {"gmt_modified", date_of(*voice, "changed")},
                   {"status", "OK"}},
                  1, context);
}

plan update_cosy(json::object const& input, exchange const& context) {
    auto const id = text_member(input, "voice_id");
    auto voice = find_voice(id, context);
    if (!voice) return no_such_voice(id, context);
    if (!is_media(text_member(input, "url")))
        return refuse(invalid_parameter("url must be the URL of a recording."), context);
    (*voice)["changed"] = time_of(context);
    keep_voice(*voice, context);
    return answer({}, 1, context);
}

plan remove(std::string_view id, exchange const& context) {
    auto voice = find_voice(id, context);
    if (!voice) return no_such_voice(id, context);
    (*voice)["deleted"] = true;
    keep_voice(*voice, context);
    return answer({}, 1, context);
}

plan run_cosy(json::object const& input, exchange const& context) {
    auto const action = text_member(input, "action");
    if (action == "create_voice") return create_cosy(input, context);
    if (action == "list_voice") return list_cosy(input, context);
    if (action == "query_voice") return query_cosy(input, context);
    if (action == "update_voice") return update_cosy(input, context);
    if (action == "delete_voice") return remove(text_member(input, "voice_id"), context);
    return refuse(
        invalid_parameter("action must be create_voice, list_voice, query_voice, update_voice or delete_voice."),
        context);
}

// Qwen: clones and designs.

verdict check_qwen(json::object const& input, bool designs) {
    auto const name = text_member(input, "preferred_name");
    if (text_member(input, "target_model").empty()) return invalid_parameter("target_model is required.");
    if (name.empty() || name.size() > 16) return invalid_parameter("preferred_name must have 1 to 16 characters.");
    if (designs && (text_member(input, "voice_prompt").empty() || text_member(input, "preview_text").empty()))
        return invalid_parameter("voice_prompt and preview_text are required.");
    if (!designs && !is_media(text_member(object_member(input, "audio"), "data")))
        return invalid_parameter("audio.data must be a data URI or a URL.");
    return std::nullopt;
}

plan create_qwen(json::object const& input, bool designs, exchange const& context) {
    if (auto refused = check_qwen(input, designs)) return refuse(*refused, context);
    auto id = std::string(designs ? "qwen-tts-vd-" : "qwen-tts-vc-") +
              std::string(text_member(input, "preferred_name")) + "-voice-" + suffix(context);
    auto const voice = new_voice(id, designs ? "qwen-design" : "qwen-clone", input, context);
    keep_voice(voice, context);
    json::object output{{"voice", id}, {"target_model", voice.at("target_model")}};
    if (designs) output["preview_audio"] = preview_of(voice);
    return answer(std::move(output), 1, context);
}

json::object listed(json::object const& voice) {
    json::object entry;
    for (auto name : {"voice", "target_model", "language", "voice_prompt", "preview_text"})
        if (!text_member(voice, name).empty()) entry[name] = text_member(voice, name);
    entry["gmt_create"] = date_of(voice, "made");
    entry["gmt_modified"] = date_of(voice, "changed");
    return entry;
}

plan list_qwen(json::object const& input, std::string_view maker, exchange const& context) {
    auto all = voices_of(maker, context);
    auto const total = all.size();
    json::array list;
    for (auto const& voice : page_of(std::move(all), input, 0)) list.push_back(listed(voice));
    return answer({{"page_index", number_member(input, "page_index").value_or(0)},
                   {"page_size", number_member(input, "page_size").value_or(10)},
                   {"total_count", total},
                   {"voice_list", std::move(list)}},
                  0, context);
}

plan run_qwen(json::object const& input, bool designs, exchange const& context) {
    auto const action = text_member(input, "action");
    auto const id = text_member(input, "voice");
    if (action == "create") return create_qwen(input, designs, context);
    if (action == "list") return list_qwen(input, designs ? "qwen-design" : "qwen-clone", context);
    if (action == "delete") return remove(id, context);
    if (action == "query" && designs) {
        auto const voice = find_voice(id, context);
        return voice ? answer(listed(*voice), 0, context) : no_such_voice(id, context);
    }
    return refuse(invalid_parameter(designs ? "action must be create, list, query or delete."
                                            : "action must be create, list or delete."),
                  context);
}

}  // namespace

plan customize_voice(exchange const& context) {
    auto const body = read_native(context.asked);
    if (!body) return refuse(body.error(), context);
    auto const marked = read_markers(text_member(body->input, "preview_text"));
    if (will_fail(marked.asked, context)) return behave(native_answer({}, context), marked.asked, context);
    auto input = body->input;
    if (member(input, "preview_text")) input["preview_text"] = marked.rest;
    bool const creates = text_member(input, "action").starts_with("create");
    if (creates && count_voices(context) >= most_voices)
        return refuse(to_failure(*find_error("Throttling.AllocationQuota")), context);
    if (body->model == "voice-enrollment") return run_cosy(input, context);
    if (body->model == "qwen-voice-enrollment") return run_qwen(input, false, context);
    if (body->model == "qwen-voice-design") return run_qwen(input, true, context);
    return refuse(no_such_model(), context);
}

}  // namespace sandbox
