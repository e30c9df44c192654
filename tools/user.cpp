#include "tools/user.hpp"

#include "mcp/tool.hpp"
#include "platform/ascii.hpp"

namespace json = boost::json;

namespace tools {

namespace {

// Hosts show a form's strings to people: a handful of options is what they can read.
constexpr std::size_t most_options = 20;

platform::task<mcp::form_answer> ask_one(mcp::request_context& context, mcp::question form) {
    std::vector<mcp::question> all;
    all.push_back(std::move(form));
    auto const answers = co_await context.ask(std::move(all));
    co_return mcp::read_form(answers.front());
}

[[noreturn]] void give_up(mcp::form_answer const& answer) {
    if (answer.how == mcp::decision::declined)
        throw mcp::tool_error(
            "The user was asked and declined: nothing was done. Do not try again unless the user says so.");
    throw mcp::tool_error("The user closed the question without an answer: nothing was done. Ask the user what to do.");
}

std::string text_at(json::object const& content, std::string_view field) {
    auto const* value = content.if_contains(field);
    if (!value || !value->is_string()) return {};
    std::string_view text = value->get_string();
    while (!text.empty() && platform::is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && platform::is_space(text.back())) text.remove_suffix(1);
    return std::string(text);
}

}  // namespace

bool can_ask_user(mcp::request_context const& context) {
    return context.client().elicitation_form;
}

platform::task<void> need_consent(mcp::request_context& context, bool confirmed, std::string what) {
    if (!can_ask_user(context)) {
        if (confirmed) co_return;
        throw mcp::tool_error("Not done yet, it needs the user's consent. " + what +
                              " This client can't show the user a question (it has not declared elicitation): ask the "
                              "user, and when the user agrees call again with the same arguments and confirm: true.");
    }
    json::object fields{
        {"confirm", {{"type", "boolean"}, {"title", "Yes, do it"}, {"description", what}, {"default", false}}}};
    auto const answer = co_await ask_one(context, mcp::ask_form("consent", what, std::move(fields), {"confirm"}));
    if (answer.how != mcp::decision::accepted) give_up(answer);
    if (answer.content.at("confirm").as_bool()) co_return;
    throw mcp::tool_error("The user did not agree: nothing was done. Do not try again unless the user says so.");
}

platform::task<std::string> ask_for_text(mcp::request_context& context, wanted_text what) {
    if (!can_ask_user(context)) throw mcp::tool_error(what.unreachable);
    json::object fields{{what.field, {{"type", "string"}, {"title", what.title}, {"minLength", 1}}}};
    auto form = mcp::ask_form(what.field, what.message, std::move(fields), {what.field});
    auto const answer = co_await ask_one(context, std::move(form));
    if (answer.how != mcp::decision::accepted) give_up(answer);
    auto text = text_at(answer.content, what.field);
    if (text.empty()) throw mcp::tool_error(what.unreachable);
    co_return text;
}

platform::task<std::string> ask_for_choice(mcp::request_context& context, std::string field, std::string message,
                                           std::vector<std::string> options) {
    if (options.size() > most_options) options.resize(most_options);
    json::object fields{
        {field,
         {{"type", "string"}, {"enum", json::array(options.begin(), options.end())}, {"default", options.front()}}}};
    auto form = mcp::ask_form(field, message, std::move(fields), {field});
    auto const answer = co_await ask_one(context, std::move(form));
    if (answer.how != mcp::decision::accepted) give_up(answer);
    co_return text_at(answer.content, field);
}

}  // namespace tools
