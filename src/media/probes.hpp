#pragma once
// The formats, one function each: nothing when the head is of another format. Private to `media`.

#include "media/probe.hpp"

namespace media {

using probe_result = std::optional<facts>;

// probe_image.cpp
probe_result probe_png(std::string_view head);
probe_result probe_jpeg(std::string_view head);
probe_result probe_gif(std::string_view head);
probe_result probe_bmp(std::string_view head);
probe_result probe_tiff(std::string_view head);

// probe_iso.cpp: MP4, MOV, M4A, 3GP, HEIC, AVIF
probe_result probe_iso(std::string_view head);

// probe_riff.cpp: WAV, AVI, WebP
probe_result probe_riff(std::string_view head);

// probe_audio.cpp: MP3, AAC, FLAC, AMR, Ogg, AIFF
probe_result probe_audio(std::string_view head);

// probe_video.cpp
probe_result probe_matroska(std::string_view head);
probe_result probe_asf(std::string_view head);
probe_result probe_flv(std::string_view head);
probe_result probe_mpeg(std::string_view head);

// probe_document.cpp: PDF, zip, OLE, RTF; JSON, HTML, XML, plain text
probe_result probe_document(std::string_view head);
probe_result probe_text(std::string_view head);

inline facts facts_of(kind what, std::string_view type, std::string_view extension) {
    return {what, std::string(type), std::string(extension), {}, {}, {}};
}

/// Sizes of zero are none: a head that was cut reads as zeros.
inline void set_size(facts& of, std::uint64_t width, std::uint64_t height) {
    if (width == 0 || height == 0 || width > 0xFFFFFFFF || height > 0xFFFFFFFF) return;
    of.width = static_cast<std::uint32_t>(width);
    of.height = static_cast<std::uint32_t>(height);
}

/// `units` of which `per_second` make a second; left out when it makes no sense (0, or above ten years).
inline void set_duration(facts& of, double units, double per_second) {
    constexpr double longest = 10.0 * 366 * 86'400;
    if (!(per_second > 0) || !(units > 0) || !(units / per_second < longest)) return;
    of.duration = std::chrono::milliseconds(static_cast<std::int64_t>(units / per_second * 1000 + 0.5));
}

}  // namespace media
