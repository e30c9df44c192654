#include "mcp/question.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>

using namespace mcp;
namespace json = boost::json;

namespace {

json::object form_properties(char const* text) {
    return json::parse(text).as_object();
}

question one_field(char const* schema) {
    return ask_form("k", "Say.", {{"f", json::parse(schema)}}, {"f"});
}

}  // namespace

TEST_CASE("questions have the form of their methods") {
    auto const form = ask_form("name", "Who?", form_properties(R"({"n":{"type":"string"}})"), {"n"});
    CHECK(form.key == "name");
    CHECK(form.method == "elicitation/create");
    CHECK(
        json::value(form.params) ==
        json::parse(
            R"({"message":"Who?","requestedSchema":{"type":"object","properties":{"n":{"type":"string"}},"required":["n"]}})"));
    CHECK_FALSE(ask_form("k", "Who?", {}).params.at("requestedSchema").as_object().contains("required"));

    auto const page = ask_page("login", "Sign in.", "https://host/x");
    CHECK(json::value(page.params) == json::parse(R"({"mode":"url","message":"Sign in.","url":"https://host/x"})"));
    CHECK(params_for(page, revision::v2026_07_28) == page.params);
    auto const legacy = params_for(page, revision::v2025_11_25);
    CHECK(legacy.at("elicitationId").as_string().size() > 20);
    CHECK(params_for(page, revision::v2025_11_25).at("elicitationId") != legacy.at("elicitationId"));
    CHECK(params_for(form, revision::v2025_11_25) == form.params);

    CHECK(ask_model("m", {{"maxTokens", 5}}).method == "sampling/createMessage");
    CHECK(ask_roots("r").method == "roots/list");
}

TEST_CASE("a client is asked what it has declared, and told what it would have to declare") {
    auto const form = ask_form("k", "?", {}), page = ask_page("k", "?", "https://x"), model = ask_model("k", {}),
               roots = ask_roots("k");
    struct {
        char const* capabilities;
        bool form, page, model, roots;
    } const cases[] = {
        {"{}", false, false, false, false},
        {R"({"elicitation":{}})", true, false, false, false},
        {R"({"elicitation":{"form":{}}})", true, false, false, false},
        {R"({"elicitation":{"url":{}}})", false, true, false, false},
        {R"({"elicitation":{"form":{},"url":{}}})", true, true, false, false},
        {R"({"sampling":{}})", false, false, true, false},
        {R"({"roots":{"listChanged":true}})", false, false, false, true},
    };
    for (auto const& each : cases) {
        CAPTURE(each.capabilities);
        auto const declared = json::parse(each.capabilities).as_object();
        auto const client = read_client(&declared, nullptr);
        CHECK(can_answer(client, form) == each.form);
        CHECK(can_answer(client, page) == each.page);
        CHECK(can_answer(client, model) == each.model);
        CHECK(can_answer(client, roots) == each.roots);
        // Who declares what is said to be needed can be asked.
        for (auto const* what : {&form, &page, &model, &roots}) {
            auto const needed = needed_capabilities(*what);
            CHECK(can_answer(read_client(&needed, nullptr), *what));
        }
    }
}

TEST_CASE("an answer fits its question or is none") {
    struct {
        char const* schema;
        char const* value;
        bool fits;
    } const cases[] = {
        {R"({"type":"string"})", R"("x")", true},
        {R"({"type":"string"})", "1", false},
        {R"({"type":"string"})", "null", false},
        {R"({"type":"integer"})", "1", true},
        {R"({"type":"integer"})", "1.5", false},
        {R"({"type":"number"})", "1.5", true},
        {R"({"type":"number"})", R"("1.5")", false},
        {R"({"type":"boolean"})", "true", true},
        {R"({"type":"boolean"})", R"("true")", false},
        {R"({"type":"string","enum":["a","b"]})", R"("b")", true},
        {R"({"type":"string","enum":["a","b"]})", R"("c")", false},
        {R"({"type":"string","oneOf":[{"const":"a","title":"A"}]})", R"("a")", true},
        {R"({"type":"string","oneOf":[{"const":"a","title":"A"}]})", R"("A")", false},
        {R"({"type":"array","items":{"type":"string","enum":["a","b"]}})", R"(["a","b"])", true},
        {R"({"type":"array","items":{"type":"string","enum":["a","b"]}})", R"(["a","c"])", false},
        {R"({"type":"array","items":{"anyOf":[{"const":"a","title":"A"}]}})", R"(["a"])", true},
        {R"({"type":"array","items":{"type":"string"}})", R"("a")", false},
    };
    for (auto const& each : cases) {
        CAPTURE(each.schema);
        CAPTURE(each.value);
        auto const what = one_field(each.schema);
        json::object const content{{"f", json::parse(each.value)}, {"more", 1}};
        CHECK(is_answer(what, {{"action", "accept"}, {"content", content}}) == each.fits);
        // Without the field that is required, never.
        CHECK_FALSE(is_answer(what, {{"action", "accept"}, {"content", json::object()}}));
        CHECK_FALSE(is_answer(what, {{"action", "accept"}}));
        for (auto const* action : {"decline", "cancel"}) CHECK(is_answer(what, {{"action", action}}));
        for (auto const* action : {"", "ok", "ACCEPT"})
            CHECK_FALSE(is_answer(what, {{"action", action}, {"content", content}}));
        CHECK_FALSE(is_answer(what, json::object()));
        CHECK_FALSE(is_answer(what, 5));
    }
    CHECK(is_answer(ask_page("k", "?", "https://x"), {{"action", "accept"}}));
    CHECK(is_answer(ask_roots("k"), {{"roots", json::array()}}));
    CHECK_FALSE(is_answer(ask_roots("k"), {{"roots", 5}}));
    CHECK(is_answer(ask_model("k", {}), {{"role", "assistant"}, {"content", {{"type", "text"}, {"text", "x"}}}}));
    CHECK_FALSE(is_answer(ask_model("k", {}), {{"role", "assistant"}}));
}

TEST_CASE("what a user made of a form") {
    auto const read = [](char const* text) { return read_form(json::parse(text).as_object()); };
    CHECK(read(R"({"action":"accept","content":{"a":1}})").how == decision::accepted);
    CHECK(read(R"({"action":"accept","content":{"a":1}})").content.at("a") == 1);
    CHECK(read(R"({"action":"accept"})").content.empty());
    CHECK(read(R"({"action":"decline","content":{"a":1}})").how == decision::declined);
    CHECK(read(R"({"action":"decline","content":{"a":1}})").content.empty());
    CHECK(read(R"({"action":"cancel"})").how == decision::cancelled);
}
