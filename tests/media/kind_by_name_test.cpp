#include "media/probe.hpp"

#include <doctest/doctest.h>

using media::kind;

TEST_CASE("what a name suggests") {
    struct {
        std::string_view name;
        kind is;
    } const cases[] = {
        {"a.png", kind::image},
        {"A.JPEG", kind::image},
        {"/home/me/a b.webp", kind::image},
        {"C:\\pictures\\a.bmp", kind::image},
        {"song.m4a", kind::audio},
        {"film.tar.mp4", kind::video},
        {"report.pdf", kind::document},
        {"notes.md", kind::text},
        {"https://host.test/a.mp3?token=x.png#y.gif", kind::audio},
        {"https://host.test/a/b", kind::unknown},
        {"https://host.png", kind::unknown},
        {"https://host.png/", kind::unknown},
        {"https://host.png?x", kind::unknown},
        {"oss://folder/a.wav", kind::audio},
        {"what?.png", kind::image},
        {"a#1.png", kind::image},
        {"folder.png/file", kind::unknown},
        {"png", kind::unknown},
        {".png", kind::unknown},
        {"a.", kind::unknown},
        {"", kind::unknown},
        {"a.png jpg", kind::unknown},
        {"a.exe", kind::unknown},
    };
    for (auto const& [name, is] : cases) {
        CAPTURE(name);
        CHECK(media::kind_by_name(name) == is);
    }
}

TEST_CASE("a name suggests a media type") {
    std::pair<std::string_view, std::string_view> const cases[] = {
        {"a.png", "image/png"},
        {"A.JPG", "image/jpeg"},
        {"film.final.mp4", "video/mp4"},
        {"s.srt", "application/x-subrip"},
        {"x.json", "application/json"},
        {"noext", "application/octet-stream"},
        {"x.unknown", "application/octet-stream"},
        {"png", "application/octet-stream"},
        {"", "application/octet-stream"},
    };
    for (auto const& [name, type] : cases) {
        CAPTURE(name);
        CHECK(media::type_by_name(name) == type);
    }
}
