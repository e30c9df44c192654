#include "media/subtitles.hpp"

#include <doctest/doctest.h>

#include <limits>

using media::cue;

TEST_CASE("SubRip") {
    CHECK(media::to_srt({{0, 1500, "Hello.", ""}, {3'723'004, 3'725'000, "Two\nlines", "Anna"}}) ==
          "1\n00:00:00,000 --> 00:00:01,500\nHello.\n\n"
          "2\n01:02:03,004 --> 01:02:05,000\nAnna: Two\nlines\n\n");
    CHECK(media::to_srt({}).empty());
}

TEST_CASE("WebVTT") {
    CHECK(media::to_vtt({{0, 1500, "a < b & c", ""}, {61'000, 62'000, "Hi", "Bo & <Co>"}}) ==
          "WEBVTT\n\n00:00:00.000 --> 00:00:01.500\na &lt; b &amp; c\n\n"
          "00:01:01.000 --> 00:01:02.000\n<v Bo &amp; &lt;Co&gt;>Hi\n\n");
    CHECK(media::to_vtt({}) == "WEBVTT\n\n");
}

TEST_CASE("what would break a cue") {
    struct {
        std::string_view what;
        cue given;
        std::string_view body;
    } const cases[] = {
        {"blank lines", {0, 1, "a\n\n\r\n  \nb", ""}, "a\nb"},
        {"blanks around", {0, 1, "  a \t\n b ", ""}, "a\nb"},
        {"Windows line ends", {0, 1, "a\r\nb\r\n", ""}, "a\nb"},
        {"an arrow", {0, 1, "a --> b", ""}, "a -> b"},
        {"a long arrow", {0, 1, "a ------> b", ""}, "a -> b"},
        {"a speaker of two lines", {0, 1, "a", "x\ny"}, "x y: a"},
    };
    for (auto const& [what, given, body] : cases) {
        CAPTURE(what);
        CHECK(media::to_srt({given}) == "1\n00:00:00,000 --> 00:00:00,001\n" + std::string(body) + "\n\n");
    }
}

TEST_CASE("empty cues don't count, and time runs forward") {
    CHECK(media::to_srt(
              {{0, 5, " \n", "x"}, {100, 50, "a", ""}, {-10, -5, "b", ""}, {360'000'000, 360'000'001, "c", ""}}) ==
          "1\n00:00:00,100 --> 00:00:00,101\na\n\n2\n00:00:00,000 --> 00:00:00,001\nb\n\n"
          "3\n100:00:00,000 --> 100:00:00,001\nc\n\n");
}

TEST_CASE("the last moment that can be told has an end, too") {
    auto const srt = media::to_srt({{std::numeric_limits<std::int64_t>::max(), 0, "a", ""}});
    CHECK(srt.find("2562047788015:12:55,806 --> ") != std::string::npos);
    CHECK(srt.find("2562047788015:12:55,807\na\n\n") != std::string::npos);
}
