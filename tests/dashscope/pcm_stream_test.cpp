#include "dashscope/pcm_stream.hpp"

#include "media/wav.hpp"
#include "seal/base64.hpp"

#include <doctest/doctest.h>

using dashscope::pcm_stream;

namespace {

std::string samples(std::size_t count) {
    std::string bytes;
    for (std::size_t i = 0; i < count; ++i) bytes += static_cast<char>(i * 7);
    return bytes;
}

}  // namespace

TEST_CASE("pieces of any size give the same samples") {
    auto const whole = samples(1000);
    auto const text = seal::base64(whole);
    for (std::size_t piece : {1u, 2u, 3u, 4u, 5u, 64u, 999u, 5000u}) {
        CAPTURE(piece);
        pcm_stream stream;
        for (std::size_t at = 0; at < text.size(); at += piece) CHECK(stream.add(std::string_view(text).substr(at, piece)));
        CHECK(stream.size() == whole.size());
        CHECK(stream.take() == whole);
        CHECK(stream.empty());
    }
}

TEST_CASE("pieces that are padded each on its own") {
    pcm_stream stream;
    std::string all;
    for (std::size_t size : {1u, 2u, 3u, 4u, 5u, 0u, 10u}) {
        auto const bytes = samples(size);
        CHECK(stream.add(seal::base64(bytes)));
        all += bytes;
    }
    CHECK(stream.take() == all);
}

TEST_CASE("padding in the middle of one piece") {
    pcm_stream stream;
    CHECK(stream.add(seal::base64("a") + seal::base64("bc") + seal::base64("def")));
    CHECK(stream.take() == "abcdef");
}

TEST_CASE("what is no base64 ends the stream, what came before is kept") {
    pcm_stream stream;
    CHECK(stream.add(seal::base64("abc")));
    CHECK_FALSE(stream.add("!!!!"));
    CHECK(stream.broken());
    CHECK_FALSE(stream.add(seal::base64("def")));
    CHECK(stream.take() == "abc");
    CHECK_FALSE(stream.broken());
}

TEST_CASE("a head before the samples is left out") {
    auto const sound = samples(480);
    pcm_stream stream;
    CHECK(stream.add(seal::base64(media::wav_file({}, sound))));
    CHECK(stream.take_samples() == sound);
    CHECK(stream.add(seal::base64(sound)));
    CHECK(stream.take_samples() == sound);
}
