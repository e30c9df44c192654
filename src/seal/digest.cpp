#include "seal/digest.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <span>
#include <stdexcept>

namespace seal {
namespace {

std::string hex(std::span<unsigned char const> bytes) {
    std::string text;
    text.reserve(2 * bytes.size());
    for (auto const byte : bytes) {
        text += "0123456789abcdef"[byte >> 4];
        text += "0123456789abcdef"[byte & 0x0F];
    }
    return text;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
    unsigned length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("SHA-256 is not available");
    return hex({digest.data(), length});
}

std::string hmac_sha256_hex(std::string_view secret, std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
    unsigned length = 0;
    auto const* bytes = reinterpret_cast<unsigned char const*>(text.data());
    if (!HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), bytes, text.size(), digest.data(), &length))
        throw std::runtime_error("HMAC-SHA256 is not available");
    return hex({digest.data(), length});
}

}  // namespace seal
