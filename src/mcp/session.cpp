#include "mcp/session.hpp"

#include "jsonrpc/utf8.hpp"
#include "seal/keyring.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace mcp {

namespace {

constexpr std::string_view purpose = "mcp-session";

// Client names go into every request's header: long ones are cut, they are only read by people and by wait tables.
constexpr std::size_t longest_client_name = 64;

struct trait_bit {
    bool client_traits::* member;
    unsigned bit;
};

constexpr trait_bit trait_bits[] = {{&client_traits::elicitation_form, 1},
                                    {&client_traits::elicitation_url, 2},
                                    {&client_traits::sampling, 4},
                                    {&client_traits::roots, 8},
                                    {&client_traits::tasks, 16}};

unsigned pack(client_traits const& client) {
    unsigned bits = 0;
    for (auto const& each : trait_bits)
        if (client.*each.member) bits |= each.bit;
    return bits;
}

// Cut between characters: half of one would not be read again.
std::string shortened(std::string_view name) {
    auto const beginning = name.substr(0, longest_client_name);
    return std::string(beginning.substr(0, jsonrpc::valid_utf8_prefix(beginning)));
}

}  // namespace

std::string seal_session(seal::keyring const& keys, session const& what, std::string_view principal,
                         std::chrono::system_clock::time_point now) {
    json::array const fields{what.nonce, to_string(what.version), pack(what.client), shortened(what.client.name),
                             shortened(what.client.version)};
    return keys.seal(purpose, principal, json::serialize(fields), now, session_lifetime);
}

std::optional<session> open_session(seal::keyring const& keys, std::string_view id, std::string_view principal,
                                    std::chrono::system_clock::time_point now) {
    auto const token = keys.open(purpose, principal, id, now);
    if (!token) return std::nullopt;
    // The payload is our own, but perhaps another version's.
    boost::system::error_code failed;
    auto const value = json::parse(token->payload, failed);
    if (failed || !value.is_array() || value.get_array().size() < 5) return std::nullopt;
    auto const& fields = value.get_array();
    auto const version = fields[1].is_string() ? parse_revision(fields[1].get_string()) : std::nullopt;
    if (!fields[0].is_string() || !version || !fields[2].is_int64() || !fields[3].is_string() || !fields[4].is_string())
        return std::nullopt;

    session result;
    result.nonce = fields[0].get_string();
    result.version = *version;
    for (auto const& each : trait_bits) result.client.*each.member = (fields[2].get_int64() & each.bit) != 0;
    result.client.name = fields[3].get_string();
    result.client.version = fields[4].get_string();
    return result;
}

}  // namespace mcp
