#include "seal/keyring.hpp"

#include "seal/base64.hpp"
#include "seal/random.hpp"

#include <doctest/doctest.h>

#include <openssl/err.h>

#include <atomic>
#include <cctype>
#include <chrono>
#include <map>
#include <random>
#include <set>
#include <thread>

using namespace std::chrono_literals;
using seal::open_errc;

namespace {

constexpr seal::keyring::time_point start{1'800'000'000s};

seal::key key_of(unsigned char byte) {
    seal::key key;
    key.fill(byte);
    return key;
}

struct fixture {
    seal::keyring ring{key_of(1)};
    std::string token = ring.seal("session", "alice", "payload", start, 60s);

    boost::system::error_code error_of(std::string_view text, seal::keyring::time_point now = start) const {
        return ring.open("session", "alice", text, now).error();
    }
};

}  // namespace

TEST_CASE("keyring: what is sealed opens") {
    seal::keyring const ring(key_of(1));
    std::string bytes;
    for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
    for (std::string const& payload :
         {std::string(), std::string(1, '\0'), std::string("text"), bytes, std::string(seal::max_payload, 'x')}) {
        auto const token = ring.seal("session", "alice", payload, start, 1h);
        CHECK(token.size() <= seal::max_token);
        auto const opened = ring.open("session", "alice", token, start + 10min);
        REQUIRE(opened.has_value());
        CHECK(opened->payload == payload);
        CHECK(opened->issued == start);
        CHECK(opened->expires == start + 1h);
    }
}

TEST_CASE("keyring: a token of another implementation opens: the format is fixed") {
    // Made in Python: key 32 times 0x01, nonce 00 01 … 0b, HMAC-SHA256("key:seal id") and ("key:seal cipher"),
    // additional data "v1.7:sessionalice", both times in 40 bits, big endian.
    constexpr std::string_view token =
        "v1.68fa34.AAECAwQFBgcICQoL1VVV1vjyFclh0Yf7RfYg6NEcHrXKR8pTTGy8ftGIZCpHdzf0qS61vQ";
    auto const opened = seal::keyring(key_of(1)).open("session", "alice", token, start);
    REQUIRE(opened.has_value());
    CHECK(opened->payload == "from elsewhere");
    CHECK(opened->issued == start);
    CHECK(opened->expires == start + 60s);
}

TEST_CASE("keyring: how long tokens are") {
    struct {
        std::size_t payload, token;
    } const cases[] = {{0, 61}, {1, 62}, {36, 109}, {100, 194}, {seal::max_payload, 8061}};
    seal::keyring const ring(key_of(1));
    for (auto const& [payload, token] : cases)
        CHECK(ring.seal("p", "q", std::string(payload, 'x'), start, 1h).size() == token);
}

TEST_CASE("keyring: no other division of purpose and principal opens it") {
    std::string const both = "1:session2:alice";
    seal::keyring const ring(key_of(1));
    for (std::size_t cut = 0; cut <= both.size(); ++cut) {
        auto const token = ring.seal(both.substr(0, cut), both.substr(cut), "x", start, 60s);
        for (std::size_t other = 0; other <= both.size(); ++other)
            CHECK(ring.open(both.substr(0, other), both.substr(other), token, start).has_value() == (other == cut));
    }
}

TEST_CASE("keyring: any bytes may be purpose, principal and payload") {
    std::mt19937 generator(1);  // the same bytes each time
    auto const bytes = [&](std::size_t most) {
        std::string result;
        for (std::size_t left = generator() % (most + 1); left > 0; --left)
            result.push_back(static_cast<char>(generator() & 255));
        return result;
    };
    seal::keyring const ring(key_of(1));
    for (int round = 0; round < 500; ++round) {
        auto const purpose = bytes(30), principal = bytes(300), payload = bytes(3000);
        auto const opened = ring.open(purpose, principal, ring.seal(purpose, principal, payload, start, 60s), start);
        REQUIRE(opened.has_value());
        CHECK(opened->payload == payload);
    }
}

TEST_CASE("keyring: a payload above the limit is a defect of the caller") {
    seal::keyring const ring(key_of(1));
    CHECK_THROWS_AS(ring.seal("session", "", std::string(seal::max_payload + 1, 'x'), start, 1h), std::length_error);
}

TEST_CASE_FIXTURE(fixture, "keyring: the text form is safe in headers and URLs and shows nothing") {
    CHECK(token.starts_with("v1."));
    for (char const c : token) CHECK((std::isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-' || c == '_'));
    auto const decoded = seal::from_base64url(token.substr(token.rfind('.') + 1));
    REQUIRE(decoded);
    CHECK(decoded->find("payload") == std::string::npos);
}

TEST_CASE_FIXTURE(fixture, "keyring: no two tokens are equal") {
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) CHECK(seen.insert(ring.seal("session", "alice", "payload", start, 60s)).second);
}

TEST_CASE_FIXTURE(fixture, "keyring: every changed character is refused") {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+/= %\n";
    for (std::size_t i = 0; i < token.size(); ++i) {
        for (char const c : alphabet) {
            if (c == token[i]) continue;
            std::string changed = token;
            changed[i] = c;
            CAPTURE(changed);
            CHECK(error_of(changed).category() == seal::open_category());
        }
    }
    CHECK_FALSE(error_of(token));
}

TEST_CASE_FIXTURE(fixture, "keyring: cut, extended and rearranged tokens are refused") {
    for (std::size_t size = 0; size < token.size(); ++size) {
        CHECK(error_of(std::string_view(token).substr(0, size)));
        CHECK(error_of(std::string_view(token).substr(token.size() - size)));
    }
    CHECK(error_of(token + "A"));
    CHECK(error_of(token + "AAAA"));
    CHECK(error_of(token + "="));
    CHECK(error_of(token + "\n"));
    CHECK(error_of(" " + token));
    CHECK(error_of(token + token));
    CHECK(error_of(token + ".x"));
}

TEST_CASE_FIXTURE(fixture, "keyring: which error") {
    auto const kid_at = std::size_t{3};
    std::string unknown = token;
    unknown.replace(kid_at, 6, "zzzzzz");
    std::string tampered = token;
    tampered[20] = tampered[20] == 'A' ? 'B' : 'A';
    struct {
        std::string token;
        open_errc expected;
    } const cases[] = {
        {"", open_errc::malformed},
        {"v1", open_errc::malformed},
        {"v1.", open_errc::malformed},
        {"v1.abcdef", open_errc::malformed},
        {"v1.abcdef.", open_errc::malformed},
        {"v1.abcdef.AAAA", open_errc::malformed},
        {"v2" + token.substr(2), open_errc::malformed},
        {"V1" + token.substr(2), open_errc::malformed},
        {token.substr(0, token.size() - 1) + "=", open_errc::malformed},
        {unknown, open_errc::unknown_key},
        {tampered, open_errc::tampered},
    };
    for (auto const& [text, expected] : cases) {
        CAPTURE(text);
        CHECK(error_of(text) == expected);
    }
}

TEST_CASE_FIXTURE(fixture, "keyring: a token above the limit is refused unread") {
    std::string const long_one = token.substr(0, 10) + std::string(seal::max_token - 9, 'A');
    CHECK(long_one.size() == seal::max_token + 1);
    CHECK(error_of(long_one) == open_errc::malformed);
    std::string const longest = token.substr(0, 10) + std::string(seal::max_token - 10, 'A');
    CHECK(error_of(longest) == open_errc::tampered);
}

TEST_CASE_FIXTURE(fixture, "keyring: another purpose or principal does not open it") {
    struct {
        std::string purpose, principal;
    } const cases[] = {
        {"session", "bob"},   {"session", ""},      {"session", "alice "}, {"task", "alice"},      {"", "alice"},
        {"sessiona", "lice"}, {"sessio", "nalice"}, {"alice", "session"},  {"session1:", "alice"},
    };
    for (auto const& [purpose, principal] : cases) {
        CAPTURE(purpose);
        CAPTURE(principal);
        CHECK(ring.open(purpose, principal, token, start).error() == open_errc::tampered);
    }
}

TEST_CASE("keyring: previous keys open, the current one seals") {
    seal::keyring const before(key_of(1));
    auto const old_token = before.seal("session", "alice", "old", start, 1h);

    seal::key const previous[] = {key_of(1), key_of(3)};
    seal::keyring const after(key_of(2), previous);
    auto const opened = after.open("session", "alice", old_token, start);
    REQUIRE(opened.has_value());
    CHECK(opened->payload == "old");

    auto const new_token = after.seal("session", "alice", "new", start, 1h);
    CHECK(after.open("session", "alice", new_token, start).has_value());
    CHECK(before.open("session", "alice", new_token, start).error() == open_errc::unknown_key);
    CHECK(seal::keyring(key_of(2)).open("session", "alice", old_token, start).error() == open_errc::unknown_key);
}

TEST_CASE("keyring: keys whose ids collide are both tried") {
    // Ids have 24 bits: among some thousand keys two share one.
    std::map<std::string, seal::key> by_id;
    for (unsigned number = 0;; ++number) {
        seal::key candidate{};
        for (std::size_t i = 0; i < 4; ++i) candidate[i] = static_cast<unsigned char>(number >> 8 * i);
        auto const [place, is_new] =
            by_id.emplace(seal::to_hex(seal::derive_key(candidate, "seal id")).substr(0, 6), candidate);
        if (is_new) continue;
        seal::key const previous[] = {place->second};
        seal::keyring const ring(candidate, previous), old(place->second), fresh(candidate);
        auto const old_token = old.seal("session", "", "old", start, 60s);
        auto const new_token = ring.seal("session", "", "new", start, 60s);
        REQUIRE(old_token.substr(0, 10) == new_token.substr(0, 10));
        CHECK(ring.open("session", "", old_token, start)->payload == "old");
        CHECK(ring.open("session", "", new_token, start)->payload == "new");
        CHECK(fresh.open("session", "", old_token, start).error() == open_errc::tampered);
        break;
    }
}

TEST_CASE("keyring: a previous key's token expires as any other") {
    seal::key const previous[] = {key_of(1)};
    seal::keyring const ring(key_of(2), previous);
    auto const token = seal::keyring(key_of(1)).seal("session", "", "x", start, 60s);
    CHECK(ring.open("session", "", token, start + 59s).has_value());
    CHECK(ring.open("session", "", token, start + 60s).error() == open_errc::expired);
}

TEST_CASE("keyring: replicas with one key read each other's tokens") {
    seal::keyring const one(key_of(7)), other(key_of(7));
    CHECK(other.open("task", "", one.seal("task", "", "id", start, 1h), start).has_value());
}

TEST_CASE("keyring: expiry") {
    seal::keyring const ring(key_of(1));
    struct {
        std::chrono::milliseconds issued_after;
        std::chrono::seconds ttl;
        std::chrono::milliseconds opened_after;
        bool good;
    } const cases[] = {
        {0ms, 60s, 0ms, true},
        {0ms, 60s, 59'999ms, true},
        {0ms, 60s, 60'000ms, false},
        {0ms, 60s, 60'001ms, false},
        {0ms, 60s, -10'000ms, true},   // a replica whose clock is behind
        {400ms, 60s, 60'400ms, true},  // never shorter than asked for
        {400ms, 60s, 60'999ms, true},
        {400ms, 60s, 61'000ms, false},
        {0ms, 0s, 0ms, false},
        {0ms, -5s, 0ms, false},
        {0ms, std::chrono::seconds::max(), std::chrono::hours(24 * 365 * 100), true},
        {0ms, std::chrono::seconds::min(), 0ms, false},
    };
    for (auto const& [issued_after, ttl, opened_after, good] : cases) {
        CAPTURE(ttl.count());
        CAPTURE(opened_after.count());
        auto const token = ring.seal("session", "alice", "x", start + issued_after, ttl);
        auto const opened = ring.open("session", "alice", token, start + opened_after);
        CHECK(opened.has_value() == good);
        if (!good) CHECK(opened.error() == open_errc::expired);
    }
}

TEST_CASE("keyring: times before 1970 do no harm") {
    seal::keyring const ring(key_of(1));
    auto const token = ring.seal("session", "", "x", seal::keyring::time_point{-1000s}, 60s);
    CHECK(ring.open("session", "", token, seal::keyring::time_point{-1000s})->issued == std::chrono::sys_seconds{});
}

TEST_CASE_FIXTURE(fixture, "keyring: expiry is told only to the owner") {
    CHECK(ring.open("session", "alice", token, start + 1h).error() == open_errc::expired);
    CHECK(ring.open("session", "bob", token, start + 1h).error() == open_errc::tampered);
}

TEST_CASE_FIXTURE(fixture, "keyring: a failure leaves nothing behind") {
    std::string changed = token;
    changed.back() = changed.back() == 'A' ? 'Q' : 'A';
    for (int i = 0; i < 3; ++i) {
        CHECK(error_of(changed));
        CHECK(ERR_peek_error() == 0);
        CHECK_FALSE(error_of(token));
    }
}

TEST_CASE_FIXTURE(fixture, "keyring: random garbage never opens") {
    std::mt19937 generator(20261121);  // the same garbage each time
    std::uniform_int_distribution<int> byte(0, 255), size(0, 300), shape(0, 3);
    for (int round = 0; round < 10'000; ++round) {
        std::string garbage;
        for (int left = size(generator); left > 0; --left) garbage.push_back(static_cast<char>(byte(generator)));
        switch (shape(generator)) {
            case 0:
                break;
            case 1:
                garbage = "v1." + garbage;
                break;
            case 2:
                garbage = token.substr(0, 10) + seal::base64url(garbage);
                break;
            case 3:
                garbage = token.substr(0, garbage.size() % token.size()) + garbage;
                break;
        }
        CHECK(error_of(garbage).failed());
    }
}

TEST_CASE("keyring: threads may share one") {
    seal::keyring const ring(key_of(1));
    std::atomic<int> opened = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 500; ++i) {
                auto const payload = std::to_string(t) + ":" + std::to_string(i);
                auto const token = ring.seal("session", "alice", payload, start, 60s);
                auto const back = ring.open("session", "alice", token, start);
                if (back && back->payload == payload) ++opened;
            }
        });
    for (auto& thread : threads) thread.join();
    CHECK(opened == 2000);
}

TEST_CASE("keyring: moved") {
    seal::keyring ring(key_of(1));
    auto const token = ring.seal("session", "", "x", start, 60s);
    seal::keyring other(std::move(ring));
    CHECK(other.open("session", "", token, start).has_value());
    other = seal::keyring(key_of(2));
    CHECK_FALSE(other.open("session", "", token, start).has_value());
}

TEST_CASE("keyring: each error has its sentence") {
    std::set<std::string> sentences;
    for (auto const code : {open_errc::malformed, open_errc::unknown_key, open_errc::tampered, open_errc::expired})
        sentences.insert(make_error_code(code).message());
    CHECK(sentences.size() == 4);
    CHECK(seal::open_category().message(99) == "unknown error");
    CHECK(std::string(seal::open_category().name()) == "seal");
}

TEST_CASE("keyring: cost of one request" * doctest::skip()) {  // run with --no-skip
    seal::keyring const ring(key_of(1));
    std::string const payload(100, 'x');
    auto const token = ring.seal("session", "alice", payload, start, 60s);
    int constexpr rounds = 200'000;
    auto const begin = std::chrono::steady_clock::now();
    for (int i = 0; i < rounds; ++i) (void)ring.open("session", "alice", token, start);
    auto const middle = std::chrono::steady_clock::now();
    for (int i = 0; i < rounds; ++i) (void)ring.seal("session", "alice", payload, start, 60s);
    auto const end = std::chrono::steady_clock::now();
    MESSAGE("open: ", std::chrono::nanoseconds(middle - begin).count() / rounds, " ns");
    MESSAGE("seal: ", std::chrono::nanoseconds(end - middle).count() / rounds, " ns");
}
