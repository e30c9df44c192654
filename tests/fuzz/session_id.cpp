// Session ids. Bytes that nobody sealed never open; a sealed id opens as it is, and not with any change to it.

#include "mcp/session.hpp"
#include "seal/keyring.hpp"

#include "support.hpp"

namespace {

constexpr std::chrono::system_clock::time_point now{std::chrono::seconds(1'700'000'000)};
constexpr std::string_view owner = "someone";

seal::keyring const& keys() {
    static seal::keyring const ring(seal::key{1, 2, 3});
    return ring;
}

std::string const& sealed() {
    static std::string const id =
        mcp::seal_session(keys(), mcp::session{"nonce", mcp::revision::v2025_11_25, {}}, owner, now);
    return id;
}

// Each three bytes of the input are one change: set, insert or delete a character.
std::string changed(std::string id, std::string_view changes) {
    for (; changes.size() >= 3 && !id.empty(); changes.remove_prefix(3)) {
        auto const at = static_cast<unsigned char>(changes[0]) % id.size();
        auto const where = id.begin() + static_cast<std::ptrdiff_t>(at);
        if (changes[1] % 4 == 0)
            id.erase(where);
        else if (changes[1] % 4 == 1)
            id.insert(where, changes[2]);
        else
            *where = changes[2];
    }
    return id;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = fuzz::view(data, size);
    REQUIRE(mcp::open_session(keys(), sealed(), owner, now));
    REQUIRE(!mcp::open_session(keys(), sealed(), "another", now));
    REQUIRE(!mcp::open_session(keys(), text, owner, now));
    auto const id = changed(sealed(), text);
    REQUIRE(mcp::open_session(keys(), id, owner, now).has_value() == (id == sealed()));
    // What a client says of itself goes into its id whatever it is.
    mcp::client_traits client;
    client.name = text;
    auto const named = mcp::seal_session(keys(), mcp::session{"nonce", mcp::revision::v2025_03_26, client}, owner, now);
    REQUIRE(mcp::open_session(keys(), named, owner, now));
    return 0;
}
