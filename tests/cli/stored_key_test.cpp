#include "cli/stored_key.hpp"

#include "dashscope/config_file.hpp"
#include "install/text_edit.hpp"

#include <doctest/doctest.h>

using cli::key_to_store;
using cli::with_key;

TEST_CASE("the key is put into the profile that is asked for, or is active") {
    struct {
        std::string before;
        key_to_store what;
        std::string after;
    } const cases[] = {
        {"", {"sk-new", "", ""}, "{\n  \"api_key\": \"sk-new\"\n}\n"},
        {"{\n  \"api_key\": \"sk-old\",\n  \"language\": \"zh\"\n}\n",
         {"sk-new", "", ""},
         "{\n  \"api_key\": \"sk-new\",\n  \"language\": \"zh\"\n}\n"},
        {"{\n  \"api_key\": \"sk-old\"\n}\n",
         {"sk-new", "https://h", ""},
         "{\n  \"api_key\": \"sk-new\",\n  \"base_url\": \"https://h\"\n}\n"},
        {R"({"active_config":"team","team":{"api_key":"sk-old","x":1}})",
         {"sk-new", "", ""},
         R"({"active_config":"team","team":{"api_key":"sk-new","x":1}})"},
        {R"({"active_config":"team","team":{"api_key":"sk-old"}})",
         {"sk-new", "", "default"},
         R"({"active_config":"default","team":{"api_key":"sk-old"}, "api_key": "sk-new"})"},
        {R"({"api_key":"sk-old"})", {"sk-new", "", "default"}, R"({"api_key":"sk-new"})"},
        {R"({"api_key":"sk-old"})",
         {"sk-new", "", "team"},
         R"({"api_key":"sk-old", "team": {"api_key":"sk-new"}, "active_config": "team"})"},
    };
    for (auto const& [before, what, after] : cases) {
        CAPTURE(before);
        CHECK(with_key(before, what) == after);
        CHECK(with_key(after, what) == after);
        CHECK(dashscope::read_config_file(after, "f", what.profile).at("api_key").as_string() == "sk-new");
    }
}

TEST_CASE("the base URL of the same profile") {
    auto const text = R"({"base_url":"https://a","active_config":"t","t":{"base_url":"https://b"},"u":{}})";
    CHECK(cli::stored_base_url(text, "") == "https://b");
    CHECK(cli::stored_base_url(text, "default") == "https://a");
    CHECK(cli::stored_base_url(text, "u").empty());
    CHECK(cli::stored_base_url(text, "none").empty());
    CHECK(cli::stored_base_url("", "").empty());
}

TEST_CASE("files and profiles that can't be written to") {
    CHECK_THROWS_AS(with_key("{", {"sk-a", "", ""}), install::edit_error);
    CHECK_THROWS_AS(with_key("[]", {"sk-a", "", ""}), install::edit_error);
    CHECK_THROWS_AS(with_key(R"({"language":"zh"})", {"sk-a", "", "language"}), install::edit_error);
}
