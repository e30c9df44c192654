#include "seal/random.hpp"

#include "seal/base64.hpp"

#include <openssl/rand.h>

#include <climits>
#include <stdexcept>

namespace seal {

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    if (count > INT_MAX || RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1)
        throw std::runtime_error("no random bytes to be had");
    return bytes;
}

std::string random_id(std::size_t bytes) {
    return base64url(random_bytes(bytes));
}

}  // namespace seal
