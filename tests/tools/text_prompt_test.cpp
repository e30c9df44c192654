// Prompts made of text, and those of the product.

#include "tools/text_prompt.hpp"

#include "mcp/prompt_registry.hpp"
#include "tool_bench.hpp"
#include "tools/offered.hpp"

#include <boost/json/parse.hpp>

using namespace tools;
using namespace tools::test;

namespace {

struct prompted : tool_bench {
    std::string text(std::string_view prompt, json::object arguments) {
        auto const& found = *prompts.find(prompt);
        listener who(io.get_executor(), sender);
        auto const result = run(found.run->get(found.check(arguments), who));
        return std::string(result.messages.at(0).at("content").at("text").as_string());
    }
    std::vector<std::string> values(std::string_view prompt, std::string argument) {
        listener who(io.get_executor(), sender);
        return run(prompts.find(prompt)->run->complete({std::move(argument), {}, {}}, who));
    }

    mcp::prompt_registry prompts;
};

constexpr auto file = R"({
    "name": "greet", "description": "Greets.",
    "arguments": [{"name": "who", "description": "Whom.", "required": true, "complete": ["Ada", "Alan"]},
                  {"name": "in", "description": "Language.", "complete": "language"},
                  {"name": "why", "description": "Reason."}],
    "text": ["Greet {{who}} in {{in}}.", "Greet {{who}}.", "", "Because {{why}}: be kind to {{who}}."]})";

}  // namespace

TEST_CASE("lines with a place for what was not given are left out") {
    struct {
        std::vector<std::string> lines;
        json::object arguments;
        std::string_view expected;
    } const cases[] = {
        {{"a", "b {{x}} c", "d"}, {}, "a\nd"},
        {{"a", "b {{x}} c", "d"}, {{"x", "1"}}, "a\nb 1 c\nd"},
        {{"{{x}}{{y}}"}, {{"x", "1"}}, ""},
        {{"{{x}}{{y}}{{x}}"}, {{"x", "1"}, {"y", "2"}}, "121"},
        {{"{{x}}"}, {{"x", ""}}, ""},
        // What comes from outside is no template.
        {{"{{x}} {{y}}"}, {{"x", "{{y}}"}, {"y", "2"}}, "{{y}} 2"},
        {{"", ""}, {}, "\n"},
    };
    for (auto const& each : cases) CHECK(filled_lines(each.lines, each.arguments) == each.expected);
}

TEST_CASE("a file becomes a prompt; what is for us alone is not published") {
    prompted bench;
    add_text_prompt(bench.prompts, file, bench.with);
    auto const listed = json::parse(bench.prompts.list()).as_array().at(0).as_object();
    CHECK_FALSE(listed.contains("text"));
    for (auto const& each : listed.at("arguments").as_array()) CHECK_FALSE(each.as_object().contains("complete"));
    CHECK(bench.text("greet", {{"who", "Ada"}}) == "Greet Ada.\n");
    CHECK(bench.text("greet", {{"who", "Ada"}, {"in", "French"}, {"why", "rain"}}) ==
          "Greet Ada in French.\nGreet Ada.\n\nBecause rain: be kind to Ada.");
    CHECK(bench.values("greet", "who") == std::vector<std::string>{"Ada", "Alan"});
    CHECK(bench.values("greet", "in").size() > 20);
    CHECK(bench.values("greet", "why").empty());
}

TEST_CASE("a file that is wrong is refused") {
    prompted bench;
    auto const with = [](std::string_view from, std::string_view to) {
        std::string text = file;
        return text.replace(text.find(from), from.size(), to);
    };
    for (auto const& text : {with(R"("language")", R"("colour")"), with("{{why}}", "{{whym}}")}) {
        CAPTURE(text);
        CHECK_THROWS_AS(add_text_prompt(bench.prompts, text, bench.with), std::invalid_argument);
    }
}

TEST_CASE("each prompt of ours names only tools that there are, and renders with nothing but what it needs") {
    prompted bench;
    add_prompts(bench.prompts, bench.with);
    CHECK(bench.prompts.all().size() >= 4);
    for (auto const& each : bench.prompts.all()) {
        CAPTURE(each.name);
        json::object least, all;
        for (auto const& argument : each.arguments) {
            all[argument.name] = "<" + argument.name + ">";
            if (argument.required) least[argument.name] = "<" + argument.name + ">";
        }
        auto const text = bench.text(each.name, least);
        CHECK(text.find("{{") == std::string::npos);
        auto const whole = bench.text(each.name, all);
        for (auto const& argument : each.arguments) {
            CAPTURE(argument.name);
            CHECK(whole.find("<" + argument.name + ">") != std::string::npos);
        }
        bool names_a_tool = false;
        for (auto const& tool : bench.registry.all())
            names_a_tool = names_a_tool || whole.find(tool.name) != std::string::npos;
        CHECK(names_a_tool);
        // Words with an underscore are tools or arguments of theirs, if nothing else.
        for (auto const* gone : {"image_create", "video_create", "transcribe_", "tts_"})
            CHECK(whole.find(gone) == std::string::npos);
    }
}
