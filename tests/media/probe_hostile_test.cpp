// Files that were cut, damaged or made to hurt: a probe ends, stays inside its bytes (run under AddressSanitizer) and
// gives either nothing or something sensible.

#include "media/probe.hpp"
#include "samples.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace std::string_literals;
using test::be;
using test::box;
using test::zeros;

namespace {

void probe_exactly(std::string const& bytes) {
    // A buffer of its own without a terminating zero: one byte too far is seen.
    std::vector<char> const exact(bytes.begin(), bytes.end());
    auto const found = media::probe({exact.data(), exact.size()});
    CHECK((found.what == media::kind::unknown) == found.type.empty());
    CHECK(found.width.has_value() == found.height.has_value());
    if (found.width) CHECK(*found.width > 0);
    if (found.duration) CHECK(found.duration->count() >= 0);
}

}  // namespace

TEST_CASE("every sample is what it is called, and knows it of its own beginning") {
    for (auto const& [name, bytes] : test::all_samples()) {
        CAPTURE(name);
        CHECK(media::probe(bytes).what != media::kind::unknown);
    }
}

TEST_CASE("cut at every byte") {
    for (auto const& [name, bytes] : test::all_samples()) {
        CAPTURE(name);
        auto const length = std::min<std::size_t>(bytes.size(), 1200);
        for (std::size_t end = 0; end < length; ++end) probe_exactly(bytes.substr(0, end));
    }
}

TEST_CASE("each byte at its extremes") {
    for (auto const& [name, bytes] : test::all_samples()) {
        CAPTURE(name);
        auto damaged = bytes.substr(0, 600);
        for (auto& c : damaged) {
            auto const before = c;
            for (char value : {'\0', '\x01', '\x7F', '\x80', '\xFF'}) {
                c = value;
                probe_exactly(damaged);
            }
            c = before;
        }
    }
}

TEST_CASE("random damage") {
    std::minstd_rand random(7);
    for (auto const& [name, bytes] : test::all_samples()) {
        CAPTURE(name);
        for (int round = 0; round < 300; ++round) {
            auto damaged = bytes.substr(0, 800);
            for (int i = 0; i < 6; ++i) damaged[random() % damaged.size()] = static_cast<char>(random());
            probe_exactly(damaged);
        }
    }
}

TEST_CASE("made to hurt") {
    std::string nested = box("mvhd", zeros(100));
    for (int i = 0; i < 1000; ++i) nested = box("moov", nested);
    std::string elements = "\x1A\x45\xDF\xA3\x80"s;
    for (int i = 0; i < 5000; ++i) elements += "\xAE\xFF"s;
    std::string segments = "\xFF\xD8"s;
    for (int i = 0; i < 10'000; ++i) segments += "\xFF\xE1\0\0"s;
    struct {
        std::string_view what;
        std::string bytes;
    } const cases[] = {
        {"boxes in boxes", box("ftyp", "isom"s + zeros(4)) + nested},
        {"boxes of no size", box("ftyp", "isom"s + zeros(4)) + zeros(4) + "moov" + zeros(60'000)},
        {"a box larger than the world",
         box("ftyp", "isom"s + zeros(4)) + be(1, 4) + "moov" + be(~0ull, 8) + zeros(100)},
        {"elements without length in each other", elements},
        {"segments of no length", segments},
        {"fillings without end", "\xFF\xD8"s + std::string(60'000, '\xFF')},
        {"a directory that points at itself", "II*\0"s + test::le(0, 4) + std::string(60'000, '\xFF')},
        {"a chunk that ends behind 2^32", "RIFF\0\0\0\0WAVEjunk\xFE\xFF\xFF\xFF"s + zeros(100)},
        {"ASF objects of a byte", test::asf(true).substr(0, 30) + "x" + zeros(60'000)},
        {"braces", std::string(60'000, '{')},
        {"a string that never ends", "{\"" + std::string(60'000, '\\')},
    };
    for (auto const& [what, bytes] : cases) {
        CAPTURE(what);
        probe_exactly(bytes);
    }
}
