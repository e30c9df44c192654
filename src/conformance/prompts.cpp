#include "conformance/prompts.hpp"

#include "conformance/samples.hpp"

namespace json = boost::json;

namespace conformance {

namespace {

using mcp::prompt_result;

std::string text_of(json::object const& arguments, std::string_view name) {
    auto const* value = arguments.if_contains(name);
    return value ? std::string(value->as_string()) : std::string();
}

prompt_result simple(json::object const&) {
    return prompt_result().add_text("This is a simple prompt for testing.");
}

prompt_result with_arguments(json::object const& arguments) {
    return prompt_result().add_text("Prompt with arguments: arg1='" + text_of(arguments, "arg1") + "', arg2='" +
                                    text_of(arguments, "arg2") + "'");
}

prompt_result with_resource(json::object const& arguments) {
    json::object resource{{"uri", text_of(arguments, "resourceUri")},
                          {"mimeType", "text/plain"},
                          {"text", "Embedded resource content for testing."}};
    return prompt_result()
        .add({{"type", "resource"}, {"resource", std::move(resource)}})
        .add_text("Please process the embedded resource above.");
}

prompt_result with_image(json::object const&) {
    return prompt_result()
        .add({{"type", "image"}, {"data", red_pixel}, {"mimeType", "image/png"}})
        .add_text("Please analyze the image above.");
}

class fixture_prompt final : public mcp::prompt {
public:
    explicit fixture_prompt(prompt_result (*make)(json::object const&)) : make_(make) {}

    platform::task<prompt_result> get(json::object arguments, mcp::request_context&) const override {
        co_return make_(arguments);
    }
    platform::task<std::vector<std::string>> complete(mcp::completion_query, mcp::request_context&) const override {
        // A hundred and one: more than an answer may hold.
        std::vector<std::string> candidates{"paris", "park", "party"};
        for (int i = 1; i <= 101; ++i) candidates.push_back("test" + std::to_string(i));
        co_return candidates;
    }

private:
    prompt_result (*make_)(json::object const&);
};

json::object argument(std::string_view name, std::string_view description) {
    return {{"name", name}, {"description", description}, {"required", true}};
}

void add(mcp::prompt_registry& to, std::string_view name, std::string_view description, json::array arguments,
         prompt_result (*make)(json::object const&)) {
    json::object definition{{"name", name}, {"description", description}};
    if (!arguments.empty()) definition["arguments"] = std::move(arguments);
    to.add(std::move(definition), std::make_shared<fixture_prompt>(make));
}

}  // namespace

void add_prompts(mcp::prompt_registry& to) {
    add(to, "test_simple_prompt", "A prompt without arguments.", {}, simple);
    add(to, "test_prompt_with_arguments", "A prompt with two arguments.",
        {argument("arg1", "First test argument"), argument("arg2", "Second test argument")}, with_arguments);
    add(to, "test_prompt_with_embedded_resource", "A prompt that embeds a resource.",
        {argument("resourceUri", "URI of the resource to embed")}, with_resource);
    add(to, "test_prompt_with_image", "A prompt with a picture.", {}, with_image);
}

void add_extra_prompt(mcp::prompt_registry& to) {
    add(to, "test_extra_prompt", "A prompt that comes and goes.", {}, simple);
}

}  // namespace conformance
