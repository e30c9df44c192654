#pragma once
// Numbers in the bytes of a file. Everything is bounded: what lies behind the end reads as zero. Private to `media`.

#include <cstdint>
#include <string_view>

namespace media {

inline std::uint8_t byte_at(std::string_view in, std::uint64_t at) {
    return at < in.size() ? static_cast<std::uint8_t>(in[at]) : 0;
}

inline std::uint64_t big(std::string_view in, std::uint64_t at, unsigned count) {
    std::uint64_t value = 0;
    for (unsigned i = 0; i < count; ++i) value = value << 8 | byte_at(in, at + i);
    return value;
}

inline std::uint64_t little(std::string_view in, std::uint64_t at, unsigned count) {
    std::uint64_t value = 0;
    for (unsigned i = count; i > 0; --i) value = value << 8 | byte_at(in, at + i - 1);
    return value;
}

inline std::uint32_t big32(std::string_view in, std::uint64_t at) {
    return static_cast<std::uint32_t>(big(in, at, 4));
}
inline std::uint32_t little32(std::string_view in, std::uint64_t at) {
    return static_cast<std::uint32_t>(little(in, at, 4));
}

/// `count` bytes from `at` on, or as many as there are.
inline std::string_view part(std::string_view in, std::uint64_t at, std::uint64_t count = ~std::uint64_t{0}) {
    if (at >= in.size()) return {};
    return in.substr(static_cast<std::size_t>(at), count > in.size() ? std::string_view::npos : count);
}

inline bool has_at(std::string_view in, std::uint64_t at, std::string_view what) {
    return part(in, at, what.size()) == what;
}

}  // namespace media
