#include "dashscope/secret.hpp"

#include "support.hpp"

using namespace dashscope;

TEST_CASE("a masked key shows at most its kind and its last four characters") {
    struct {
        std::string_view key, expected;
    } const cases[] = {
        {"", ""},
        {"sk-short", "…"},
        {"sk-0123456789abcd", "sk-…abcd"},
        {"LTAI5tExampleKeyId000", "…d000"},
    };
    for (auto const& c : cases) CHECK(masked(c.key) == c.expected);
}

TEST_CASE("a key is one printable ASCII word") {
    for (auto good : {"sk-1234", "sk-sp-abc_DEF.1", "anything+else/=~"}) CHECK(is_valid_api_key(good));
    for (auto bad :
         {"", " ", "sk-1 2", "sk-1\n", "sk-1\r\nX: y", "\"sk-1\"", "'sk-1'", "sk-schlüssel", "sk-\x7f", "sk-\x01"})
        CHECK_FALSE(is_valid_api_key(bad));
}

TEST_CASE("whatever looks like a credential is removed") {
    struct {
        std::string_view text, key, expected;
    } const cases[] = {
        {"plain words", "", "plain words"},
        {"key sk-abcdef123456 refused", "", "key *** refused"},
        {"Incorrect API key provided: sk-abc***def.", "", "Incorrect API key provided: sk-abc***def."},
        {"Authorization: Bearer abcdefgh12345", "", "Authorization: Bearer ***"},
        {"id LTAI5tExampleKeyId000!", "", "id ***!"},
        {"my own-secret-key, twice own-secret-key", "own-secret-key", "my ***, twice ***"},
        {"a short key is not torn out: k", "k", "a short key is not torn out: k"},
        {"task-1234567890 and disk-abcdefgh stay", "", "task-1234567890 and disk-abcdefgh stay"},
        {"sk-12 is too short", "", "sk-12 is too short"},
        {"sk-abcdefgh", "", "***"},
        {"Bearer of good news", "", "Bearer of good news"},
    };
    for (auto const& c : cases) CHECK(scrubbed(std::string(c.text), c.key) == c.expected);
}

TEST_CASE("one line: control characters, blanks, limits, broken UTF-8") {
    struct {
        std::string_view text;
        std::size_t limit;
        std::string_view expected;
    } const cases[] = {
        {"", 10, ""},
        {"  a\r\n\t b\x01\x7f c ", 100, "a b c"},
        {"abcdef", 6, "abcdef"},
        {"abcdef", 5, "abcde…"},
        {"模型不存在", 7, "模型…"},
        {"a\xff\xfe"
         "b",
         10, "a??b"},
        {"\xe6\xa8", 10, "??"},
    };
    for (auto const& c : cases) CHECK(one_line(c.text, c.limit) == c.expected);
}
