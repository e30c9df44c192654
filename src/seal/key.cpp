#include "seal/key.hpp"

#include "seal/base64.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <stdexcept>

namespace seal {
namespace {

std::string_view trim(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    auto const first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<key> from_hex(std::string_view text) {
    key result{};
    for (std::size_t i = 0; i < result.size(); ++i) {
        int const high = hex_value(text[2 * i]), low = hex_value(text[2 * i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        result[i] = static_cast<unsigned char>(high << 4 | low);
    }
    return result;
}

std::optional<key> from_bytes(std::optional<std::string> const& bytes) {
    key result{};
    if (!bytes || bytes->size() != result.size()) return std::nullopt;
    std::copy(bytes->begin(), bytes->end(), result.begin());
    return result;
}

key hmac(key const& secret, std::string_view text) {
    key digest{};
    auto const* bytes = reinterpret_cast<unsigned char const*>(text.data());
    if (!HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), bytes, text.size(), digest.data(), nullptr))
        throw std::runtime_error("HMAC-SHA256 is not available");
    return digest;
}

}  // namespace

key random_key() {
    key result{};
    if (RAND_bytes(result.data(), static_cast<int>(result.size())) != 1)
        throw std::runtime_error("no random bytes to be had");
    return result;
}

std::optional<key> parse_key(std::string_view text) {
    text = trim(text);
    if (text.size() == 64) return from_hex(text);
    if (text.find_first_of("-_") == std::string_view::npos && text.ends_with('=')) return from_bytes(from_base64(text));
    if (text.ends_with('=')) text.remove_suffix(1);  // base64url with padding, as Python writes it
    if (auto const url_safe = from_bytes(from_base64url(text))) return url_safe;
    return from_bytes(from_base64(std::string(text) + "="));
}

// The prefixes keep the two apart: a hash that is shown must never equal a key that is used.
key derive_key(key const& original, std::string_view use) {
    return hmac(original, "key:" + std::string(use));
}

std::string keyed_hash(key const& secret, std::string_view text, std::size_t digits) {
    std::string result = to_hex(hmac(secret, "hash:" + std::string(text)));
    result.resize(std::min(digits, result.size()));
    return result;
}

std::string to_hex(key const& bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * bytes.size());
    for (unsigned char const byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

}  // namespace seal
