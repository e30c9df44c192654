#include "mcp/request_state.hpp"

#include "mcp/request_error.hpp"
#include "seal/key.hpp"
#include "seal/keyring.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

using namespace std::chrono_literals;
namespace json = boost::json;

namespace {

struct bench {
    seal::keyring keys{seal::random_key()};
    std::chrono::system_clock::time_point now{1'700'000'000s};
    mcp::request_states states{[this]() -> seal::keyring const& { return keys; }, [this] { return now; }};

    mcp::answers_at_hand read(json::object const& params, std::string_view principal = {},
                              std::string const& method = "tools/call") {
        auto const text =
            json::serialize(json::object{{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", params}});
        jsonrpc::parser parser;
        jsonrpc::document document;
        REQUIRE_FALSE(parser.parse(text, document));
        auto const message = document.at(0);
        jsonrpc::arrival const from{text, nullptr, principal};
        return states.read({message, from, nullptr});
    }

    /// The text of the refusal; empty when there is none.
    std::string refusal(json::object const& params, std::string_view principal = {},
                        std::string const& method = "tools/call") {
        try {
            read(params, principal, method);
        } catch (mcp::request_error const& error) {
            CHECK(error.why().problem.code == jsonrpc::errc::invalid_params);
            return error.what();
        }
        return {};
    }
};

json::object params(char const* text) {
    return json::parse(text).as_object();
}

json::object with_state(json::object what, std::string const& state) {
    what["requestState"] = state;
    return what;
}

bool contains(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("answers travel with the client from round to round") {
    bench at;
    auto const call = params(R"({"name":"t","arguments":{"a":1,"b":[{"x":1,"y":2}]}})");
    auto first = call;
    first["inputResponses"] = {{"one", {{"action", "accept"}}}, {"two", {{"n", 1}}}};
    auto const round = at.read(first, "alice");
    CHECK(round.by_key.size() == 2);
    auto const state = at.states.seal(round, "alice");

    // The new answers come beside the old ones; an answer that is given again replaces.
    auto second = with_state(call, state);
    second["inputResponses"] = {{"two", {{"n", 2}}}, {"three", json::object()}};
    second["_meta"] = {{"progressToken", 7}};
    auto const next = at.read(second, "alice");
    CHECK(json::value(next.by_key) == json::parse(R"({"one":{"action":"accept"},"two":{"n":2},"three":{}})"));
    CHECK(next.request == round.request);
    CHECK(at.states.seal(next, "alice") != state);
    // The order of members says nothing.
    auto const turned = params(R"({"arguments":{"b":[{"y":2,"x":1}],"a":1},"name":"t"})");
    CHECK(at.refusal(with_state(turned, state), "alice").empty());
}

TEST_CASE("a state that is not good for this request is refused") {
    bench at;
    auto const call = params(R"({"name":"t","arguments":{"a":1}})");
    auto const state = at.states.seal(at.read(call, "alice"), "alice");
    CHECK(at.refusal(with_state(call, state), "alice").empty());

    for (auto const& changed : {state + "-TAMPERED", state.substr(1), std::string("x"), std::string()})
        CHECK(contains(at.refusal(with_state(call, changed), "alice"), "not one that this server gave"));
    CHECK(contains(at.refusal(with_state(call, state), "bob"), "not one that this server gave"));
    CHECK(contains(at.refusal(with_state(call, state), ""), "not one that this server gave"));
    for (auto const* other : {R"({"name":"u","arguments":{"a":1}})", R"({"name":"t","arguments":{"a":2}})",
                              R"({"name":"t"})", R"({"name":"t","arguments":{"a":1},"more":1})"})
        CHECK(contains(at.refusal(with_state(params(other), state), "alice"), "another request"));
    CHECK(contains(at.refusal(with_state(call, state), "alice", "prompts/get"), "another request"));

    at.now += 14min;
    CHECK(at.refusal(with_state(call, state), "alice").empty());
    at.now += 2min;
    CHECK(contains(at.refusal(with_state(call, state), "alice"), "expired"));
    // Another token of ours is no state.
    auto const session = at.keys.seal("session", "alice", "{}", at.now, 1h);
    CHECK(contains(at.refusal(with_state(call, session), "alice"), "not one that this server gave"));
    auto const older = at.keys.seal("request-state", "alice", R"(["other"])", at.now, 1h);
    CHECK(contains(at.refusal(with_state(call, older), "alice"), "another version"));
}

TEST_CASE("what is no response, or too long to carry, is refused") {
    bench at;
    CHECK(contains(at.refusal(params(R"({"inputResponses":null})")), "must be an object"));
    CHECK(contains(at.refusal(params(R"({"inputResponses":[]})")), "must be an object"));
    CHECK(contains(at.refusal(params(R"({"inputResponses":{"k":12345}})")), "each of inputResponses"));
    CHECK(contains(at.refusal(params(R"({"requestState":5})")), "must be a string"));
    auto long_one = at.read(params(R"({"name":"t"})"));
    long_one.by_key["k"] = {{"text", std::string(6000, 'x')}};
    CHECK_THROWS_AS(at.states.seal(long_one, ""), mcp::request_error);
}
