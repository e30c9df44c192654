#include "sandbox/digest.hpp"

#include "sandbox/random.hpp"
#include "sandbox/tone.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

namespace sandbox {
namespace {

unsigned char const* bytes_of(std::string_view text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}

int value_of(char digit) {
    if (digit >= 'A' && digit <= 'Z') return digit - 'A';
    if (digit >= 'a' && digit <= 'z') return digit - 'a' + 26;
    if (digit >= '0' && digit <= '9') return digit - '0' + 52;
    if (digit == '+' || digit == '-') return 62;
    if (digit == '/' || digit == '_') return 63;
    return -1;
}

bool is_blank(char c) {
    return c == '\n' || c == '\r' || c == ' ' || c == '\t';
}

}  // namespace

std::string oss_signature(std::string_view secret, std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
    unsigned int length = 0;
    HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), bytes_of(text), text.size(), digest.data(),
         &length);
    return base64({reinterpret_cast<char const*>(digest.data()), length});
}

std::string etag_of(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
    unsigned int length = 0;
    EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_md5(), nullptr);
    std::string text;
    for (unsigned int i = 0; i < length; ++i) {
        text += "0123456789ABCDEF"[digest[i] >> 4];
        text += "0123456789ABCDEF"[digest[i] & 15];
    }
    return text;
}

std::optional<std::string> from_base64(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    unsigned group = 0;
    int held = 0;
    bool padded = false;
    for (char c : text) {
        if (is_blank(c)) continue;
        if (c == '=') {
            padded = true;
            continue;
        }
        auto const value = value_of(c);
        if (value < 0 || padded) return std::nullopt;
        group = group << 6 | static_cast<unsigned>(value);
        held += 6;
        if (held < 8) continue;
        held -= 8;
        bytes += static_cast<char>(group >> held & 0xFFU);
    }
    if (held >= 6) return std::nullopt;
    return bytes;
}

std::string fingerprint(std::string_view text) {
    auto const first = hash(text, 1);
    return generator(first).hex(16) + generator(hash(text, 2)).hex(16);
}

}  // namespace sandbox
