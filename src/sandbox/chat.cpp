#include "sandbox/chat.hpp"

#include "sandbox/behaviour.hpp"
#include "sandbox/chat_media.hpp"
#include "sandbox/chat_request.hpp"
#include "sandbox/chat_text.hpp"
#include "sandbox/chat_tools.hpp"
#include "sandbox/completion.hpp"
#include "sandbox/fields.hpp"
#include "sandbox/input_media.hpp"
#include "sandbox/recognition.hpp"
#include "sandbox/tokens.hpp"
#include "sandbox/tone.hpp"
#include "sandbox/translation.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::string_view error_model = "sandbox-error-";
constexpr std::int64_t epoch = 1'767'225'600;  // 2026-01-01T00:00:00Z: clocks would make answers differ
constexpr std::size_t tokens_around_message = 4;
constexpr std::size_t tokens_of_image = 258;
constexpr std::size_t tokens_of_audio = 25;
constexpr std::size_t tokens_of_frame = 66;
constexpr std::size_t shortest_cached_prompt = 1024;

token_usage count_prompt(chat_request const& asked) {
    token_usage usage;
    for (auto const& message : asked.messages) {
        usage.prompt += tokens_around_message + count_tokens(message.text);
        usage.images += message.images * tokens_of_image + message.frames * tokens_of_frame;
        usage.audio += message.audios * tokens_of_audio;
    }
    if (!asked.tools.empty()) usage.prompt += count_tokens(json::serialize(asked.tools));
    usage.prompt += usage.images + usage.audio;
    if (usage.prompt >= shortest_cached_prompt) usage.cached = usage.prompt / 2 / 64 * 64;
    return usage;
}

/// Cuts at the first stop sequence; DashScope leaves the sequence itself out.
void apply_stops(std::string& text, std::vector<std::string> const& stops) {
    for (auto const& stop : stops) text.resize(std::min(text.size(), text.find(stop)));
}

/// Cuts after `most` tokens; false when there was nothing to cut.
bool apply_limit(std::string& text, std::size_t most) {
    auto tokens = split_tokens(text);
    if (tokens.size() <= most) return false;
    std::size_t length = 0;
    for (std::size_t i = 0; i < most; ++i) length += tokens[i].size();
    text.resize(length);
    return true;
}

completion_choice make_choice(chat_request const& asked, marked_text const& prompt, std::size_t index,
                              generator& random) {
    completion_choice choice;
    if (asked.thinks) choice.reasoning = reasoning_text(asked, prompt.rest);
    choice.calls = make_tool_calls(asked, prompt.asked, prompt.rest, random);
    if (!choice.calls.empty()) {
        choice.finish_reason = "tool_calls";
        return choice;
    }
    choice.content = answer_text(asked, prompt.asked, prompt.rest, index, random);
    apply_stops(choice.content, asked.stops);
    if (asked.most_tokens && apply_limit(choice.content, *asked.most_tokens)) choice.finish_reason = "length";
    if (asked.audio) choice.audio = spoken(choice.content);
    return choice;
}

void count_choice(token_usage& usage, completion_choice const& choice) {
    auto reasoning = choice.reasoning ? count_tokens(*choice.reasoning) : 0;
    usage.reasoning += reasoning;
    usage.completion += reasoning + count_tokens(choice.content);
    for (auto const& call : choice.calls) usage.completion += count_tokens(call.name) + count_tokens(call.arguments);
}

completion complete(chat_request const& asked, marked_text const& prompt, exchange const& context) {
    completion result;
    result.id = "chatcmpl-" + context.request_id;
    result.created = epoch + static_cast<std::int64_t>(context.seed % 31'536'000);
    result.model = asked.model;
    result.usage = count_prompt(asked);
    result.usage.thinks = asked.thinks;
    generator random(context.seed);
    for (std::size_t i = 0; i < asked.choices; ++i) {
        result.choices.push_back(make_choice(asked, prompt, i, random));
        count_choice(result.usage, result.choices.back());
    }
    return result;
}

