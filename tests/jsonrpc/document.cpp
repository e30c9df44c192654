#include "jsonrpc/document.hpp"

#include <doctest/doctest.h>

using namespace jsonrpc;

namespace {

// Parses and gives the first message's outline: what a table can hold.
struct outline {
    message_kind kind;
    std::string id;
    std::string method;
    std::string problem;
};

outline outline_of(std::string_view text) {
    static parser reader;
    static document read;
    REQUIRE(!reader.parse(text, read));
    auto const first = read.at(0);
    return {first.kind, first.id, std::string(first.method), first.problem.message};
}

}  // namespace

TEST_CASE("messages by kind") {
    struct {
        char const* text;
        message_kind kind;
    } const cases[] = {
        {R"({"jsonrpc":"2.0","id":1,"method":"ping"})", message_kind::request},
        {R"({"jsonrpc":"2.0","id":"a","method":"ping","params":{}})", message_kind::request},
        {R"({"jsonrpc":"2.0","method":"notifications/initialized"})", message_kind::notification},
        {R"({"jsonrpc":"2.0","id":1,"result":{}})", message_kind::response},
        {R"({"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":""}})", message_kind::response},
        {R"({"jsonrpc":"2.0","error":{"code":-1,"message":""}})", message_kind::response},
        {R"({"jsonrpc":"2.0","id":1})", message_kind::invalid},
        {R"({"jsonrpc":"2.0","id":1,"result":{},"error":{}})", message_kind::invalid},
        {R"({"jsonrpc":"1.0","id":1,"method":"ping"})", message_kind::invalid},
        {R"({"jsonrpc":2.0,"id":1,"method":"ping"})", message_kind::invalid},
        {R"({"id":1,"method":"ping"})", message_kind::invalid},
        {R"({"jsonrpc":"2.0","id":null,"method":"ping"})", message_kind::invalid},
        {R"({"jsonrpc":"2.0","id":1.5,"method":"ping"})", message_kind::invalid},
        {R"({"jsonrpc":"2.0","id":1e3,"method":"ping"})", message_kind::invalid},
        {R"({"jsonrpc":"2.0","id":true,"method":"ping"})", message_kind::invalid},
        {R"({"jsonrpc":"2.0","id":[1],"method":"ping"})", message_kind::invalid},
        {R"({"jsonrpc":"2.0","id":1,"method":7})", message_kind::invalid},
        {R"({"jsonrpc":"2.0","id":1,"method":"ping","params":[1]})", message_kind::invalid},
        {R"({"jsonrpc":"2.0","id":1,"method":"ping","params":null})", message_kind::invalid},
        // Keys are compared exactly (CVE-2026-27896).
        {R"({"jsonrpc":"2.0","id":1,"Method":"ping"})", message_kind::invalid},
        {R"({"JSONRPC":"2.0","id":1,"method":"ping"})", message_kind::invalid},
        {R"("ping")", message_kind::invalid},
        {R"(null)", message_kind::invalid},
        {R"(17)", message_kind::invalid},
    };
    for (auto const& each : cases) {
        CAPTURE(each.text);
        auto const found = outline_of(each.text);
        CHECK(found.kind == each.kind);
        CHECK(found.problem.empty() == (each.kind != message_kind::invalid));
    }
}

TEST_CASE("an id is echoed exactly") {
    for (std::string id :
         {"0", "-1", "1", "9007199254740993", "18446744073709551615", "-9223372036854775808",
          "123456789012345678901234567890", "-99999999999999999999", R"("")", R"("a b")", R"("\"")", R"("日本")"}) {
        CAPTURE(id);
        auto const found = outline_of(R"({"jsonrpc":"2.0","params":{"id":1e99},"id":)" + id + R"(,"method":"m"})");
        CHECK(found.kind == message_kind::request);
        CHECK(found.id == id);
    }
}

TEST_CASE("an invalid message still tells its id") {
    CHECK(outline_of(R"({"jsonrpc":"2.0","id":7,"method":1})").id == "7");
    CHECK(outline_of(R"({"id":"x"})").id == R"("x")");
    CHECK(outline_of(R"({"id":{},"method":"m"})").id.empty());
}

