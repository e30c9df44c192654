#include "conformance/asking_tools.hpp"

#include "conformance/fixture_tool.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace conformance {

namespace {

using mcp::question;
using mcp::request_context;
using mcp::tool_result;

// Each of the primitive types, with a default.
constexpr auto defaults_of_all_types = R"({
    "name": {"type": "string", "default": "John Doe"},
    "age": {"type": "integer", "default": 30},
    "score": {"type": "number", "default": 95.5},
    "status": {"type": "string", "enum": ["active", "inactive", "pending"], "default": "active"},
    "verified": {"type": "boolean", "default": true}
})";

// Each of the five ways to write a choice.
constexpr auto choices_of_all_kinds = R"({
    "untitledSingle": {"type": "string", "enum": ["option1", "option2", "option3"]},
    "titledSingle": {"type": "string", "oneOf": [
        {"const": "value1", "title": "First Option"},
        {"const": "value2", "title": "Second Option"},
        {"const": "value3", "title": "Third Option"}]},
    "legacyEnum": {"type": "string", "enum": ["opt1", "opt2", "opt3"],
        "enumNames": ["Option One", "Option Two", "Option Three"]},
    "untitledMulti": {"type": "array", "items": {"type": "string", "enum": ["option1", "option2", "option3"]}},
    "titledMulti": {"type": "array", "items": {"anyOf": [
        {"const": "value1", "title": "First Choice"},
        {"const": "value2", "title": "Second Choice"},
        {"const": "value3", "title": "Third Choice"}]}}
})";

tool_result saying(std::string_view text) {
    tool_result result;
    result.add_text(text);
    return result;
}

question ask_text(std::string key, std::string_view message, std::string_view field) {
    return mcp::ask_form(std::move(key), message, {{field, {{"type", "string"}}}}, {field});
}

question ask_consent(std::string key) {
    return mcp::ask_form(std::move(key), "Please confirm", {{"ok", {{"type", "boolean"}}}}, {"ok"});
}

question ask_words(std::string key, std::string_view prompt, int most) {
    json::object message{{"role", "user"}, {"content", {{"type", "text"}, {"text", prompt}}}};
    return mcp::ask_model(std::move(key), {{"messages", {std::move(message)}}, {"maxTokens", most}});
}

platform::task<json::object> ask_one(request_context& context, question what) {
    std::vector<question> all;
    all.push_back(std::move(what));
    auto answers = co_await context.ask(std::move(all));
    co_return std::move(answers.front());
}

// What a user typed into a field; what they did where they did not.
std::string typed(json::object const& answer, std::string_view field) {
    auto const form = mcp::read_form(answer);
    if (form.how == mcp::decision::accepted) return text_argument(form.content, field);
    return form.how == mcp::decision::declined ? "(declined)" : "(cancelled)";
}

std::string said(json::object const& answer) {
    auto const* content = answer.at("content").if_object();
    return content ? text_argument(*content, "text") : json::serialize(answer.at("content"));
}

std::string summary_of(json::object const& answer) {
    auto const* content = answer.if_contains("content");
    return "action=" + text_argument(answer, "action") + ", content=" + (content ? json::serialize(*content) : "{}");
}

platform::task<tool_result> sampling(json::object arguments, request_context& context) {
    auto const answer = co_await ask_one(context, ask_words("prompt", text_argument(arguments, "prompt"), 100));
    co_return saying("LLM response: " + said(answer));
}

platform::task<tool_result> elicitation(json::object arguments, request_context& context) {
    json::object fields{{"username", {{"type", "string"}, {"description", "User's response"}}},
                        {"email", {{"type", "string"}, {"description", "User's email address"}}}};
    auto form = mcp::ask_form("user", text_argument(arguments, "message"), std::move(fields), {"username", "email"});
    auto const answer = co_await ask_one(context, std::move(form));
    co_return saying("User response: " + summary_of(answer));
}

platform::task<tool_result> fill_in(request_context& context, char const* fields) {
    auto form = mcp::ask_form("form", "Please fill in the form", json::parse(fields).as_object());
    auto const answer = co_await ask_one(context, std::move(form));
    co_return saying("Elicitation completed: " + summary_of(answer));
}

platform::task<tool_result> defaults(json::object, request_context& context) {
    return fill_in(context, defaults_of_all_types);
}

platform::task<tool_result> enums(json::object, request_context& context) {
    return fill_in(context, choices_of_all_kinds);
}

platform::task<tool_result> user_name(json::object, request_context& context) {
    auto const answer = co_await ask_one(context, ask_text("user_name", "What is your name?", "name"));
    co_return saying("Hello, " + typed(answer, "name") + "!");
}

