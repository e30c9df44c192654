#include "net/response_parser.hpp"

#include <doctest/doctest.h>

#include <vector>

using net::response_parser;

namespace {

struct outcome {
    bool failed = false;
    bool done = false;
    bool keep_alive = false;
    int status = 0;
    std::string body = {};
    std::size_t left = 0;

    bool operator==(outcome const&) const = default;
};

// Plays the part of the connection: offers what was left over again, with the next piece behind it.
outcome parse(std::vector<std::string_view> const& pieces, bool ends, bool without_body) {
    response_parser parser(without_body);
    std::string input;
    outcome result;
    for (auto const piece : pieces) {
        input.append(piece);
        if (parser.done()) continue;
        auto const used = parser.put(input);
        if (!used) return {.failed = true};
        input.erase(0, *used);
    }
    if (ends) result.failed = static_cast<bool>(parser.put_end());
    result.done = parser.done();
    if (result.failed || !parser.head_done()) return result;
    result.keep_alive = parser.keep_alive();
    result.status = parser.status();
    result.body = parser.body();
    result.left = input.size();
    return result;
}

struct answer {
    std::string_view what, text;
    outcome expected;
    bool ends = false;
    bool without_body = false;
};

answer const answers[] = {
    {"length", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", {false, true, true, 200, "abc", 0}},
    {"no body", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", {false, true, true, 200, "", 0}},
    {"204", "HTTP/1.1 204 No Content\r\n\r\n", {false, true, true, 204, "", 0}},
    {"304 with length", "HTTP/1.1 304 X\r\nContent-Length: 9\r\n\r\n", {false, true, true, 304, "", 0}},
    {"HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", {false, true, true, 200, "", 0}, false, true},
    {"no reason", "HTTP/1.1 404\r\nContent-Length: 0\r\n\r\n", {true}},
    {"empty reason", "HTTP/1.1 404 \r\nContent-Length: 0\r\n\r\n", {false, true, true, 404, "", 0}},
    {"close", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\na", {false, true, false, 200, "a", 0}},
    {"HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na", {false, true, false, 200, "a", 0}},
    {"HTTP/1.0 kept",
     "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\na",
     {false, true, true, 200, "a", 0}},
    {"until the end", "HTTP/1.1 200 OK\r\n\r\nabc", {false, true, false, 200, "abc", 0}, true},
    {"until the end, open", "HTTP/1.1 200 OK\r\n\r\nabc", {false, false, false, 200, "abc", 0}},
    {"chunks",
     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n2;ext=1\r\nbc\r\n0\r\n\r\n",
     {false, true, true, 200, "abc", 0}},
    {"no chunk but the last",
     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
     {false, true, true, 200, "", 0}},
    {"trailer",
     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX: y\r\n\r\n",
     {false, true, true, 200, "a", 0}},
    {"interim",
     "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n"
     "Content-Length: 1\r\n\r\na",
     {false, true, true, 200, "a", 0}},
    {"bytes behind", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nabcd", {false, true, true, 200, "a", 3}},
    {"short", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc", {true}, true},
    {"half a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\na", {true}, true},
    {"no last chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n", {true}, true},
    {"half a head", "HTTP/1.1 200 OK\r\nContent-", {true}, true},
    {"nothing", "", {true}, true},
    {"not HTTP", "SSH-2.0-OpenSSH_9.2\r\n\r\n", {true}},
    {"HTTP/2", "HTTP/2.0 200 OK\r\n\r\n", {true}},
    {"upgrade", "HTTP/1.1 101 Switching Protocols\r\n\r\n", {true}},
    {"status", "HTTP/1.1 20x OK\r\n\r\n", {true}},
    {"bad length", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", {true}},
    {"two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", {true}},
    {"both framings", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", {true}},
    {"bad chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", {true}},
    {"space before colon", "HTTP/1.1 200 OK\r\nContent-Length : 1\r\n\r\na", {true}},
};

}  // namespace

TEST_CASE("responses, whole") {
    for (auto const& [what, text, expected, ends, without_body] : answers) {
        CAPTURE(what);
        auto const result = parse({text}, ends, without_body);
        CHECK(result.failed == expected.failed);
        if (expected.failed) continue;
        CHECK(result == expected);
    }
}

TEST_CASE("responses, split at every byte") {
    for (auto const& [what, text, expected, ends, without_body] : answers) {
        for (std::size_t split = 1; split < text.size(); ++split) {
            CAPTURE(what);
            CAPTURE(split);
            auto const result = parse({text.substr(0, split), text.substr(split)}, ends, without_body);
            CHECK(result.failed == expected.failed);
            if (!expected.failed) CHECK(result == expected);
        }
    }
}

TEST_CASE("responses, byte by byte") {
    for (auto const& [what, text, expected, ends, without_body] : answers) {
        CAPTURE(what);
        std::vector<std::string_view> bytes;
        for (std::size_t at = 0; at < text.size(); ++at) bytes.push_back(text.substr(at, 1));
        auto const result = parse(bytes, ends, without_body);
        CHECK(result.failed == expected.failed);
        if (!expected.failed) CHECK(result == expected);
    }
}

TEST_CASE("fields are kept in order, an interim head's are not") {
    response_parser parser(false);
    REQUIRE(parser
                .put("HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nB: 1\r\nA:\t2 \r\nb: 3\r\n"
                     "Content-Length: 7\r\n\r\n")
                .has_value());
    CHECK(parser.head_done());
    CHECK(!parser.done());
    CHECK(parser.content_length() == 7);
    CHECK(!parser.fields().find("Link"));
    std::string text;
    net::append_fields(text, parser.fields());
    CHECK(text == "B: 1\r\nA: 2\r\nb: 3\r\nContent-Length: 7\r\n");
}

TEST_CASE("the body can be taken away piece by piece") {
    response_parser parser(false);
    REQUIRE(parser.put("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabc").has_value());
    CHECK(parser.body() == "abc");
    parser.body().clear();
    REQUIRE(parser.put("def").has_value());
    CHECK(parser.body() == "def");
    CHECK(parser.done());
}

TEST_CASE("limits") {
    SUBCASE("a head above 64 kB") {
        response_parser parser(false);
        std::string head = "HTTP/1.1 200 OK\r\n";
        while (head.size() < net::response_head_limit) head += "X-Filler: 0123456789\r\n";
        CHECK(parser.put(head).has_error());
    }
    SUBCASE("a head that is just long") {
        response_parser parser(false);
        std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n";
        while (head.size() < net::response_head_limit - 100) head += "X-Filler: 0123456789\r\n";
        REQUIRE(parser.put(head + "\r\n").has_value());
        CHECK(parser.done());
    }
    SUBCASE("interim answers without end") {
        response_parser parser(false);
        std::string heads;
        for (int count = 0; count < 100; ++count) heads += "HTTP/1.1 102 Processing\r\n\r\n";
        CHECK(parser.put(heads).has_error());
    }
}
