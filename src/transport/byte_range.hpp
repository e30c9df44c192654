#pragma once
// The Range header of a request (RFC 9110 §14): one range of bytes, as players and interrupted downloads ask for it.

#include <cstdint>
#include <optional>
#include <string_view>

namespace transport {

struct byte_range {
    enum class kind { whole, part, unsatisfiable };

    kind what = kind::whole;
    std::uint64_t first = 0;
    std::uint64_t size = 0;  // of what is to be sent
};

/// What to send of `size` bytes. A header that is absent, of another unit, not well formed, or of several ranges means
/// the whole, as the RFC allows.
byte_range choose_range(std::optional<std::string_view> header, std::uint64_t size);

}  // namespace transport
