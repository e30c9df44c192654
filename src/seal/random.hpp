#pragma once
// Unpredictable bytes from OpenSSL's generator: safe in all threads and after fork.

#include <cstddef>
#include <string>

namespace seal {

/// Throws std::runtime_error when the system has no entropy to give.
std::string random_bytes(std::size_t count);

/// base64url of that many random bytes: 16 give 22 characters that nobody guesses.
std::string random_id(std::size_t bytes = 16);

}  // namespace seal
