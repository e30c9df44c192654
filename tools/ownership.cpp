#include "tools/ownership.hpp"

#include "seal/key.hpp"

namespace tools {

std::string owner_mark(std::string_view principal, std::size_t digits) {
    if (principal.empty()) return {};
    // Not a secret: it only keeps names apart, and is the same in every process.
    static constexpr seal::key apart{};
    return "u" + seal::keyed_hash(apart, principal, digits);
}

namespace {

constexpr std::size_t longest_user = 64;
constexpr std::size_t safe_digits = 16;

std::string bracketed(std::string_view mark) {
    return "[" + std::string(mark) + "]";
}

bool bears_a_mark(std::string_view text) {
    constexpr std::size_t length = safe_digits + 3;
    if (text.size() < length || !text.starts_with("[u") || text[length - 1] != ']') return false;
    return text.substr(2, safe_digits).find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

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
    auto const mark = owner_mark(principal, safe_digits);
    if (given.empty()) return mark;
    auto own = mark + "-" + std::string(given);
    if (own.size() <= longest_user) return own;
    static constexpr seal::key apart{};
    return mark + "-" + seal::keyed_hash(apart, given, 32);
}

std::string owned_text(std::string_view principal, std::string_view text) {
    if (principal.empty()) return std::string(text);
    auto const mark = bracketed(owner_mark(principal, safe_digits));
    return text.empty() ? mark : mark + " " + std::string(text);
}

read_text read_owned_text(std::string_view principal, std::string_view text) {
    if (principal.empty()) return {whose::mine, std::string(text)};
    if (!bears_a_mark(text)) return {whose::nobodys, std::string(text)};
    auto const mark = bracketed(owner_mark(principal, safe_digits));
    if (!text.starts_with(mark)) return {whose::anothers, std::string(text)};
    text.remove_prefix(mark.size());
    if (text.starts_with(' ')) text.remove_prefix(1);
    return {whose::mine, std::string(text)};
}

void keep_owned(std::string_view principal, boost::json::object& merged, boost::json::object const& before,
                std::initializer_list<std::string_view> names) {
    if (principal.empty()) return;
    for (auto const name : names) {
        auto const* was = before.if_contains(name);
        if (was)
            merged.insert_or_assign(name, *was);
        else
            merged.erase(name);
    }
}

}  // namespace tools
