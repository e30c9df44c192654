#include "sandbox/chat_text.hpp"

#include "sandbox/schema_value.hpp"
#include "sandbox/tokens.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace sandbox {
namespace {

/// Members that the answer does not repeat among its parameters: they show elsewhere in it, or are long.
constexpr std::string_view not_repeated[] = {"model", "messages",        "stream", "stream_options",
                                             "tools", "response_format", "n"};

std::string parameters_text(json::object const& body) {
    std::string text;
    for (auto const& [name, value] : body) {
        if (std::ranges::find(not_repeated, std::string_view(name)) != std::end(not_repeated)) continue;
        text += (text.empty() ? "" : ", ") + std::string(name) + "=" + json::serialize(value);
    }
    return text;
}

void add_count(std::string& text, std::string_view what, std::size_t count) {
    if (count > 0) text += " " + std::string(what) + ": " + std::to_string(count) + ".";
}

std::string media_text(chat_request const& asked) {
    chat_message sum;
    for (auto const& message : asked.messages) {
        sum.images += message.images;
        sum.audios += message.audios;
        sum.videos += message.videos;
        sum.frames += message.frames;
    }
    std::string text;
    add_count(text, "Images", sum.images);
    add_count(text, "Audio clips", sum.audios);
    add_count(text, "Videos", sum.videos);
    add_count(text, "Video frames", sum.frames);
    std::string found;
    for (auto const& one : asked.media) found += (found.empty() ? "" : "; ") + one;
    if (!found.empty()) text += " Media: " + found + ".";
    return text;
}

std::string system_text(chat_request const& asked) {
    std::string text;
    for (auto const& message : asked.messages)
        if (message.role == "system") text += " System text: " + message.text;
    if (!text.empty() && !text.ends_with('.')) text += '.';
    return text;
}

/// The results at the conversation's end that the model has not answered yet.
std::string results_text(chat_request const& asked) {
    auto first = asked.messages.end();
    while (first != asked.messages.begin() && std::prev(first)->role == "tool") --first;
    std::string text;
    for (; first != asked.messages.end(); ++first) text += (text.empty() ? "" : "; ") + first->text;
    return text;
}

bool searches(json::object const& body) {
    auto const* flag = body.if_contains("enable_search");
    return flag && flag->is_bool() && flag->get_bool();
}

std::string facts(chat_request const& asked, std::string_view heard) {
    auto count = asked.messages.size();
    std::string text = " The conversation has " + std::to_string(count) + (count == 1 ? " message." : " messages.");
    text += system_text(asked) + media_text(asked);
    add_count(text, "Tools offered", asked.tools.size());
    if (auto parameters = parameters_text(asked.body); !parameters.empty()) text += " Parameters: " + parameters + ".";
    text += std::string(" Thinking: ") + (asked.thinks ? "on." : "off.");
    if (searches(asked.body))
        text += "\n[sandbox] searched: " + std::string(heard) +
                " [1](https://example.com/sandbox/1) [2](https://example.com/sandbox/2).";
    return text;
}

std::string plain_text(chat_request const& asked, std::string_view heard) {
    std::string text = "[sandbox] " + asked.model;
    if (auto results = results_text(asked); !results.empty())
        text += " got the tool's result: " + results + ".";
    else
        text += " heard: " + std::string(heard) + (heard.ends_with('.') ? "" : ".");
    return text + facts(asked, heard) + " No model was asked: the dashscope-mcp sandbox made this answer up.";
}

std::string json_text(chat_request const& asked, std::string_view heard) {
    json::object body;
    body["sandbox"] = true;
    body["model"] = asked.model;
    body["heard"] = heard;
    body["messages"] = asked.messages.size();
    if (auto results = results_text(asked); !results.empty()) body["tool_result"] = results;
    return json::serialize(body);
}

/// Words after the text until it has `count` tokens, so that it can be cut in as many pieces.
void lengthen(std::string& text, std::size_t count) {
    for (auto have = count_tokens(text), word = std::size_t{1}; have < count; ++have, ++word)
        text += word % 2 == 1 ? " more" : " words";
}

}  // namespace

std::string reasoning_text(chat_request const& asked, std::string_view heard) {
    return "[sandbox] thinking about: " + std::string(heard) + ". First I read the " +
           std::to_string(asked.messages.size()) + " messages, then I decide what to say.";
}

std::string answer_text(chat_request const& asked, wishes const& wanted, std::string_view heard, std::size_t index,
                        generator& random) {
    if (wanted.say) return *wanted.say;
    if (asked.format == "json_schema") return json::serialize(make_instance(asked.schema, random));
    if (asked.format == "json_object") return json_text(asked, heard);
    auto text = plain_text(asked, heard);
    if (index > 0) text += " This is choice " + std::to_string(index + 1) + ".";
    lengthen(text, wanted.chunks);
    return text;
}

}  // namespace sandbox
