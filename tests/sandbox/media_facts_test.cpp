#include "sandbox/media_facts.hpp"

#include "sandbox/canvas.hpp"
#include "sandbox/film.hpp"

#include <doctest/doctest.h>

using sandbox::facts_of;
using namespace std::string_view_literals;

TEST_SUITE("sandbox/media_facts") {
    TEST_CASE("formats by their first bytes") {
        struct {
            std::string_view bytes;
            std::string_view format;
            int width, height;
            bool image, video;
        } const cases[] = {
            {"GIF89a\x40\0\x30\0"sv, "GIF", 64, 48, true, false},
            {"BM----------------\x40\0\0\0\x30\0\0\0-"sv, "BMP", 64, 48, true, false},
            {"BM----------------\x40\0\0\0\xD0\xFF\xFF\xFF-"sv, "BMP", 64, 48, true, false},
            {"\xFF\xD8\xFF\xE0\0\x04..\xFF\xC0\0\x11\x08\0\x30\0\x40\x03\x01"sv, "JPEG", 64, 48, true, false},
            {"\xFF\xD8\xFF\xE0\0\x04"sv, "JPEG", 0, 0, true, false},
            {"RIFF----WEBPVP8 ----------\x40\0\x30\0"sv, "WEBP", 64, 48, true, false},
            {"RIFF----WEBPVP8X--------\x3F\0\0\x2F\0\0"sv, "WEBP", 64, 48, true, false},
            {"RIFF----WEBPVP8L----\x2F\x3F\xC0\x0B\0"sv, "WEBP", 64, 48, true, false},
            {"II*\0----"sv, "TIFF", 0, 0, true, false},
            {"----ftypisom----"sv, "MP4", 0, 0, false, true},
            {"----ftypqt  ----"sv, "MOV", 0, 0, false, true},
            {"\x1A\x45\xDF\xA3"sv, "WEBM", 0, 0, false, true},
            {"RIFF----AVI LIST-"sv, "AVI", 0, 0, false, true},
            {"RIFF----WAVEfmt -"sv, "WAV", 0, 0, false, false},
            {"ID3\x03"sv, "MP3", 0, 0, false, false},
            {"\xFF\xFB\x90"sv, "MP3", 0, 0, false, false},
            {""sv, "", 0, 0, false, false},
            {"RIFF"sv, "", 0, 0, false, false},
            {"hello"sv, "", 0, 0, false, false},
        };
        for (auto const& c : cases) {
            CAPTURE(c.format);
            auto const facts = facts_of(c.bytes);
            CHECK(facts.format == c.format);
            CHECK(facts.is_image == c.image);
            CHECK(facts.is_video == c.video);
            CHECK(facts.width == c.width);
            CHECK(facts.height == c.height);
        }
    }

    TEST_CASE("our own files") {
        auto const picture = sandbox::to_png(sandbox::canvas(640, 480, 1));
        CHECK(sandbox::describe(facts_of(picture), picture.size()) ==
              "PNG 640*480, " + std::to_string(picture.size()) + " bytes");
        sandbox::film what;
        what.ground.width = 320;
        what.ground.height = 180;
        what.seconds = 3;
        auto const facts = facts_of(sandbox::make_film(what));
        CHECK(facts.format == "MP4");
        CHECK(facts.width == 320);
        CHECK(facts.height == 180);
        CHECK(facts.seconds == 3);
    }

    TEST_CASE("cut files say what they still can, and never more than they have") {
        auto const picture = sandbox::to_png(sandbox::canvas(64, 48, 1));
        sandbox::film what;
        what.ground.width = 32;
        what.ground.height = 16;
        what.seconds = 1;
        auto const film = sandbox::make_film(what);
        for (auto const& file : {picture, film})
            for (std::size_t length = 0; length < std::min<std::size_t>(file.size(), 900); ++length)
                facts_of(std::string_view(file).substr(0, length));
    }
}
