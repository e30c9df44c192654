#include "media/probe.hpp"

#include "platform/ascii.hpp"

#include <algorithm>

namespace media {

namespace {

struct row {
    kind what;
    std::string_view extensions;  // between blanks
};

constexpr row rows[] = {
    {kind::image, " png jpg jpeg jpe jfif gif webp bmp tif tiff heic heif avif "},
    {kind::audio, " wav mp3 flac ogg oga opus aac amr m4a m4b wma aiff aif aifc mka "},
    {kind::video, " mp4 m4v mov webm mkv avi wmv flv 3gp 3gpp mpg mpeg ts m2ts ogv asf "},
    {kind::document, " pdf doc docx xls xlsx ppt pptx wps rtf epub odt zip "},
    {kind::text, " txt md markdown json jsonl csv tsv html htm xml svg srt vtt yaml yml log "},
};

struct typed {
    std::string_view extension;
    std::string_view type;
};

constexpr typed types[] = {{"png", "image/png"},           {"jpg", "image/jpeg"},
                           {"jpeg", "image/jpeg"},         {"gif", "image/gif"},
                           {"webp", "image/webp"},         {"svg", "image/svg+xml"},
                           {"wav", "audio/wav"},           {"mp3", "audio/mpeg"},
                           {"flac", "audio/flac"},         {"ogg", "audio/ogg"},
                           {"opus", "audio/ogg"},          {"m4a", "audio/mp4"},
                           {"mp4", "video/mp4"},           {"mov", "video/quicktime"},
                           {"webm", "video/webm"},         {"pdf", "application/pdf"},
                           {"json", "application/json"},   {"txt", "text/plain"},
                           {"md", "text/markdown"},        {"csv", "text/csv"},
                           {"html", "text/html"},          {"vtt", "text/vtt"},
                           {"srt", "application/x-subrip"}};

}  // namespace

std::string_view type_by_name(std::string_view name) {
    auto const dot = name.rfind('.');
    if (dot == std::string_view::npos) return "application/octet-stream";
    auto const wanted = platform::lower_case(name.substr(dot + 1));
    for (auto const& [extension, type] : types)
        if (extension == wanted) return type;
    return "application/octet-stream";
}

kind kind_by_name(std::string_view name) {
    // Of a URL only the path counts; a file's name may hold a `?` or a `#`.
    auto const scheme = name.find("://");
    if (scheme != std::string_view::npos) {
        name = name.substr(0, std::min(name.find_first_of("?#"), name.size()));
        name.remove_prefix(std::min(name.find('/', scheme + 3), name.size()));
    }
    name = name.substr(name.find_last_of("/\\") + 1);
    auto const dot = name.rfind('.');
    if (dot == std::string_view::npos || dot == 0) return kind::unknown;
    auto const wanted = " " + platform::lower_case(name.substr(dot + 1)) + " ";
    if (wanted.size() == 2 || wanted.find(' ', 1) != wanted.size() - 1) return kind::unknown;
    for (auto const& [what, extensions] : rows)
        if (extensions.find(wanted) != std::string_view::npos) return what;
    return kind::unknown;
}

}  // namespace media