bool translates(chat_request const& asked) {
    return asked.model.starts_with("qwen-mt");
}

/// Recognition answers with what was said, and nothing else.
void apply_heard(completion& result, heard_speech const& what) {
    result.usage.seconds = what.seconds;
    for (auto& choice : result.choices) {
        choice.content = what.text;
        choice.annotations.push_back(
            json::object{{"type", "audio_info"}, {"language", what.language}, {"emotion", "neutral"}});
    }
}

void apply_translation(completion& result, chat_request const& asked, marked_text const& prompt) {
    if (prompt.asked.say) return;
    for (auto& choice : result.choices) choice.content = translated(prompt.rest, asked.body);
}

/// What some models do in place of answering: nothing, or the refusal.
verdict apply_speciality(completion& result, chat_request const& asked, marked_text const& prompt,
                         exchange const& context) {
    if (translates(asked)) {
        if (auto refused = check_translation(asked.body)) return refused;
        apply_translation(result, asked, prompt);
    }
    if (!asked.model.starts_with("qwen3-asr")) return std::nullopt;
    auto const heard = hear_chat(asked.body, context);
    if (!heard) return rejected_by_engine("The audio is empty: messages must hold a recording.");
    if (heard->has_error()) return heard->error();
    apply_heard(result, **heard);
    return std::nullopt;
}

verdict check_length(token_usage const& usage, family const& traits) {
    if (usage.prompt <= static_cast<std::size_t>(traits.context)) return std::nullopt;
    return rejected_by_engine("Range of input length should be [1, " + std::to_string(traits.context) + "]");
}

/// The engine looks at pictures before it thinks.
verdict check_pictures(exchange const& context) {
    if (context.asked.body.find("image_url") == std::string::npos) return std::nullopt;
    auto const body = read_object(context.asked);
    if (!body) return std::nullopt;
    for (auto const& message : array_member(*body, "messages"))
        for (auto const& part : array_member(message.as_object(), "content")) {
            auto const* url = member(object_member(part.as_object(), "image_url"), "url");
            if (!url) continue;
            if (auto refused = check_sides(*url, context)) return refused;
        }
    return std::nullopt;
}

}  // namespace

std::optional<error_wish> error_of_model(request const& asked) {
    boost::system::error_code error;
    auto body = json::parse(asked.body, error);
    auto const* model = !error && body.is_object() ? body.get_object().if_contains("model") : nullptr;
    if (!model || !model->is_string() || !model->get_string().starts_with(error_model)) return std::nullopt;
    return read_error_wish(std::string_view(model->get_string()).substr(error_model.size()));
}

boost::system::result<chat_answer, failure> answer_chat(exchange const& context) {
    auto asked = read_chat_request(context.asked);
    if (!asked) return asked.error();
    auto media = look_at_media(asked->body, context);
    if (!media) return media.error();
    asked->media = std::move(*media);
    if (auto refused = check_pictures(context)) return *refused;
    auto const* question = asked->last_user();
    auto prompt = read_markers(question ? question->text : std::string{});
    auto result = complete(*asked, prompt, context);
    if (auto refused = apply_speciality(result, *asked, prompt, context)) return *refused;
    if (auto refused = check_length(result.usage, asked->traits)) return *refused;
    return chat_answer{std::move(*asked), std::move(result), std::move(prompt.asked)};
}

plan chat(exchange const& context) {
    wishes by_model;
    by_model.error = error_of_model(context.asked);
    if (by_model.error) return behave(stream_plan(), by_model, context);
    auto const made = answer_chat(context);
    if (!made) return error_plan(made.error(), context.shape, context.request_id);
    auto answer = made->asked.stream ? streamed_answer(made->what, made->asked.include_usage, made->wanted.chunks)
                                     : whole_answer(made->what);
    return behave(std::move(answer), made->wanted, context);
}

}  // namespace sandbox