platform::task<tool_result> capital(json::object, request_context& context) {
    auto const answer = co_await ask_one(context, ask_words("capital_question", "What is the capital of France?", 100));
    co_return saying("The model said: " + said(answer));
}

platform::task<tool_result> roots(json::object, request_context& context) {
    auto const answer = co_await ask_one(context, mcp::ask_roots("client_roots"));
    co_return saying("Roots: " + json::serialize(answer.at("roots")));
}

// The state that carries the answer is checked before this is run again.
platform::task<tool_result> confirmed(json::object, request_context& context) {
    auto const answer = co_await ask_one(context, ask_consent("confirm"));
    co_return saying("state-ok: " + summary_of(answer));
}

platform::task<tool_result> everything(json::object, request_context& context) {
    std::vector<question> all;
    all.push_back(ask_text("user_name", "What is your name?", "name"));
    all.push_back(ask_words("greeting", "Generate a greeting", 50));
    all.push_back(mcp::ask_roots("client_roots"));
    auto const answers = co_await context.ask(std::move(all));
    co_return saying(said(answers[1]) + " " + typed(answers[0], "name") +
                     ", roots: " + json::serialize(answers[2].at("roots")));
}

platform::task<tool_result> two_steps(json::object, request_context& context) {
    auto const name = co_await ask_one(context, ask_text("step1", "Step 1: What is your name?", "name"));
    auto const color = co_await ask_one(context, ask_text("step2", "Step 2: What is your favorite color?", "color"));
    co_return saying(typed(name, "name") + " likes " + typed(color, "color"));
}

// Asks whatever the client can be asked.
platform::task<tool_result> by_capability(json::object, request_context& context) {
    std::vector<question> all;
    for (auto& each : {ask_text("user_name", "What is your name?", "name"), ask_words("greeting", "Say hello", 50),
                       mcp::ask_roots("client_roots")})
        if (mcp::can_answer(context.client(), each)) all.push_back(each);
    if (all.empty()) co_return saying("Nothing to ask");
    auto const answers = co_await context.ask(std::move(all));
    co_return saying("Answers: " + std::to_string(answers.size()));
}

platform::task<tool_result> streaming(json::object, request_context& context) {
    context.report(1, 2, "Asking");
    auto const answer = co_await ask_one(context, ask_text("user_name", "What is your name?", "name"));
    co_return saying("Hello, " + typed(answer, "name") + "!");
}

class asking_prompt final : public mcp::prompt {
public:
    platform::task<mcp::prompt_result> get(json::object, request_context& context) const override {
        auto form = ask_text("user_context", "What context should the prompt use?", "context");
        auto const answer = co_await ask_one(context, std::move(form));
        co_return mcp::prompt_result().add_text("Use this context: " + typed(answer, "context"));
    }
};

}  // namespace

void add_asking_tools(mcp::registry& to) {
    json::object const text{{"type", "string"}};
    add_fixture(to, "test_sampling", "Asks the client's model.", sampling, {{"prompt", text}});
    add_fixture(to, "test_elicitation", "Asks the user.", elicitation, {{"message", text}});
    add_fixture(to, "test_elicitation_sep1034_defaults", "Shows a form with defaults.", defaults);
    add_fixture(to, "test_elicitation_sep1330_enums", "Shows a form with choices.", enums);
    add_fixture(to, "test_streaming_elicitation", "Reports progress, then asks the user.", streaming);

    std::string const prefix = "test_input_required_result_";
    add_fixture(to, prefix + "elicitation", "Asks the user for a name.", user_name);
    add_fixture(to, prefix + "sampling", "Asks the client's model for a capital.", capital);
    add_fixture(to, prefix + "list_roots", "Asks for the client's roots.", roots);
    add_fixture(to, prefix + "request_state", "Asks the user to confirm.", confirmed);
    add_fixture(to, prefix + "tampered_state", "Asks the user to confirm.", confirmed);
    add_fixture(to, prefix + "multiple_inputs", "Asks three things at once.", everything);
    add_fixture(to, prefix + "multi_round", "Asks twice.", two_steps);
    add_fixture(to, prefix + "capabilities", "Asks what the client can be asked.", by_capability);
}

void add_asking_prompts(mcp::prompt_registry& to) {
    json::object definition{{"name", "test_input_required_result_prompt"},
                            {"description", "Asks the user for a context."}};
    to.add(std::move(definition), std::make_shared<asking_prompt>());
}

}  // namespace conformance
