#include "media/probe.hpp"
#include "samples.hpp"

#include <doctest/doctest.h>

using namespace std::string_literals;
using namespace std::chrono_literals;
using test::be;
using test::box;
using test::zeros;

TEST_CASE("video: type, pixels and duration") {
    auto const track = test::video_track(1280, 720);
    auto const long_times =
        box("moov", box("mvhd", "\x01"s + zeros(19) + be(600, 4) + be(6000, 8) + zeros(80)) + track);
    struct {
        std::string_view what;
        std::string bytes;
        std::string_view type, extension;
        std::uint32_t width, height;
        std::optional<std::chrono::milliseconds> duration;
    } const cases[] = {
        {"mp4", test::mp4("isom", track + test::sound_track()), "video/mp4", "mp4", 1280, 720, 2500ms},
        {"mp4, the largest track", test::mp4("mp42", test::video_track(64, 64) + track), "video/mp4", "mp4", 1280, 720,
         2500ms},
        {"mov", test::mp4("qt  ", track), "video/quicktime", "mov", 1280, 720, 2500ms},
        {"3gp", test::mp4("3gp4", track), "video/3gpp", "3gp", 1280, 720, 2500ms},
        {"mov without a brand", box("wide", "") + long_times, "video/quicktime", "mov", 1280, 720, 10s},
        {"mp4 in fragments", test::mp4("iso5", track, 0), "video/mp4", "mp4", 1280, 720, {}},
        {"mp4 of unknown length", test::mp4("iso5", track, 0xFFFFFFFF), "video/mp4", "mp4", 1280, 720, {}},
        {"webm", test::webm("webm", true), "video/webm", "webm", 640, 360, 1500ms},
        {"mkv", test::webm("matroska", true), "video/x-matroska", "mkv", 640, 360, 1500ms},
        {"avi", test::avi(), "video/x-msvideo", "avi", 720, 576, 2s},
        {"wmv", test::asf(true), "video/x-ms-wmv", "wmv", 320, 240, 5s},
        {"flv", test::flv(), "video/x-flv", "flv", 854, 480, 12500ms},
    };
    for (auto const& [what, bytes, type, extension, width, height, duration] : cases) {
        CAPTURE(what);
        auto const found = media::probe(bytes);
        CHECK(found.what == media::kind::video);
        CHECK(found.type == type);
        CHECK(found.extension == extension);
        CHECK(found.width == width);
        CHECK(found.height == height);
        CHECK(found.duration == duration);
    }
}

TEST_CASE("video whose description lies behind the head") {
    struct {
        std::string_view what, type;
        std::string bytes;
    } const cases[] = {
        {"mp4, moov at the end", "video/mp4",
         box("ftyp", "isom"s + zeros(4)) + be(50'000'000, 4) + "mdat" + zeros(900)},
        {"mp4, a box of 64 bits", "video/mp4",
         box("ftyp", "isom"s + zeros(4)) + be(1, 4) + "mdat" + be(5'000'000'000, 8) + zeros(900)},
        {"mpeg", "video/mpeg", "\0\0\x01\xBA"s + zeros(20)},
        {"transport stream", "video/mp2t", "G"s + zeros(187) + "G" + zeros(187) + "G" + zeros(187)},
        {"theora", "video/ogg", "OggS"s + zeros(22) + "\x01\x2A\x80theora"s},
    };
    for (auto const& [what, type, bytes] : cases) {
        CAPTURE(what);
        auto const found = media::probe(bytes);
        CHECK(found.what == media::kind::video);
        CHECK(found.type == type);
        CHECK(!found.width);
        CHECK(!found.duration);
    }
}

TEST_CASE("sound alone is told only by a whole description") {
    auto const whole = test::mp4("isom", test::sound_track() + test::video_track(10, 10));
    auto const cut = whole.substr(0, whole.find("soun") + 10);
    CHECK(media::probe(cut).what == media::kind::video);
}
