#include "sandbox/fields.hpp"

#include "support.hpp"

#include <doctest/doctest.h>

namespace json = boost::json;
using namespace sandbox;

TEST_SUITE("sandbox/fields") {
    TEST_CASE("bodies") {
        CHECK(read_object(sandbox_test::send("POST", "/", "{\"a\":1}"))->at("a") == 1);
        for (auto body : {"", "[]", "{", "1", "{\"a\":1}x"}) {
            CAPTURE(body);
            CHECK(read_object(sandbox_test::send("POST", "/", body)).has_error());
        }
        CHECK(read_object(sandbox_test::send("POST", "/", std::string(5000, '['))).has_error());
    }

    TEST_CASE("members of another type are not there") {
        json::object const body{{"text", "x"},     {"number", 2.5},         {"digits", "3"},       {"flag", true},
                                {"null", nullptr}, {"list", {"a", 1, "b"}}, {"object", {{"a", 1}}}};
        CHECK(text_member(body, "text") == "x");
        CHECK(text_member(body, "number") == "");
        CHECK(text_member(body, "absent") == "");
        CHECK(number_member(body, "number") == 2.5);
        CHECK(number_member(body, "digits") == 3.0);
        CHECK(!number_member(body, "text"));
        CHECK(!number_member(body, "absent"));
        CHECK(bool_member(body, "flag") == true);
        CHECK(!bool_member(body, "text"));
        CHECK(member(body, "null") == nullptr);
        CHECK(object_member(body, "object").size() == 1);
        CHECK(object_member(body, "list").empty());
        CHECK(array_member(body, "list").size() == 3);
        CHECK(array_member(body, "text").empty());
        CHECK(strings_member(body, "list") == std::vector<std::string>{"a", "b"});
        CHECK(strings_member(body, "text") == std::vector<std::string>{"x"});
    }

    TEST_CASE("forms") {
        auto const fields = read_form("a=1&b=x+y%20z&&c&a=2&d=%e7%99%be");
        CHECK(form_field(fields, "a") == "1");
        CHECK(form_field(fields, "b") == "x y z");
        CHECK(form_field(fields, "c") == "");
        CHECK(form_field(fields, "d") == "百");
        CHECK(!form_field(fields, "e"));
        CHECK(form_field(read_form("b=x+y", false), "b") == "x+y");
    }

    TEST_CASE("numbers of forms") {
        auto const fields = read_form("a=5&b=x&c=&d=99");
        CHECK(form_number(fields, "a", 1, 1, 10) == 5);
        CHECK(form_number(fields, "absent", 1, 1, 10) == 1);
        CHECK(form_number(fields, "c", 1, 1, 10) == 1);
        CHECK(!form_number(fields, "b", 1, 1, 10));
        CHECK(!form_number(fields, "d", 1, 1, 10));
    }

    TEST_CASE("percent encoding") {
        CHECK(percent_decoded("%41%zz%4") == "A%zz%4");
        CHECK(percent_decoded("a+b") == "a+b");
        CHECK(percent_encoded("a b(*)~!'+/é") == "a%20b%28%2A%29~%21%27%2B%2F%C3%A9");
    }

    TEST_CASE("characters") {
        CHECK(count_characters("百炼 x") == 4);
        CHECK(first_characters("百炼 x", 2) == "百炼");
        CHECK(first_characters("ab", 5) == "ab");
        CHECK(first_characters("ab", 0) == "");
    }
}
