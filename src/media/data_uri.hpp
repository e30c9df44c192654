#pragma once
// `data:` URIs (RFC 2397): `data:[TYPE][;parameters][;base64],DATA`.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace media {

/// Views into the text it was parsed from.
struct data_uri {
    std::string_view type;  // "image/png"; empty when left out, as DashScope's audio samples do
    bool base64 = false;
    std::string_view data;  // still encoded

    /// The number of bytes when decoded, told without decoding.
    std::uint64_t size() const;
};

/// Checks everything, the characters of the data too; nothing is copied. Base64 may lack its padding and be of either
/// alphabet, as encoders write it. On failure `why` is a sentence's end: "it has no comma before its data".
std::optional<data_uri> parse_data_uri(std::string_view text, std::string& why);

/// The first `limit` bytes, or all.
std::string decode(data_uri const& uri, std::size_t limit = std::string::npos);

/// `data:TYPE;base64,…`
std::string make_data_uri(std::string_view type, std::string_view bytes);

}  // namespace media
