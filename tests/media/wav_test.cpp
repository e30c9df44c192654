#include "media/wav.hpp"

#include "samples.hpp"

#include <doctest/doctest.h>

using namespace std::string_literals;
using media::pcm_format;
using test::le;

TEST_CASE("the head, byte for byte") {
    auto const expected = "RIFF"s + le(36 + 4, 4) + "WAVEfmt " + le(16, 4) + le(1, 2) + le(2, 2) + le(44'100, 4) +
                          le(176'400, 4) + le(4, 2) + le(16, 2) + "data" + le(4, 4);
    CHECK(media::wav_head({44'100, 2, 16}, 4) == expected);
    CHECK(media::wav_file({44'100, 2, 16}, "abcd") == expected + "abcd");
}

TEST_CASE("what is longer than a head can tell has no length") {
    for (auto size : {0xFFFFFFFFull, 0xFFFFFFF0ull, ~0ull}) {
        auto const head = media::wav_head({}, size);
        CHECK(head.substr(4, 4) == "\xFF\xFF\xFF\xFF");
        CHECK(!media::read_wav_head(head)->data_size);
    }
}

TEST_CASE("what is written is read") {
    pcm_format const formats[] = {{8000, 1, 8}, {16'000, 1, 16}, {24'000, 1, 16}, {48'000, 2, 24}, {96'000, 6, 32}};
    for (auto const& format : formats) {
        CAPTURE(format.rate);
        auto const file = media::wav_file(format, std::string(48, 'x'));
        auto const facts = media::read_wav_head(file);
        REQUIRE(facts);
        CHECK(facts->format == format);
        CHECK(facts->is_pcm);
        CHECK(facts->data_at == 44);
        CHECK(facts->data_size == 48);
        CHECK(facts->bytes_per_second == format.rate * format.bytes_per_frame());
        CHECK(media::wav_samples(file, *facts) == std::string(48, 'x'));
    }
}

TEST_CASE("chunks around, odd ones too; lengths that lie") {
    auto const fmt = "fmt "s + le(16, 4) + le(1, 2) + le(1, 2) + le(8000, 4) + le(16'000, 4) + le(2, 2) + le(16, 2);
    auto const file = "RIFF"s + le(0, 4) + "WAVE" + "LIST" + le(3, 4) + "abc\0"s + fmt + "data" + le(4, 4) + "1234" +
                      "text" + le(2, 4) + "hi";
    auto facts = media::read_wav_head(file);
    REQUIRE(facts);
    CHECK(media::wav_samples(file, *facts) == "1234");
    facts->data_size = 1'000'000;
    CHECK(media::wav_samples(file, *facts).size() == file.size() - facts->data_at);
    facts->data_size.reset();
    CHECK(media::wav_samples(file, *facts).size() == file.size() - facts->data_at);
}

TEST_CASE("heads that are none") {
    auto const good = media::wav_head({}, 4);
    std::string const cases[] = {
        "",
        "RIFF",
        good.substr(0, 43),
        "RIFX" + good.substr(4),
        good.substr(0, 8) + "AVI " + good.substr(12),
        good.substr(0, 12) + good.substr(36),                              // no format
        good.substr(0, 24) + le(0, 4) + good.substr(28),                   // no rate
        good.substr(0, 12) + "junk" + le(0xFFFFFFFF, 4) + good.substr(12)  // leads away
    };
    for (auto const& head : cases) {
        CAPTURE(head);
        CHECK(!media::read_wav_head(head));
    }
}

TEST_CASE("floats and compressed samples are no PCM; the extensible form may be") {
    auto const with_code = [](unsigned code, std::string const& sub) {
        return "RIFF"s + le(0, 4) + "WAVEfmt " + le(16 + sub.size(), 4) + le(code, 2) + le(1, 2) + le(8000, 4) +
               le(16'000, 4) + le(2, 2) + le(16, 2) + sub + "data" + le(2, 4) + "ab";
    };
    CHECK(!media::read_wav_head(with_code(3, ""))->is_pcm);
    CHECK(!media::read_wav_head(with_code(7, ""))->is_pcm);
    CHECK(
        media::read_wav_head(with_code(0xFFFE, le(22, 2) + le(16, 2) + le(4, 4) + le(1, 2) + test::zeros(14)))->is_pcm);
    CHECK(!media::read_wav_head(with_code(0xFFFE, le(22, 2) + le(16, 2) + le(4, 4) + le(3, 2) + test::zeros(14)))
               ->is_pcm);
}

TEST_CASE("several made one") {
    pcm_format const format{24'000, 1, 16};
    auto const joined = media::join_wavs({media::wav_file(format, "aabb"), media::wav_file(format, ""),
                                          media::wav_head(format, ~0ull) + "ccdd", media::wav_file(format, "eef")});
    REQUIRE(joined);
    CHECK(*joined == media::wav_file(format, "aabbccddee"));  // half a frame is dropped
    CHECK(media::join_wavs({*joined}) == joined);
}

TEST_CASE("what can't be made one") {
    auto const wav = media::wav_file({24'000, 1, 16}, "aabb");
    CHECK(!media::join_wavs({}));
    CHECK(!media::join_wavs({wav, "ID3"}));
    CHECK(!media::join_wavs({wav, media::wav_file({16'000, 1, 16}, "aabb")}));
    CHECK(!media::join_wavs({wav, media::wav_file({24'000, 2, 16}, "aabb")}));
    auto no_bits = wav;
    no_bits[34] = '\0';
    CHECK(!media::join_wavs({no_bits}));
}
