#include "jsonrpc/write.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>

using namespace jsonrpc;

TEST_CASE("wire forms") {
    CHECK(success("1", R"({"a":2})") == R"({"jsonrpc":"2.0","id":1,"result":{"a":2}})");
    CHECK(failure("\"x\"", {errc::invalid_params, "bad \"name\"", nullptr}) ==
          R"({"jsonrpc":"2.0","id":"x","error":{"code":-32602,"message":"bad \"name\""}})");
    CHECK(failure("", {errc::parse_error, "no", {{"at", 3}}}) ==
          R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"no","data":{"at":3}}})");
    CHECK(notification("notifications/progress", R"({"progress":1})") ==
          R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"progress":1}})");
    CHECK(request("5", "roots/list", "{}") == R"({"jsonrpc":"2.0","id":5,"method":"roots/list","params":{}})");
}

TEST_CASE("strings are quoted so that one line stays one line") {
    for (std::string text : {std::string("plain"), std::string("a\nb\r\tc"), std::string("\"\\/"),
                             std::string("\x01\x1f\x7f"), std::string("nul\0x", 5), std::string("日本語 😀")}) {
        auto const out = quoted(text);
        CAPTURE(out);
        CHECK(out.find('\n') == std::string::npos);
        CHECK(boost::json::parse(out).as_string() == text);
    }
    CHECK(quoted("\xFF!") == "\"\xEF\xBF\xBD!\"");
}

TEST_CASE("numbers that Boost.JSON reads but can't write are found, however deep") {
    struct {
        char const* text;
        bool writable;
    } const cases[] = {
        {"1e308", true},
        {"-1.5", true},
        {R"("1e400")", true},
        {R"({"a":[1,{"b":0.5}]})", true},
        {"1e400", false},
        {"-1e400", false},
        {"0e50000", false},
        {"[1,[2,[1e999]]]", false},
        {R"({"a":{"b":-1e999}})", false},
        {"[]", true},
    };
    for (auto const& each : cases) {
        CAPTURE(each.text);
        CHECK(is_writable(boost::json::parse(each.text)) == each.writable);
    }
}
