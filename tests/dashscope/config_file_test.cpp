#include "dashscope/config_file.hpp"

#include "support.hpp"

using namespace dashscope;
using dashscope::test::contains;

namespace {

constexpr std::string_view path = "/home/u/.bailian/config.json";

std::string problem(std::string_view text, std::string_view profile = "") {
    try {
        read_config_file(text, path, profile);
    } catch (settings_error const& error) {
        return error.what();
    }
    return {};
}

}  // namespace

TEST_CASE("no file, an empty one and a byte-order mark") {
    CHECK(read_config_file("", path, "").empty());
    CHECK(read_config_file(" \r\n", path, "").empty());
    CHECK(read_config_file("\xEF\xBB\xBF{\"region\":\"cn\"}", path, "").at("region").as_string() == "cn");
}

TEST_CASE("a broken file is named, its content is not shown") {
    for (auto text : {"{", "{\"api_key\":\"sk-secretsecret\"", "[1]", "3", "{\"a\":1} x"}) {
        auto said = problem(text);
        CAPTURE(text);
        CHECK(contains(said, path));
        CHECK_FALSE(contains(said, "secretsecret"));
    }
}

TEST_CASE("profiles are objects beside the top level's keys") {
    constexpr std::string_view text =
        R"({"api_key":"sk-top","active_config":"team","team":{"api_key":"sk-team"},"mine":{"api_key":"sk-mine"},"odd":1})";
    struct {
        std::string_view profile, expected;
    } const cases[] = {{"", "sk-team"}, {"default", "sk-top"}, {"team", "sk-team"}, {"mine", "sk-mine"}};
    for (auto const& c : cases) CHECK(read_config_file(text, path, c.profile).at("api_key").as_string() == c.expected);
    CHECK(contains(problem(text, "absent"), "\"absent\""));
    CHECK(contains(problem(text, "odd"), path));
    CHECK(contains(problem(R"({"active_config":"gone"})"), "\"gone\""));
    CHECK(problem(R"({"active_config":"gone"})", "default").empty());
}
