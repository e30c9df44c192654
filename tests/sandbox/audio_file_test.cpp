#include "sandbox/audio_file.hpp"

#include "sandbox/random.hpp"
#include "sandbox/voice_sound.hpp"

#include <doctest/doctest.h>

using namespace sandbox;
using namespace std::string_literals;

namespace {

std::string mp3(int frames) {
    std::string file = "ID3\x04\0\0\0\0\0\x0A"s + std::string(10, '\0');
    // MPEG 1 layer III, 128 kbit/s, 44.1 kHz, stereo: 417 bytes and 1152 samples each
    for (int i = 0; i < frames; ++i) file += "\xFF\xFB\x90\x00"s + std::string(413, '\0');
    return file;
}

/// 48 kHz, 2 channels, 96000 samples.
std::string flac() {
    return "fLaC\x80\0\0\x22"s + std::string(10, '\0') + "\x0B\xB8\x02\xF0\0\x01\x77\0"s + std::string(16, '\0');
}

std::string ogg_opus() {
    return "OggS\0\x02"s + std::string(20, '\0') + "OpusHead\x01\x01"s + std::string(30, '\0') +
           "OggS\0\x04\x80\xBB\0\0\0\0\0\0"s + std::string(12, '\0');
}

}  // namespace

TEST_SUITE("sandbox/audio_file") {
    TEST_CASE("the sandbox's own WAV tells its text twice") {
        auto const samples = speak("Hello world.", {"Cherry"});
        auto const file = make_wav(samples, 24'000, "Hello world.");
        CHECK(file.substr(0, 4) == "RIFF");
        CHECK(file.find("sbtx") != std::string::npos);
        auto const facts = read_audio(file);
        REQUIRE(facts);
        CHECK(facts->format == "wav");
        CHECK(facts->rate == 24'000);
        CHECK(facts->channels == 1);
        CHECK(facts->milliseconds == static_cast<std::int64_t>(samples.size() / 48));
        CHECK(facts->text == "Hello world.");
        CHECK(!facts->silent);
        // Only the chunk is left when the lowest bits are gone.
        auto const flat = read_audio(make_wav(std::string(48'000, '\x10'), 24'000, "Chunk"));
        CHECK(flat->text == "Chunk");
        CHECK(flat->milliseconds == 1000);
    }

    TEST_CASE("silence") {
        CHECK(read_audio(make_wav(std::string(4800, '\0'), 24'000, ""))->silent);
    }

    TEST_CASE("durations of other formats") {
        struct {
            std::string bytes;
            std::string_view format;
            std::int64_t milliseconds;
            int rate;
            int channels;
        } const cases[] = {
            {mp3(100), "mp3", 2612, 44'100, 2},
            {flac(), "flac", 2000, 48'000, 2},
            {ogg_opus(), "ogg", 1000, 48'000, 1},
        };
        for (auto const& c : cases) {
            CAPTURE(c.format);
            auto const facts = read_audio(c.bytes);
            REQUIRE(facts);
            CHECK(facts->format == c.format);
            CHECK(facts->milliseconds == c.milliseconds);
            CHECK(facts->rate == c.rate);
            CHECK(facts->channels == c.channels);
        }
    }

    TEST_CASE("what is no audio, or broken") {
        for (auto const& bytes :
             {""s, "x"s, "RIFF"s, "RIFF1234WAVE"s, "RIFF1234WAVEfmt \x10\0\0\0"s, "fLaC"s, "OggS"s, "ID3"s, "\xFF\xFB"s,
              "\x89PNG\r\n\x1a\n"s, "RIFF\xFF\xFF\xFF\xFFWAVEdata\xFF\xFF\xFF\xFF"s}) {
            CAPTURE(bytes);
            CHECK(!read_audio(bytes));
        }
    }

    TEST_CASE("cut and spoiled files are read or refused, never more") {
        generator random(7);
        for (auto const& whole : {make_wav(speak("Hello.", {"Cherry"}), 8000, "Hello."), mp3(4), flac(), ogg_opus()}) {
            for (int i = 0; i < 300; ++i) {
                auto spoiled = whole.substr(0, random.below(whole.size() + 1));
                for (int bytes = 0; bytes < 3 && !spoiled.empty(); ++bytes)
                    spoiled[random.below(std::min<std::size_t>(spoiled.size(), 80))] = static_cast<char>(random.next());
                auto const facts = read_audio(spoiled);
                if (facts) CHECK(facts->milliseconds >= 0);
            }
        }
    }

    TEST_CASE("a head that promises more than comes") {
        auto file = make_wav(speak("Hello world.", {"Cherry"}), 24'000, "");
        file.resize(file.size() / 2);
        CHECK(read_audio(file)->text == "Hello world.");
    }
}
