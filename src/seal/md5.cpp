#include "seal/md5.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace seal {

namespace {

void demand(int done) {
    // A library that was built for approved algorithms only has none.
    if (done != 1) throw std::runtime_error("MD5 is not available");
}

}  // namespace

void md5::freeing::operator()(evp_md_ctx_st* context) const {
    EVP_MD_CTX_free(context);
}

md5::md5() : context_(EVP_MD_CTX_new()) {
    demand(context_ ? EVP_DigestInit_ex(context_.get(), EVP_md5(), nullptr) : 0);
}

void md5::update(std::string_view bytes) {
    demand(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()));
}

std::string md5::hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned length = 0;
    demand(EVP_DigestFinal_ex(context_.get(), bytes.data(), &length));
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (unsigned i = 0; i < length; ++i) {
        text += digits[bytes[i] >> 4];
        text += digits[bytes[i] & 15];
    }
    return text;
}

}  // namespace seal
