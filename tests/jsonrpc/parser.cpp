#include "jsonrpc/document.hpp"

#include <doctest/doctest.h>
#include <boost/json/serialize.hpp>

using namespace jsonrpc;

TEST_CASE("what is JSON is read, what is not is a parse error") {
    struct {
        std::string text;
        bool accepted;
    } const cases[] = {
        {R"({})", true},
        {R"([])", true},
        {R"(null)", true},
        {R"( {"a" : [1, -2.5e3, "x", true, false, null]} )", true},
        {"{\"a\":\"\\u00e9\\ud83d\\ude00\"}", true},
        {"\"\xC3\xA9\"", true},
        {"", false},
        {" ", false},
        {"{", false},
        {"{}{}", false},
        {"{} x", false},
        {"[1,]", false},
        {"{\"a\":1,}", false},
        {"[1]// comment", false},
        {"[01]", false},
        {"[+1]", false},
        {"[.5]", false},
        {"[NaN]", false},
        {"[1e308, -1e308, 1e-400, 123456789012345678901234567890]", true},
        // Beyond a double: it could only be written back as something that is no JSON.
        {"[1e400]", false},
        {R"({"a":-1e400})", false},
        {R"({"id":1e400})", false},
        {"[0e50000]", false},
        {R"({"id":)" + std::string(400, '9') + "}", true},
        {"['a']", false},
        {"[\"\t\"]", false},
        {"[\"\\x\"]", false},
        {"[\"\xFF\"]", false},          // not UTF-8
        {"[\"\xC0\xAF\"]", false},      // overlong
        {"[\"\xED\xA0\x80\"]", false},  // a surrogate
        {"[\"\\ud800\"]", true},        // half a pair, as JavaScript writes it
        {"\xEF\xBB\xBF{}", false},      // byte order mark
        {std::string("[\"a\0b\"]", 7), false},
    };
    parser reader;
    document text;
    for (auto const& each : cases) {
        CAPTURE(each.text);
        auto const problem = reader.parse(each.text, text);
        CHECK(!problem.has_value() == each.accepted);
        if (problem) CHECK(problem->code == errc::parse_error);
    }
}

TEST_CASE("a text that breaks off in a batch leaves nothing behind for the next one") {
    parser reader;
    document text;
    for (auto const* broken : {"[", "[{", R"([{"id":)", R"([{"id":1,"a":[)", "[1]]"}) {
        CAPTURE(broken);
        REQUIRE(reader.parse(broken, text));
        REQUIRE_FALSE(reader.parse(R"({"jsonrpc":"2.0","id":18446744073709551616,"method":"ping"})", text));
        CHECK(text.at(0).kind == message_kind::request);
        CHECK(text.at(0).id == "18446744073709551616");
    }
}

TEST_CASE("a parser serves again after an error and after a large text") {
    parser reader;
    document text;
    CHECK(reader.parse("{\"broken", text));
    CHECK(!reader.parse(R"({"a":1})", text));
    CHECK(boost::json::serialize(text.root()) == R"({"a":1})");

    std::string large = R"({"a":")" + std::string(1'000'000, 'x') + R"("})";
    CHECK(!reader.parse(large, text));
    CHECK(text.root().at("a").as_string().size() == 1'000'000);
    CHECK(!reader.parse("[]", text));
    CHECK(text.root().as_array().empty());
}

TEST_CASE("depth is bounded") {
    parser reader({.depth = 10});
    document text;
    auto const nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    CHECK(!reader.parse(nested(10), text));
    auto const problem = reader.parse(nested(11), text);
    REQUIRE(problem);
    CHECK(problem->message == "Parse error: nested too deeply");
    CHECK(reader.parse(std::string(100'000, '['), text));
}

TEST_CASE("a key that occurs twice in one object makes the message invalid, wherever it is") {
    struct {
        char const* text;
        char const* key;  // null: nothing is wrong
    } const cases[] = {
        {R"({"jsonrpc":"2.0","id":1,"method":"a"})", nullptr},
        {R"({"jsonrpc":"2.0","id":1,"method":"a","method":"b"})", "method"},
        {R"({"jsonrpc":"2.0","id":1,"method":"a","params":{"x":1,"y":{"z":1,"z":2}}})", "z"},
        {R"({"jsonrpc":"2.0","id":1,"method":"a","params":{"x":1,"\u0078":2}})", "x"},
        {R"({"jsonrpc":"2.0","id":1,"method":"a","params":{"long name":1,"other":2,"lo\u006eg name":3}})", "long name"},
        {R"({"jsonrpc":"2.0","id":1,"method":"a","\u006dethod":"b"})", "method"},
        // The same name in different objects, nested or side by side, is fine.
        {R"({"jsonrpc":"2.0","id":1,"method":"a","params":{"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]}})", nullptr},
        {R"({"jsonrpc":"2.0","id":1,"method":"a","params":{"b":{"c":1},"c":2}})", nullptr},
    };
    parser reader;
    document text;
    for (auto const& each : cases) {
        CAPTURE(each.text);
        REQUIRE(!reader.parse(each.text, text));
        auto const message = text.at(0);
        CHECK((message.kind == message_kind::invalid) == (each.key != nullptr));
        if (!each.key) continue;
        CHECK(message.problem.code == errc::invalid_request);
        CHECK(message.problem.message.find("\"" + std::string(each.key) + "\"") != std::string::npos);
        CHECK(message.id == "1");
    }
}

TEST_CASE("duplicates are found in large objects too, at a bounded cost") {
    constexpr int many = 200'000;
    std::string members;
    for (int i = 0; i < many; ++i) members += "\"k" + std::to_string(i) + "\":0,";
    parser reader;
    document text;
    auto const message = [&](std::string const& last) {
        REQUIRE(!reader.parse(R"({"jsonrpc":"2.0","method":"m","params":{)" + members + "\"" + last + "\":0}}", text));
        return text.at(0).kind;
    };
    CHECK(message("other") == message_kind::notification);
    CHECK(message("k3") == message_kind::invalid);
}
