#include "dashscope/json_put.hpp"

#include "support.hpp"

using namespace dashscope;

TEST_CASE("what was not given is not put") {
    json::object body{{"kept", 1}};
    put(body, "number", std::optional<std::int64_t>());
    put(body, "flag", std::optional<bool>());
    put(body, "text", std::string());
    put(body, "view", std::string_view());
    put(body, "list", json::array());
    put(body, "object", json::object());
    put(body, "words", std::vector<std::string>());
    CHECK(body == json::object{{"kept", 1}});
}

TEST_CASE("what was given is put as it is, zero and false too") {
    json::object body;
    put(body, "number", std::optional<std::int64_t>(0));
    put(body, "fraction", std::optional<double>(0.5));
    put(body, "flag", std::optional<bool>(false));
    put(body, "text", std::string("a"));
    put(body, "view", std::string_view("b"));
    put(body, "list", json::array{1});
    put(body, "object", json::object{{"x", nullptr}});
    put(body, "words", std::vector<std::string>{"c", ""});
    put(body, "numbers", std::vector<std::int64_t>{0, 1});
    CHECK(body == json::parse(R"({"number":0,"fraction":0.5,"flag":false,"text":"a","view":"b","list":[1],
                                  "object":{"x":null},"words":["c",""],"numbers":[0,1]})"));
}

TEST_CASE("a value that was there before is replaced by a given one alone") {
    json::object body{{"size", "1K"}};
    put(body, "size", std::string());
    CHECK(body.at("size") == "1K");
    std::string const given = "2K";
    put(body, "size", given);
    CHECK(body.at("size") == "2K");
    CHECK(given == "2K");
}
