#pragma once
// Where everything that looks random comes from: values are a function of the request and the seed, so that a test sees
// the same bytes on every run and every machine (std::uniform_int_distribution differs between libraries).

#include <cstdint>
#include <string>
#include <string_view>

namespace sandbox {

/// FNV-1a over `text`, begun from `seed`. Not for security.
std::uint64_t hash(std::string_view text, std::uint64_t seed);

/// SplitMix64. Distinct objects: safe. Shared objects: unsafe.
class generator {
public:
    explicit generator(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next();
    /// A number in [0, bound); 0 for a bound of 0.
    std::uint64_t below(std::uint64_t bound);
    /// A number in [0, 1).
    double unit();
    std::string hex(std::size_t digits);
    /// The form of DashScope's request ids: 8-4-4-4-12.
    std::string uuid();

private:
    std::uint64_t state_;
};

}  // namespace sandbox
