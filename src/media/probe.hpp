#pragma once
// What a file is, told by its first bytes: names and headers lie.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace media {

enum class kind { unknown, image, audio, video, document, text };
std::string_view name_of(kind what);

struct facts {
    kind what = kind::unknown;
    std::string type;                                   // media type: "image/png"
    std::string extension;                              // usual file name extension without its dot: "png"
    std::optional<std::uint32_t> width, height;         // images and, where the head tells, video
    std::optional<std::chrono::milliseconds> duration;  // audio and video, where the head tells
};

/// Reads the head of a file (64 KB are always enough). PNG, JPEG, GIF, WebP, BMP, TIFF, HEIC; WAV, MP3, FLAC, OGG/Opus,
/// AAC, AMR, M4A; MP4, MOV, WebM/MKV, AVI, WMV, FLV; PDF, Office files (zip or OLE), JSON, plain text. Never fails:
/// what is not known has kind unknown.
facts probe(std::string_view head);

/// The kind that a file name or URL suggests by its extension; unknown when it has none.
kind kind_by_name(std::string_view name);
/// The media type that a file name suggests; application/octet-stream when none is known.
std::string_view type_by_name(std::string_view name);

}  // namespace media
