#include "install/json_document.hpp"

#include <doctest/doctest.h>

#include <span>

using namespace install;

namespace {

std::string problem(std::string text) {
    try {
        json_document document(std::move(text));
    } catch (edit_error const& error) {
        return error.what();
    }
    return {};
}

struct edit {
    std::string_view before;
    std::string_view after;
};

void check_additions(std::span<edit const> cases, key_path const& path, json::value const& value) {
    for (auto const& [before, after] : cases) {
        CAPTURE(before);
        json_document file{std::string(before)};
        file.set(path, value);
        CHECK(file.text() == after);
        CHECK(file.find(path) == value);
    }
}

}  // namespace

TEST_CASE("a member is added in the file's own style") {
    edit const cases[] = {
        {"", "{\n  \"s\": {\n    \"x\": 1\n  }\n}\n"},
        {"  \n", "{\n  \"s\": {\n    \"x\": 1\n  }\n}\n"},
        {"{}", "{\n  \"s\": {\n    \"x\": 1\n  }\n}"},
        {"{\n}\n", "{\n  \"s\": {\n    \"x\": 1\n  }\n}\n"},
        {"{\n    \"a\": 1\n}", "{\n    \"a\": 1,\n    \"s\": {\n        \"x\": 1\n    }\n}"},
        {"{\n\t\"s\": {}\n}\n", "{\n\t\"s\": {\n\t\t\"x\": 1\n\t}\n}\n"},
        {"{\n  \"s\": {\n    \"y\": [1, 2]\n  },\n  \"z\": 0\n}",
         "{\n  \"s\": {\n    \"y\": [1, 2],\n    \"x\": 1\n  },\n  \"z\": 0\n}"},
        {"{\r\n  \"s\": {\r\n    \"y\": 2\r\n  }\r\n}\r\n",
         "{\r\n  \"s\": {\r\n    \"y\": 2,\r\n    \"x\": 1\r\n  }\r\n}\r\n"},
        {"\xEF\xBB\xBF{\n  \"s\": {}\n}", "\xEF\xBB\xBF{\n  \"s\": {\n    \"x\": 1\n  }\n}"},
        {R"({"s":{}})", R"({"s":{"x":1}})"},
        {R"({"s":{"y":2}})", R"({"s":{"y":2, "x": 1}})"},
        {R"({"a":1})", R"({"a":1, "s": {"x":1}})"},
        {"{\n  \"s\": null\n}", "{\n  \"s\": {\n    \"x\": 1\n  }\n}"},
        {"{\n  \"s\": {\"y\": 2}\n}", "{\n  \"s\": {\"y\": 2, \"x\": 1}\n}"},
    };
    check_additions(cases, {"s", "x"}, 1);
}

TEST_CASE("comments and trailing commas stay where they were") {
    edit const cases[] = {
        {"{\n  // servers\n  \"s\": {\n    \"y\": 2 // why\n  }\n}\n",
         "{\n  // servers\n  \"s\": {\n    \"y\": 2, // why\n    \"x\": 1\n  }\n}\n"},
        {"{\n  \"s\": {\n    \"y\": 2,\n  },\n}\n", "{\n  \"s\": {\n    \"y\": 2,\n    \"x\": 1,\n  },\n}\n"},
        {"{\n  \"s\": {\n    \"y\": 2, /* a, b } */\n    // last\n  }\n}\n",
         "{\n  \"s\": {\n    \"y\": 2, /* a, b } */\n    // last\n    \"x\": 1,\n  }\n}\n"},
        {"{\n  \"s\": {\n    // none yet\n  }\n}\n", "{\n  \"s\": {\n    // none yet\n    \"x\": 1\n  }\n}\n"},
        {"// first\n{ /* empty */ }\n// end\n", "// first\n{ /* empty */\n  \"s\": {\n    \"x\": 1\n  }\n}\n// end\n"},
    };
    check_additions(cases, {"s", "x"}, 1);
}

TEST_CASE("a value is replaced where it stands") {
    edit const cases[] = {
        {R"({"s":{"x":{"deep":[1,{}]},"y":2}})", R"({"s":{"x":1,"y":2}})"},
        {"{\n  \"s\": { \"x\" : \"}\\\"//\" , \"y\": 2 }\n}", "{\n  \"s\": { \"x\" : 1 , \"y\": 2 }\n}"},
        // JavaScript takes the last of two; so do we.
        {R"({"s":{"x":2},"s":{"x":3}})", R"({"s":{"x":2},"s":{"x":1}})"},
        {"{\n  \"s\": {\"x\": -1.5e3// c\n}\n}", "{\n  \"s\": {\"x\": 1// c\n}\n}"},
        {R"({"\u0073":{"x":0}})", R"({"\u0073":{"x":1}})"},
    };
    check_additions(cases, {"s", "x"}, 1);
}

TEST_CASE("what is written into a file is written as JSON.stringify does") {
    json_document file("{\n  \"s\": {}\n}\n");
    file.set({"s", "x"}, json::value{{"command", "/bin/a \"b\""}, {"args", {"--a", "中"}}, {"env", json::object()}});
    CHECK(file.text() ==
          "{\n  \"s\": {\n    \"x\": {\n      \"command\": \"/bin/a \\\"b\\\"\",\n      \"args\": [\n"
          "        \"--a\",\n        \"中\"\n      ],\n      \"env\": {}\n    }\n  }\n}\n");
}

