#include "media/probe.hpp"
#include "media/wav.hpp"
#include "samples.hpp"

#include <doctest/doctest.h>

using namespace std::string_literals;
using namespace std::chrono_literals;
using test::be;
using test::zeros;

namespace {

std::string id3(std::size_t size) {
    return "ID3\x03\0\0"s + static_cast<char>(size >> 21 & 127) + static_cast<char>(size >> 14 & 127) +
           static_cast<char>(size >> 7 & 127) + static_cast<char>(size & 127);
}

std::string ogg(std::string_view packet) {
    return "OggS"s + zeros(22) + "\x01\x13" + std::string(packet) + zeros(20);
}

std::string flac(std::uint64_t rate, std::uint64_t samples) {
    return "fLaC\0\0\0\x22"s + zeros(10) + be(rate << 44 | samples, 8) + zeros(16);
}

}  // namespace

TEST_CASE("audio: type and duration") {
    using milliseconds = std::optional<std::chrono::milliseconds>;
    auto const adts = "\xFF\xF1\x50\x80\x01\x1F\xFC"s + zeros(1);
    struct {
        std::string_view what;
        std::string bytes;
        std::string_view type, extension;
        milliseconds duration;
    } const cases[] = {
        {"wav", media::wav_file({24'000, 1, 16}, zeros(48'000)), "audio/wav", "wav", 1000ms},
        {"wav, the head of a long one", media::wav_head({16'000, 2, 16}, 6'400'000), "audio/wav", "wav", 100s},
        {"wav of a stream", media::wav_head({16'000, 1, 16}, ~0ull), "audio/wav", "wav", {}},
        {"mp3 that counts its frames", test::mp3_frame() + test::mp3_frame(), "audio/mpeg", "mp3", 2612ms},
        {"mp3 behind a tag", id3(300) + zeros(300) + test::mp3_frame() + test::mp3_frame(), "audio/mpeg", "mp3",
         2612ms},
        {"mp3 behind a large cover", id3(1'000'000) + zeros(5000), "audio/mpeg", "mp3", {}},
        {"mp3, one frame that says nothing", "\xFF\xFB\x90\x40"s + zeros(413), "audio/mpeg", "mp3", {}},
        {"flac", flac(44'100, 441'000), "audio/flac", "flac", 10s},
        {"flac behind a tag", id3(20) + zeros(20) + flac(48'000, 24'000), "audio/flac", "flac", 500ms},
        {"flac of unknown length", flac(48'000, 0), "audio/flac", "flac", {}},
        {"opus", ogg("OpusHead"), "audio/ogg", "opus", {}},
        {"vorbis", ogg("\x01vorbis"), "audio/ogg", "ogg", {}},
        {"aac", adts + adts, "audio/aac", "aac", {}},
        {"amr", "#!AMR\n"s + zeros(10), "audio/amr", "amr", {}},
        {"amr, wide", "#!AMR-WB\n"s + zeros(10), "audio/amr-wb", "amr", {}},
        {"m4a", test::mp4("M4A ", test::sound_track()), "audio/mp4", "m4a", 2500ms},
        {"mp4 with sound alone", test::mp4("isom", test::sound_track()), "audio/mp4", "m4a", 2500ms},
        {"webm with sound alone", test::webm("webm", false), "audio/webm", "webm", 1500ms},
        {"wma", test::asf(false), "audio/x-ms-wma", "wma", 5s},
        {"aiff", "FORM"s + zeros(4) + "AIFFCOMM", "audio/aiff", "aiff", {}},
    };
    for (auto const& [what, bytes, type, extension, duration] : cases) {
        CAPTURE(what);
        auto const found = media::probe(bytes);
        CHECK(found.what == media::kind::audio);
        CHECK(found.type == type);
        CHECK(found.extension == extension);
        CHECK(found.duration == duration);
        CHECK(!found.width);
    }
}

TEST_CASE("a frame's first bytes alone are no audio") {
    CHECK(media::probe("\xFF\xFB\x90\x40").type == "audio/mpeg");  // cut: it could be one
    // The place of the next frame is known, and nothing is there.
    CHECK(media::probe("\xFF\xFB\x90\x40"s + zeros(1000)).what == media::kind::unknown);
    CHECK(media::probe("\xFF\xFB\xF0\x40"s + zeros(10)).what == media::kind::unknown);  // no such bit rate
    CHECK(media::probe("\xFF\xFB\x9C\x40"s + zeros(10)).what == media::kind::unknown);  // no such sample rate
    CHECK(media::probe("\xFF\xF1\x50\x80\x01\x1F\xFC"s + zeros(100)).what == media::kind::unknown);
}
