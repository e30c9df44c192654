#include "mcp/request_state.hpp"

#include "mcp/request_error.hpp"
#include "seal/digest.hpp"
#include "seal/keyring.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <vector>

namespace json = boost::json;

namespace mcp {

namespace {

constexpr std::string_view purpose = "request-state";

// A user needs time for a form, and none of it is paid for.
constexpr std::chrono::minutes lifetime{15};

request_error refused(std::string why) {
    return request_error({jsonrpc::errc::invalid_params, "Invalid params: " + std::move(why), nullptr});
}

void append_sorted(std::string& out, json::value const& what);

void append_members(std::string& out, std::vector<json::key_value_pair const*> members) {
    std::ranges::sort(members, {}, [](auto const* each) { return each->key(); });
    out += '{';
    for (auto const* each : members) {
        if (out.back() != '{') out += ',';
        jsonrpc::append_quoted(out, each->key());
        out += ':';
        append_sorted(out, each->value());
    }
    out += '}';
}

void append_sorted(std::string& out, json::value const& what) {
    if (auto const* object = what.if_object()) {
        std::vector<json::key_value_pair const*> members;
        for (auto const& each : *object) members.push_back(&each);
        append_members(out, std::move(members));
    } else if (auto const* array = what.if_array()) {
        out += '[';
        for (auto const& each : *array) {
            if (out.back() != '[') out += ',';
            append_sorted(out, each);
        }
        out += ']';
    } else {
        out += json::serialize(what);
    }
}

// What a client adds to each round, and what says who it is.
bool is_of_the_round(std::string_view name) {
    return name == "_meta" || name == "inputResponses" || name == "requestState";
}

json::object const* responses_of(incoming_request const& incoming) {
    auto const* given = incoming.parameter("inputResponses");
    if (!given) return nullptr;
    auto const* responses = given->if_object();
    if (!responses) throw refused("inputResponses must be an object");
    for (auto const& [key, response] : *responses)
        if (!response.is_object()) throw refused("each of inputResponses must be an object");
    return responses;
}

}  // namespace

std::string request_digest(std::string_view method, json::object const& params) {
    std::string text(method);
    std::vector<json::key_value_pair const*> members;
    for (auto const& each : params)
        if (!is_of_the_round(each.key())) members.push_back(&each);
    append_members(text += ' ', std::move(members));
    return seal::sha256_hex(text);
}

answers_at_hand request_states::read(incoming_request const& incoming) const {
    static json::object const none;
    answers_at_hand result;
    result.request = request_digest(incoming.message.method, incoming.message.params ? *incoming.message.params : none);
    auto const* responses = responses_of(incoming);
    if (auto const* state = incoming.parameter("requestState")) {
        if (!state->is_string()) throw refused("requestState must be a string");
        add_sealed(state->get_string(), incoming.from.principal, result);
    }
    if (!responses) return result;
    for (auto const& [key, response] : *responses) result.by_key.insert_or_assign(key, response);
    return result;
}

void request_states::add_sealed(std::string_view state, std::string_view principal, answers_at_hand& to) const {
    auto const opened = keys_().open(purpose, principal, state, now_());
    if (!opened) {
        if (opened.error() == seal::open_errc::expired)
            throw refused("requestState has expired: send the request again without it");
        throw refused("requestState is not one that this server gave to you: send the request again without it");
    }
    // The payload is our own, but perhaps another version's.
    boost::system::error_code failed;
    auto const payload = json::parse(opened->payload, failed);
    auto const* object = payload.if_object();
    auto const* request = object ? object->if_contains("r") : nullptr;
    auto const* answers = object ? object->if_contains("a") : nullptr;
    if (failed || !request || !answers || !answers->is_object())
        throw refused("requestState is of another version: send the request again without it");
    if (*request != json::string(to.request))
        throw refused("requestState belongs to another request: it is good for the same method and arguments only");
    to.by_key = answers->get_object();
}

std::string request_states::seal(answers_at_hand const& what, std::string_view principal) const {
    auto const payload = json::serialize(json::object{{"r", what.request}, {"a", what.by_key}});
    if (payload.size() > seal::max_payload) throw refused("the answers are too long to go on with; give shorter ones");
    return keys_().seal(purpose, principal, payload, now_(), lifetime);
}

}  // namespace mcp
