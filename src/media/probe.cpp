#include "media/probe.hpp"

#include "media/probes.hpp"

namespace media {

namespace {

// Formats with long signatures first; MPEG audio has eleven bits and text none.
constexpr probe_result (*probes[])(std::string_view) = {
    probe_png,      probe_jpeg, probe_gif, probe_riff, probe_iso,   probe_matroska, probe_asf,
    probe_document, probe_tiff, probe_bmp, probe_flv,  probe_audio, probe_mpeg,     probe_text,
};

}  // namespace

std::string_view name_of(kind what) {
    switch (what) {
        case kind::unknown:
            return "unknown";
        case kind::image:
            return "image";
        case kind::audio:
            return "audio";
        case kind::video:
            return "video";
        case kind::document:
            return "document";
        case kind::text:
            return "text";
    }
    return "unknown";
}

facts probe(std::string_view head) {
    for (auto const read : probes)
        if (auto found = read(head)) return *std::move(found);
    return {};
}

}  // namespace media
