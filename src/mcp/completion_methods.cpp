#include "mcp/completion_methods.hpp"

#include "jsonrpc/utf8.hpp"
#include "mcp/params_error.hpp"

#include <boost/json/serialize.hpp>

#include <variant>

namespace json = boost::json;
using jsonrpc::ticket;

namespace mcp {

namespace {

std::string text_in(json::object const& object, char const* name) {
    auto const* value = object.if_contains(name);
    if (!value || !value->is_string()) throw params_error("Invalid params: " + std::string(name) + " must be a string");
    return std::string(value->get_string());
}

json::object const& object_in(incoming_request const& incoming, char const* name) {
    auto const* value = incoming.parameter(name);
    if (!value || !value->is_object())
        throw params_error("Invalid params: " + std::string(name) + " must be an object");
    return value->get_object();
}

// 2025-06-18 §Completion: values that were chosen already, for arguments that depend on one another.
json::object given_in(incoming_request const& incoming) {
    auto const* context = incoming.parameter("context");
    if (!context || !context->is_object()) return {};
    auto const* given = context->get_object().if_contains("arguments");
    return given && given->is_object() ? given->get_object() : json::object();
}

completion_query query_in(incoming_request const& incoming) {
    completion_query query;
    auto const& argument = object_in(incoming, "argument");
    query.argument = text_in(argument, "name");
    query.value = text_in(argument, "value");
    query.given = given_in(incoming);
    return query;
}

/// Who knows candidates: a prompt, or the source of a template.
struct asked_prompt {
    std::shared_ptr<prompt const> whom;
};
struct asked_template {
    std::shared_ptr<resource_source const> whom;
    std::string text;
};
using asked = std::variant<asked_prompt, asked_template>;

asked prompt_in(json::object const& ref, completion_query const& query, current_offering const& offered) {
    auto const name = text_in(ref, "name");
    auto const* found = offered.prompts().find(name);
    if (!found) throw params_error("Unknown prompt: " + jsonrpc::excerpt(name));
    if (!found->has(query.argument))
        throw params_error("The prompt " + name + " has no argument " + jsonrpc::excerpt(query.argument));
    return asked_prompt{found->run};
}

asked template_in(json::object const& ref, current_offering const& offered) {
    auto uri = text_in(ref, "uri");
    auto found = offered.resources().find_template(uri);
    if (!found) throw params_error("Unknown resource template: " + jsonrpc::excerpt(uri));
    return asked_template{std::move(found), std::move(uri)};
}

asked whom_in(incoming_request const& incoming, completion_query const& query, current_offering const& offered) {
    auto const& ref = object_in(incoming, "ref");
    auto const type = text_in(ref, "type");
    if (type == "ref/prompt") return prompt_in(ref, query, offered);
    if (type == "ref/resource") return template_in(ref, offered);
    throw params_error("Invalid params: ref.type must be ref/prompt or ref/resource");
}

// One completion/complete.
class completion_work final : public work {
public:
    completion_work(asked whom, completion_query query, current_offering const& offered)
        : whom_(std::move(whom)), query_(std::move(query)), offered_(offered) {}

    std::string_view name() const override { return query_.argument; }
    platform::task<std::string> run(request_context& context) override {
        auto candidates = ask(context);
        auto const found = fitting(co_await std::move(candidates), query_.value);
        json::object completion{{"values", json::array(found.values.begin(), found.values.end())},
                                {"total", found.total},
                                {"hasMore", found.total > found.values.size()}};
        co_return offered_.texts().result(R"("completion":)" + json::serialize(completion),
                                          is_modern(context.version()));
    }
    std::optional<std::string> failure_result(std::string_view, revision) const override { return std::nullopt; }

private:
    platform::task<std::vector<std::string>> ask(request_context& context) const {
        if (auto const* one = std::get_if<asked_prompt>(&whom_)) return one->whom->complete(query_, context);
        auto const& one = std::get<asked_template>(whom_);
        return one.whom->complete(one.text, query_, context);
    }

    asked whom_;
    completion_query query_;
    current_offering const& offered_;
};

}  // namespace

std::vector<method> completion_methods::methods() {
    return {{"completion/complete", eras::both, [this](incoming_request& incoming) { return complete(incoming); },
             [this] { return offered_.texts().has_completions(); }}};
}

ticket completion_methods::complete(incoming_request& incoming) {
    try {
        auto query = query_in(incoming);
        auto whom = whom_in(incoming, query, offered_);
        return runner_.start(incoming, std::make_shared<completion_work>(std::move(whom), std::move(query), offered_));
    } catch (request_error const& error) {
        return incoming.fail(error.why().problem, error.why().status);
    }
}

}  // namespace mcp
