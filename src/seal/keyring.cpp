#include "seal/keyring.hpp"

#include "seal/base64.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stdexcept>

namespace seal {
namespace {

constexpr std::string_view version = "v1.";
constexpr std::size_t key_id_size = 6;
constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;
constexpr std::size_t time_size = 5;  // seconds since 1970 in 40 bits: enough for 34 000 years
constexpr std::int64_t last_second = (std::int64_t{1} << 8 * time_size) - 1;

static_assert(version.size() + key_id_size + 1 + (nonce_size + 2 * time_size + max_payload + tag_size + 2) / 3 * 4 <=
              max_token);

struct context_deleter {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using context = std::unique_ptr<EVP_CIPHER_CTX, context_deleter>;

void check(int outcome) {
    if (outcome != 1) throw std::runtime_error("AES-256-GCM failed");
}

unsigned char* octets(char* bytes) {
    return reinterpret_cast<unsigned char*>(bytes);
}

unsigned char const* octets(std::string_view bytes) {
    return reinterpret_cast<unsigned char const*>(bytes.data());
}

/// The key schedule is computed once; each message then sets only its nonce.
context make_context(key const& secret, bool encrypt) {
    context result(EVP_CIPHER_CTX_new());
    if (!result) throw std::bad_alloc();
    check(EVP_CipherInit_ex(result.get(), EVP_aes_256_gcm(), nullptr, secret.data(), nullptr, encrypt ? 1 : 0));
    return result;
}

void write_time(char* out, std::chrono::sys_seconds time) {
    auto const seconds = static_cast<std::uint64_t>(time.time_since_epoch().count());
    for (std::size_t i = 0; i < time_size; ++i) out[i] = static_cast<char>(seconds >> 8 * (time_size - 1 - i) & 255);
}

std::chrono::sys_seconds read_time(std::string_view bytes) {
    std::int64_t seconds = 0;
    for (std::size_t i = 0; i < time_size; ++i) seconds = seconds << 8 | static_cast<unsigned char>(bytes[i]);
    return std::chrono::sys_seconds(std::chrono::seconds(seconds));
}

std::chrono::sys_seconds clamp(std::chrono::sys_seconds time) {
    using namespace std::chrono;
    return std::clamp(time, sys_seconds(seconds(0)), sys_seconds(seconds(last_second)));
}

/// The purpose's length stands first, or "ab" + "c" would authenticate as "a" + "bc".
std::string additional_data(std::string_view purpose, std::string_view principal) {
    std::string result;
    result.reserve(version.size() + 24 + purpose.size() + principal.size());
    result.append(version);
    result.append(std::to_string(purpose.size())).push_back(':');
    result.append(purpose).append(principal);
    return result;
}

struct token_parts {
    std::string_view key_id;
    std::string body;
};

std::optional<token_parts> take_apart(std::string_view token) {
    if (token.size() > max_token || !token.starts_with(version)) return std::nullopt;
    token.remove_prefix(version.size());
    if (token.size() <= key_id_size || token[key_id_size] != '.') return std::nullopt;
    auto body = from_base64url(token.substr(key_id_size + 1));
    if (!body || body->size() < nonce_size + 2 * time_size + tag_size) return std::nullopt;
    return token_parts{token.substr(0, key_id_size), std::move(*body)};
}

class category final : public boost::system::error_category {
public:
    char const* name() const noexcept override { return "seal"; }
    std::string message(int code) const override {
        switch (static_cast<open_errc>(code)) {
            case open_errc::malformed:
                return "not a token of this server";
            case open_errc::unknown_key:
                return "the token was made with a key this server does not have";
            case open_errc::tampered:
                return "the token was changed, or belongs to someone or something else";
            case open_errc::expired:
                return "the token has expired";
        }
        return "unknown error";
    }
};

}  // namespace

boost::system::error_category const& open_category() {
    static category const instance;
    return instance;
}

boost::system::error_code make_error_code(open_errc code) {
    return {static_cast<int>(code), open_category()};
}

/// One key with its cipher contexts.
class keyring::slot {
public:
    explicit slot(key const& secret)
        : id_(to_hex(derive_key(secret, "seal id")).substr(0, key_id_size)),
          encrypt_(make_context(derive_key(secret, "seal cipher"), true)),
          decrypt_(make_context(derive_key(secret, "seal cipher"), false)) {}

    std::string const& id() const { return id_; }