TEST_CASE("batches") {
    parser reader({.batch = 3});
    document text;
    REQUIRE(!reader.parse(R"([{"jsonrpc":"2.0","id":123456789012345678901234567890,"method":"a"},
                              {"jsonrpc":"2.0","method":"b"}, 5])",
                          text));
    CHECK(text.is_batch());
    REQUIRE(text.size() == 3);
    CHECK(text.at(0).kind == message_kind::request);
    CHECK(text.at(0).id == "123456789012345678901234567890");
    CHECK(text.at(1).kind == message_kind::notification);
    CHECK(text.at(1).id.empty());
    CHECK(text.at(2).kind == message_kind::invalid);

    REQUIRE(!reader.parse("[]", text));
    CHECK(text.size() == 0);

    auto const one = std::string(R"({"jsonrpc":"2.0","id":1,"method":"a"})");
    REQUIRE(!reader.parse("[" + one + "," + one + "," + one + "," + one + "]", text));
    CHECK(text.at(0).kind == message_kind::invalid);
    CHECK(text.at(0).problem.message.find("more than 3 messages") != std::string::npos);
}

TEST_CASE("large ids of a batch go to their own message") {
    parser reader;
    document text;
    REQUIRE(!reader.parse(R"([{"jsonrpc":"2.0","id":1,"method":"a","params":{"id":99999999999999999999}},
                              {"jsonrpc":"2.0","id":99999999999999999998,"method":"a"}])",
                          text));
    CHECK(text.at(0).id == "1");
    CHECK(text.at(1).id == "99999999999999999998");
}

TEST_CASE("names are given back as they were written, and nothing else is a name") {
    std::string const large = "123456789012345678901234567890";
    std::string const huge(400, '9');  // beyond a double's range
    struct {
        std::string params;
        std::string cancelled;
        std::string token;
    } const cases[] = {
        {R"({"requestId":7,"_meta":{"progressToken":-3}})", "7", "-3"},
        {R"({"requestId":"7","_meta":{"progressToken":"a\"b"}})", R"("7")", R"("a\"b")"},
        {R"({"requestId":)" + large + R"(,"_meta":{"progressToken":-)" + large + "}}", large, "-" + large},
        {R"({"_meta":{"progressToken":)" + huge + R"(},"requestId":)" + huge + "}", huge, huge},
        {R"({"requestId":18446744073709551615})", "18446744073709551615", ""},
        {R"({"requestId":1.5,"_meta":{"progressToken":1e30}})", "", ""},
        {R"({"requestId":null,"_meta":{"progressToken":true}})", "", ""},
        {R"({"requestId":[)" + large + R"(],"_meta":[{"progressToken":)" + large + "}]}", "", ""},
        // Of the same name, elsewhere.
        {R"({"a":{"requestId":)" + large + R"(},"requestId":5.5})", "", ""},
        {R"({"_meta":{"requestId":)" + large + R"(,"progressToken":0.5,"b":{"progressToken":)" + large + "}}}", "", ""},
        {R"({"_meta":5})", "", ""},
        {"{}", "", ""},
    };
    parser reader;
    document read;
    for (auto const& each : cases) {
        CAPTURE(each.params);
        auto const message = R"({"jsonrpc":"2.0","id":1,"method":"m","params":)" + each.params + "}";
        auto const check = [&](std::string const& text, std::size_t index) {
            REQUIRE(!reader.parse(text, read));
            CHECK(read.at(index).name_at({"params", "requestId"}) == each.cancelled);
            CHECK(read.at(index).name_at({"params", "_meta", "progressToken"}) == each.token);
            CHECK(read.at(index).id == "1");
        };
        check(message, 0);
        check(R"([{"id":)" + large + R"(},"x",)" + message + "]", 2);
    }
    CHECK(reader.parse(R"({"params":{"arguments":{"requestId":)" + huge + "}}}", read));
    CHECK(reader.parse(R"({"params":{"x":)" + huge + "}}", read));
}
