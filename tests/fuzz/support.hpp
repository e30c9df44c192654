#pragma once
// What the fuzz targets share. Each is one function, LLVMFuzzerTestOneInput, that takes any bytes.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

/// A property that must hold for every input. Not `assert`: it holds in every build.
#define REQUIRE(condition)                                                                     \
    do {                                                                                       \
        if (!(condition)) {                                                                    \
            std::fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #condition); \
            std::abort();                                                                      \
        }                                                                                      \
    } while (false)

namespace fuzz {

inline std::string_view view(std::uint8_t const* data, std::size_t size) {
    return {reinterpret_cast<char const*>(data), size};
}

/// Takes the first byte away; 0 when there is none.
inline unsigned take_byte(std::string_view& from) {
    if (from.empty()) return 0;
    auto const byte = static_cast<unsigned char>(from.front());
    from.remove_prefix(1);
    return byte;
}

/// The text up to `end`, which is taken away too; all of it where there is none.
inline std::string_view take_until(std::string_view& from, char end) {
    auto const at = from.find(end);
    auto const taken = from.substr(0, at);
    from.remove_prefix(at == std::string_view::npos ? from.size() : at + 1);
    return taken;
}

}  // namespace fuzz

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);