TEST_CASE("a member goes with its line, its comma and the comment behind it") {
    edit const cases[] = {
        {"{\n  \"s\": {\n    \"x\": 1\n  }\n}\n", "{\n  \"s\": {}\n}\n"},
        {"{\n  \"s\": {\n    \"x\": 1,\n    \"y\": 2\n  }\n}\n", "{\n  \"s\": {\n    \"y\": 2\n  }\n}\n"},
        {"{\n  \"s\": {\n    \"y\": 2,\n    \"x\": 1\n  }\n}\n", "{\n  \"s\": {\n    \"y\": 2\n  }\n}\n"},
        {"{\n  \"s\": {\n    \"y\": 2,\n    \"x\": 1,\n  }\n}\n", "{\n  \"s\": {\n    \"y\": 2,\n  }\n}\n"},
        {"{\n  \"s\": {\n    \"y\": 2, // why\n    \"x\": 1 // ours\n  }\n}\n",
         "{\n  \"s\": {\n    \"y\": 2 // why\n  }\n}\n"},
        {"{\n  \"s\": {\n    // above\n    \"x\": 1, // ours\n    \"y\": 2\n  }\n}\n",
         "{\n  \"s\": {\n    // above\n    \"y\": 2\n  }\n}\n"},
        {"{\n  \"s\": {\n    // above\n    \"x\": 1}\n}\n", "{\n  \"s\": {\n    // above\n    }\n}\n"},
        {"{\n  \"s\": {\n    \"x\": 1, \"y\": 2\n  }\n}\n", "{\n  \"s\": {\n     \"y\": 2\n  }\n}\n"},
        {R"({"s":{"x":1,"y":2}})", R"({"s":{"y":2}})"},
        {R"({"s":{"y":2, "x":1}})", R"({"s":{"y":2}})"},
        {R"({"s":{"x":1}})", R"({"s":{}})"},
        {R"({"s":{"x":1,"y":2,"x":3}})", R"({"s":{"y":2}})"},
        {"{\r\n  \"s\": {\r\n    \"y\": 2,\r\n    \"x\": 1\r\n  }\r\n}", "{\r\n  \"s\": {\r\n    \"y\": 2\r\n  }\r\n}"},
    };
    for (auto const& [before, after] : cases) {
        CAPTURE(before);
        json_document file{std::string(before)};
        CHECK(file.remove({"s", "x"}));
        CHECK(file.text() == after);
        CHECK_FALSE(file.find({"s", "x"}));
        CHECK_FALSE(file.remove({"s", "x"}));
    }
}

TEST_CASE("adding and removing again gives the file back") {
    for (std::string const before :
         {"{\n  \"s\": {\n    \"y\": 2 // why\n  }\n}\n", "{\n\t\"s\": {\n\t\t\"y\": 2,\n\t},\n}", R"({"s":{"y":2}})",
          "{\n  \"s\": {}\n}\n", "{\r\n  \"s\": { \"y\": [] }\r\n}"}) {
        CAPTURE(before);
        json_document file(before);
        file.set({"s", "x"}, json::value{{"command", "a"}, {"args", {"b"}}});
        CHECK(file.text() != before);
        CHECK(file.remove({"s", "x"}));
        CHECK(file.text() == before);
    }
}

TEST_CASE("elements of lists are added and removed") {
    json_document file("{\n  \"inputs\": [\n    {\"id\": \"a\"}\n  ]\n}\n");
    auto const is = [](std::string_view id) {
        return [id](json::value const& value) { return value.at("id").as_string() == id; };
    };
    file.append({"inputs"}, json::value{{"id", "b"}});
    CHECK(file.text() == "{\n  \"inputs\": [\n    {\"id\": \"a\"},\n    {\n      \"id\": \"b\"\n    }\n  ]\n}\n");
    CHECK(file.remove_items({"inputs"}, is("b")));
    CHECK(file.text() == "{\n  \"inputs\": [\n    {\"id\": \"a\"}\n  ]\n}\n");
    CHECK_FALSE(file.remove_items({"inputs"}, is("b")));
    CHECK_FALSE(file.remove_items({"other"}, is("b")));
    file.append({"new"}, 1);
    CHECK(*file.find({"new"}) == json::value(json::array{1}));
    CHECK_THROWS_AS(file.append({"inputs", "x"}, 1), edit_error);
}

TEST_CASE("broken files are refused with the place, and without what they hold") {
    struct {
        std::string text, where;
    } const cases[] = {
        {"{", "line 1"},
        {"{\n  \"key\": \"sk-secret\",\n  oops\n}", "line 3"},
        {"[]", "object"},
        {"{} x", "line 1, column 4"},
        {"\"text\"", "object"},
        {"{\"a\": 'single'}", "line 1"},
        {"{ /* never ends", "line 1"},
    };
    for (auto const& [text, where] : cases) {
        CAPTURE(text);
        auto const said = problem(text);
        CHECK(said.find(where) != std::string::npos);
        CHECK(said.find("secret") == std::string::npos);
    }
    CHECK_FALSE(problem(std::string(10'000, '[')).empty());
}

TEST_CASE("a list or a text in the way is not overwritten") {
    for (auto const* text : {R"({"s":[]})", R"({"s":"text"})", R"({"s":1})"}) {
        json_document file{std::string(text)};
        CHECK_THROWS_WITH_AS(file.set({"s", "x"}, 1), "\"s\" is not an object", edit_error);
        CHECK(file.text() == text);
        CHECK_FALSE(file.find({"s", "x"}));
        CHECK_FALSE(file.remove({"s", "x"}));
    }
}