    /// nonce | ciphertext | tag
    std::string encrypt(std::string_view aad, std::string_view plain) {
        std::string out(nonce_size + plain.size() + tag_size, '\0');
        unsigned char* const nonce = octets(out.data());
        unsigned char* const cipher = nonce + nonce_size;
        int written = 0;
        check(RAND_bytes(nonce, nonce_size));
        std::lock_guard const lock(mutex_);
        check(EVP_EncryptInit_ex(encrypt_.get(), nullptr, nullptr, nullptr, nonce));
        check(EVP_EncryptUpdate(encrypt_.get(), nullptr, &written, octets(aad), static_cast<int>(aad.size())));
        check(EVP_EncryptUpdate(encrypt_.get(), cipher, &written, octets(plain), static_cast<int>(plain.size())));
        check(EVP_EncryptFinal_ex(encrypt_.get(), cipher + written, &written));
        check(EVP_CIPHER_CTX_ctrl(encrypt_.get(), EVP_CTRL_AEAD_GET_TAG, tag_size, cipher + plain.size()));
        return out;
    }

    std::optional<std::string> decrypt(std::string_view aad, std::string& sealed) {
        std::size_t const size = sealed.size() - nonce_size - tag_size;
        unsigned char* const nonce = octets(sealed.data());
        unsigned char* const cipher = nonce + nonce_size;
        std::string plain(size, '\0');
        int written = 0;
        std::lock_guard const lock(mutex_);
        check(EVP_DecryptInit_ex(decrypt_.get(), nullptr, nullptr, nullptr, nonce));
        check(EVP_DecryptUpdate(decrypt_.get(), nullptr, &written, octets(aad), static_cast<int>(aad.size())));
        check(EVP_DecryptUpdate(decrypt_.get(), octets(plain.data()), &written, cipher, static_cast<int>(size)));
        check(EVP_CIPHER_CTX_ctrl(decrypt_.get(), EVP_CTRL_AEAD_SET_TAG, tag_size, cipher + size));
        if (EVP_DecryptFinal_ex(decrypt_.get(), octets(plain.data()) + written, &written) == 1) return plain;
        ERR_clear_error();  // or the next TLS operation of this thread would take the failure for its own
        return std::nullopt;
    }

private:
    std::string id_;
    std::mutex mutex_;
    context encrypt_;
    context decrypt_;
};

keyring::keyring(key const& current, std::span<key const> previous) {
    slots_.push_back(std::make_unique<slot>(current));
    for (key const& old : previous) slots_.push_back(std::make_unique<slot>(old));
}

keyring::~keyring() = default;
keyring::keyring(keyring&&) noexcept = default;
keyring& keyring::operator=(keyring&&) noexcept = default;

std::string keyring::seal(std::string_view purpose, std::string_view principal, std::string_view payload,
                          time_point now, std::chrono::seconds ttl) const {
    using namespace std::chrono;
    if (payload.size() > max_payload) throw std::length_error("the payload of a token is too long");
    auto const life = std::clamp(ttl, seconds(0), seconds(last_second));
    std::string plain(2 * time_size, '\0');
    write_time(plain.data(), clamp(floor<seconds>(now)));
    write_time(plain.data() + time_size, clamp(ceil<seconds>(now) + life));
    plain.append(payload);

    slot& current = *slots_.front();
    std::string const body = current.encrypt(additional_data(purpose, principal), plain);
    std::string token;
    token.reserve(version.size() + key_id_size + 1 + (body.size() + 2) / 3 * 4);
    token.append(version).append(current.id()).push_back('.');
    token.append(base64url(body));
    return token;
}

boost::system::result<opened> keyring::open(std::string_view purpose, std::string_view principal,
                                            std::string_view token, time_point now) const {
    auto parts = take_apart(token);
    if (!parts) return open_errc::malformed;
    std::string const aad = additional_data(purpose, principal);
    bool known = false;
    for (auto const& candidate : slots_) {
        if (candidate->id() != parts->key_id) continue;
        known = true;
        auto plain = candidate->decrypt(aad, parts->body);
        if (!plain) continue;
        opened result{{}, read_time(*plain), read_time(std::string_view(*plain).substr(time_size))};
        if (std::chrono::floor<std::chrono::seconds>(now) >= result.expires) return open_errc::expired;
        plain->erase(0, 2 * time_size);
        result.payload = std::move(*plain);
        return result;
    }
    return known ? open_errc::tampered : open_errc::unknown_key;
}

}  // namespace seal
