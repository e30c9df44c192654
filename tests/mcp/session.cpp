#include "mcp/session.hpp"

#include "harness.hpp"

using namespace mcp;
using namespace std::chrono_literals;

namespace {

std::chrono::system_clock::time_point const now{1'700'000'000s};

session example() {
    session made;
    made.nonce = "nonce";
    made.version = revision::v2025_06_18;
    made.client.name = "client";
    made.client.version = "7";
    made.client.elicitation_form = made.client.roots = true;
    return made;
}

}  // namespace

TEST_CASE("a session id says everything itself, to the one it was given to, for a day") {
    seal::keyring const keys(seal::random_key());
    auto const id = seal_session(keys, example(), "alice", now);
    for (char const c : id) CHECK((c > 0x20 && c < 0x7f));

    auto const opened = open_session(keys, id, "alice", now + session_lifetime - 1s);
    REQUIRE(opened);
    CHECK(opened->nonce == "nonce");
    CHECK(opened->version == revision::v2025_06_18);
    CHECK(opened->client.name == "client");
    CHECK(opened->client.version == "7");
    CHECK(opened->client.elicitation_form);
    CHECK(opened->client.roots);
    CHECK_FALSE(opened->client.elicitation_url);
    CHECK_FALSE(opened->client.sampling);

    CHECK_FALSE(open_session(keys, id, "bob", now));
    CHECK_FALSE(open_session(keys, id, "", now));
    CHECK_FALSE(open_session(keys, id, "alice", now + session_lifetime + 1s));
    CHECK_FALSE(open_session(seal::keyring(seal::random_key()), id, "alice", now));
    CHECK_FALSE(open_session(keys, id + "x", "alice", now));
    CHECK_FALSE(open_session(keys, "", "alice", now));
}

TEST_CASE("a client's long name does not make a long id") {
    seal::keyring const keys(seal::random_key());
    auto made = example();
    made.client.name = std::string(100'000, 'n');
    CHECK(seal_session(keys, made, "", now).size() < 400);
}

TEST_CASE("a client's long name is cut between characters") {
    seal::keyring const keys(seal::random_key());
    auto made = example();
    for (std::size_t before = 60; before <= 64; ++before) {
        made.client.name = std::string(before, 'n') + "百炼 \xF0\x9F\x98\x80";
        made.client.version = made.client.name;
        auto const opened = open_session(keys, seal_session(keys, made, "", now), "", now);
        REQUIRE(opened);
        CHECK(made.client.name.starts_with(opened->client.name));
        CHECK(opened->client.name.size() > 60 - 4);
        CHECK(opened->client.version == opened->client.name);
    }
}

TEST_CASE("a payload of another version of this program is no session") {
    seal::keyring const keys(seal::random_key());
    for (std::string_view payload : {"", "[]", "{}", R"(["n"])", R"([1,"2025-06-18",0,"",""])",
                                     R"(["n","1999-01-01",0,"",""])", R"(["n","2025-06-18","0","",""])", "["})
        CHECK_FALSE(open_session(keys, keys.seal("mcp-session", "", payload, now, session_lifetime), "", now));
}
