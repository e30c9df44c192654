#include "dashscope/acs3.hpp"

#include "support.hpp"

#include <fstream>
#include <sstream>

using namespace dashscope;
using namespace dashscope::test;

namespace {

struct vector_case {
    json::object expected;
    access_key key;
    acs3_message message;
};

text_pairs pairs_of(json::value const& from) {
    text_pairs pairs;
    for (auto const& [name, value] : from.as_object()) pairs.emplace_back(name, std::string(value.as_string()));
    return pairs;
}

// Computed with @alicloud/openapi-core and again independently.
std::vector<vector_case> vectors() {
    std::ostringstream text;
    text << std::ifstream(DASHSCOPE_TEST_DATA "/acs3-vectors.json").rdbuf();
    auto const file = json::parse(text.str());
    std::vector<vector_case> all;
    for (auto const& each : file.at("vectors").as_array()) {
        vector_case one;
        one.expected = each.as_object();
        one.key = {std::string(each.at("access_key_id").as_string()),
                   std::string(each.at("access_key_secret").as_string())};
        one.message = {std::string(each.at("method").as_string()),
                       std::string(each.at("pathname").as_string()),
                       pairs_of(each.at("query")),
                       {}};
        for (auto const& [name, value] : pairs_of(each.at("headers"))) one.message.fields.add(name, value);
        all.push_back(std::move(one));
    }
    return all;
}

acs3_message plain_message() {
    return {"GET", "/ws/memories", {{"maxResults", "10"}}, {{"host", "h"}, {"x-acs-content-sha256", "00"}}};
}

}  // namespace

TEST_CASE("every published vector holds") {
    auto const all = vectors();
    CHECK(all.size() == 3);
    for (auto const& one : all) {
        CAPTURE(one.expected.at("name"));
        CHECK(acs3_signature(one.key.secret, one.message) == one.expected.at("signature").as_string());
        if (auto const* query = one.expected.if_contains("canonical_query"))
            CHECK(acs3_query(one.message.query) == query->as_string());
        if (auto const* names = one.expected.if_contains("signed_headers"))
            CHECK(acs3_signed_names(one.message.fields) == names->as_string());
        CHECK(acs3_authorization(one.key, one.message) ==
              "ACS3-HMAC-SHA256 Credential=" + one.key.id + ",SignedHeaders=" + acs3_signed_names(one.message.fields) +
                  ",Signature=" + std::string(one.expected.at("signature").as_string()));
    }
}

TEST_CASE("one wrong byte anywhere changes the signature") {
    auto const right = vectors().front();
    auto const signature = right.expected.at("signature").as_string();
    auto differs = [&](std::string_view secret, acs3_message const& message) {
        CHECK(acs3_signature(secret, message) != signature);
    };
    differs(right.key.secret + "x", right.message);
    auto wrong = right.message;
    wrong.method = "GET";
    differs(right.key.secret, wrong);
    wrong = right.message;
    wrong.path += "/";
    differs(right.key.secret, wrong);
    for (std::size_t i = 0; i < right.message.query.size(); ++i) {
        wrong = right.message;
        wrong.query[i].second += ' ';
        differs(right.key.secret, wrong);
    }
    for (auto const& field : right.message.fields) {
        wrong = right.message;
        wrong.fields.set(field.name, field.value + "0");
        differs(right.key.secret, wrong);
    }
}

TEST_CASE("the canonical request, line by line") {
    auto message = plain_message();
    message.fields.add("X-Acs-Action", "  ListMemories ");
    message.fields.add("Accept", "application/json");
    message.fields.add("Content-Type", "application/json");
    CHECK(acs3_canonical_request(message) ==
          "GET\n/ws/memories\nmaxResults=10\ncontent-type:application/json\nhost:h\nx-acs-action:ListMemories\n"
          "x-acs-content-sha256:00\n\ncontent-type;host;x-acs-action;x-acs-content-sha256\n00");
}

TEST_CASE("queries are sorted and strictly encoded, paths brought into one form") {
    struct {
        text_pairs query;
        std::string_view text;
    } const queries[] = {
        {{}, ""},
        {{{"b", "2"}, {"a", "1"}, {"B", "0"}}, "B=0&a=1&b=2"},
        {{{"q", "a b+c*d~e!'()/?&="}}, "q=a%20b%2Bc%2Ad~e%21%27%28%29%2F%3F%26%3D"},
        {{{"q", ""}, {"k", "手机"}}, "k=%E6%89%8B%E6%9C%BA&q="},
    };
    for (auto const& c : queries) CHECK(acs3_query(c.query) == c.text);

    struct {
        std::string path;
        std::string_view line;
    } const paths[] = {
        {"", "/"},
        {"/a%20b", "/a%20b"},
        {"/a+b*c%7Ed", "/a%20b%2Ac~d"},
        {"/a/", "/a/"},
    };
    for (auto const& c : paths) {
        auto message = plain_message();
        message.path = c.path;
        CHECK(contains(acs3_canonical_request(message), "GET\n" + std::string(c.line) + "\n"));
    }
}

TEST_CASE("dates are UTC to the second") {
    using namespace std::chrono;
    struct {
        sys_seconds when;
        std::string_view text;
    } const cases[] = {
        {sys_seconds{}, "1970-01-01T00:00:00Z"},
        {sys_days{2026y / November / 21} + 8h, "2026-11-21T08:00:00Z"},
        {sys_days{2028y / February / 29} + 23h + 59min + 59s, "2028-02-29T23:59:59Z"},
    };
    for (auto const& c : cases) CHECK(acs3_date(c.when) == c.text);
    CHECK(acs3_date(sys_seconds{} + milliseconds(1999)) == "1970-01-01T00:00:01Z");
}
