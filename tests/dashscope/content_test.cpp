#include "dashscope/content.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

using namespace dashscope;

TEST_CASE("media come first, in the API's own forms, then the text") {
    multimodal_input input;
    input.images = {"https://a/1.png", "oss://b/2.png"};
    input.videos = {"https://a/film.mp4"};
    input.frames = {"https://a/1.jpg", "https://a/2.jpg"};
    input.audio = {"https://a/voice.MP3?x=1", "data:;base64,AAAA"};
    input.text = "What is it?";
    CHECK(json::serialize(content_parts(input)) ==
          R"([{"type":"image_url","image_url":{"url":"https://a/1.png"}},)"
          R"({"type":"image_url","image_url":{"url":"oss://b/2.png"}},)"
          R"({"type":"video_url","video_url":{"url":"https://a/film.mp4"}},)"
          R"({"type":"video","video":["https://a/1.jpg","https://a/2.jpg"]},)"
          R"({"type":"input_audio","input_audio":{"data":"https://a/voice.MP3?x=1","format":"mp3"}},)"
          R"({"type":"input_audio","input_audio":{"data":"data:;base64,AAAA"}},)"
          R"({"type":"text","text":"What is it?"}])");
}

TEST_CASE("wishes about pixels and frames go where they count") {
    multimodal_input input;
    input.images = {"https://a/1.png"};
    input.videos = {"https://a/film.mp4"};
    input.min_pixels = 3072;
    input.max_pixels = 8388608;
    input.fps = 2;
    auto const parts = content_parts(input);
    CHECK(parts.at(0).at("min_pixels").as_int64() == 3072);
    CHECK(parts.at(0).at("max_pixels").as_int64() == 8388608);
    CHECK_FALSE(parts.at(0).as_object().contains("fps"));
    CHECK(parts.at(1).at("fps").as_double() == 2);
    CHECK(parts.at(1).at("max_pixels").as_int64() == 8388608);
    input.videos.clear();
    input.frames = {"https://a/1.jpg"};
    CHECK(content_parts(input).at(1).at("fps").as_double() == 2);
}

TEST_CASE("a message without media is plain text") {
    multimodal_input input;
    input.text = "Hello";
    CHECK(json::serialize(user_message(input)) == R"({"role":"user","content":"Hello"})");
    input.images = {"https://a/1.png"};
    CHECK(user_message(input).at("content").as_array().size() == 2);
    input.text.clear();
    CHECK(user_message(input).at("content").as_array().size() == 1);
}

TEST_CASE("the format of a recording") {
    struct {
        char const* reference;
        char const* format;
    } const cases[] = {
        {"https://a/b.wav", "wav"},
        {"oss://dashscope-instant/x/voice.m4a", "m4a"},
        {"https://a/b.wav?name=c.mp3#d.ogg", "wav"},
        {"https://a.mp3/b", ""},
        {"https://a/b.txt", ""},
        {"https://a/b", ""},
        {"data:audio/mpeg;base64,AA==", "mp3"},
        {"data:audio/x-wav,AA", "wav"},
        {"data:;base64,AA==", ""},
        {"data:", ""},
        {"", ""},
    };
    for (auto const& each : cases) {
        CAPTURE(each.reference);
        CHECK(audio_format(each.reference) == each.format);
    }
}
