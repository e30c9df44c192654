#include "net/message.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using net::headers;

TEST_CASE("names compare without the case of ASCII letters only") {
    struct {
        std::string_view left, right;
        bool equal;
    } const cases[] = {
        {"Content-Type", "content-type", true},
        {"", "", true},
        {"a", "ab", false},
        {"x-@", "x-`", false},  // 0x40 and 0x60 differ by the bit that makes letters lower case
        {"\xC3\x84", "\xC3\xA4", false},
    };
    for (auto const& [left, right, equal] : cases) {
        CAPTURE(left);
        CHECK(net::equal_ignoring_case(left, right) == equal);
    }
}

TEST_CASE("trim and lower_case") {
    CHECK(net::trim(" \t a b\t ") == "a b");
    CHECK(net::trim(" \t ") == "");
    CHECK(net::trim("") == "");
    CHECK(net::lower_case("AbC-9_\xC3\x84") == "abc-9_\xC3\x84");
}

TEST_CASE("has_token looks at whole members of a list") {
    struct {
        std::string_view list, token;
        bool found;
    } const cases[] = {
        {"close", "close", true},   {"keep-alive, Close", "close", true}, {"Upgrade ,\tclose ", "close", true},
        {"closed", "close", false}, {"not close", "close", false},        {"", "close", false},
        {",,", "close", false},     {"a,,close", "close", true},
    };
    for (auto const& [list, token, found] : cases) {
        CAPTURE(list);
        CHECK(net::has_token(list, token) == found);
    }
}

TEST_CASE("fields keep their order and their spelling") {
    headers fields{{"B", "1"}, {"a", "2"}};
    fields.add("b", " 3\t");
    CHECK(fields.size() == 3);
    CHECK(fields.find("b") == "1");
    CHECK(fields.value_or("A", "none") == "2");
    CHECK(fields.value_or("c", "none") == "none");
    CHECK(!fields.find("c"));

    std::string head;
    net::append_fields(head, fields);
    CHECK(head == "B: 1\r\na: 2\r\nb: 3\r\n");
}

TEST_CASE("set replaces all fields of a name at the place of the first") {
    headers fields{{"a", "1"}, {"b", "2"}, {"A", "3"}, {"c", "4"}};
    fields.set("A", "5");
    fields.set("d", "6");
    std::string head;
    net::append_fields(head, fields);
    CHECK(head == "a: 5\r\nb: 2\r\nc: 4\r\nd: 6\r\n");
}

TEST_CASE("a field that would split the message is refused") {
    using namespace std::string_view_literals;
    struct {
        std::string_view name, value;
    } const cases[] = {
        {"a", "1\r\nb: 2"}, {"a", "1\n"}, {"a", "\r"},    {"a", "1\0"sv},    {"", "1"},
        {"a:", "1"},        {"a b", "1"}, {"a\r\n", "1"}, {"\xC3\xA4", "1"},
    };
    for (auto const& [name, value] : cases) {
        CAPTURE(name);
        headers fields;
        CHECK_THROWS_AS(fields.add(name, value), std::invalid_argument);
        CHECK_THROWS_AS(fields.set(name, value), std::invalid_argument);
        CHECK(fields.empty());
    }
}

TEST_CASE("a refused value stays out of the sentence") {
    headers fields;
    try {
        fields.add("Authorization", "Bearer sk-secret\n");
        FAIL("accepted");
    } catch (std::invalid_argument const& error) {
        std::string_view const text = error.what();
        CHECK(text.find("Authorization") != std::string_view::npos);
        CHECK(text.find("sk-secret") == std::string_view::npos);
    }
}

TEST_CASE("UTF-8 values pass") {
    headers const fields{{"x", "值"}};
    CHECK(fields.find("X") == "值");
}

TEST_CASE("reason phrases") {
    CHECK(net::reason_phrase(200) == "OK");
    CHECK(net::reason_phrase(413) == "Content Too Large");
    CHECK(net::reason_phrase(299) == "Unknown");
}
