#include "tools/ownership.hpp"

#include "seal/key.hpp"

namespace tools {

std::string owner_mark(std::string_view principal) {
    if (principal.empty()) return {};
    // Not a secret: it only keeps names apart, and is the same in every process.
    static constexpr seal::key apart{};
    return "u" + seal::keyed_hash(apart, principal, 7);
}

namespace {

constexpr std::size_t longest_user = 64;

}  // namespace

std::string owned_name(std::string_view principal, std::string_view name, std::size_t longest) {
    return (owner_mark(principal) + std::string(name)).substr(0, longest);
}

bool owns(std::string_view principal, std::string_view id) {
    auto const mark = owner_mark(principal);
    return mark.empty() || id.find("-" + mark) != std::string_view::npos;
}

std::string memory_user(std::string_view principal, std::string_view given) {
    if (principal.empty()) return given.empty() ? "default" : std::string(given);
    auto const mark = owner_mark(principal);
    if (given.empty()) return mark;
    auto own = mark + "-" + std::string(given);
    if (own.size() <= longest_user) return own;
    static constexpr seal::key apart{};
    return mark + "-" + seal::keyed_hash(apart, given, 32);
}

}  // namespace tools
