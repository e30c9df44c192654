#include "tools/output_item.hpp"

#include "tools/output.hpp"

#include <doctest/doctest.h>

using namespace tools;
using namespace std::chrono_literals;

namespace {

output_item saved_picture() {
    output_item item;
    item.path = "/home/u/Downloads/dashscope/20261121-090000-a cat-1.png";
    item.url = "https://x.oss.example/a.png?Expires=1795000000&Signature=abc";
    item.facts.type = "image/png";
    item.facts.width = 1024;
    item.facts.height = 768;
    item.size = 1'234'567;
    return item;
}

}  // namespace

TEST_CASE("sizes") {
    struct {
        std::uint64_t bytes;
        std::string_view text;
    } const cases[] = {{0, "0 bytes"},        {999, "999 bytes"},       {1000, "1.0 kB"},      {25'555, "26 kB"},
                       {999'499, "999 kB"},   {999'999, "1.0 MB"},      {3'470'631, "3.5 MB"}, {9'960'000, "10 MB"},
                       {2'147'483'648, "2.1 GB"}, {5'000'000'000'000, "5000 GB"}};
    for (auto const& each : cases) CHECK(size_text(each.bytes) == each.text);
}

TEST_CASE("the end of a signed URL") {
    using std::chrono::seconds;
    struct {
        std::string_view url;
        std::int64_t end;  // 0: not told
    } const cases[] = {
        {"https://a.example/b.png?Expires=1795000000&Signature=x", 1795000000},
        {"https://a.example/b.png?OSSAccessKeyId=y&Expires=1795000000", 1795000000},
        {"https://a.example/b.png", 0},
        {"https://a.example/b.png?Expires=", 0},
        {"https://a.example/b.png?Expires=abc", 0},
        {"https://a.example/b.png?Expires=12", 0},
        {"https://a.example/NotExpires=1795000000", 0},
        {"https://a.example/b?xExpires=1795000000&Expires=1795000001", 1795000001},
        {"", 0},
    };
    for (auto const& each : cases) {
        CAPTURE(each.url);
        auto const end = expiry_of(each.url);
        CHECK(end.has_value() == (each.end != 0));
        if (end) CHECK(end->time_since_epoch() == seconds(each.end));
    }
    CHECK(time_text(std::chrono::system_clock::time_point(1795000000s)) == "2026-11-18 11:06 UTC");
}

TEST_CASE("words: path, facts, URL, trouble") {
    auto item = saved_picture();
    item.note = "1024*768, seed 7";
    CHECK(words_for(item, 2) ==
          "2. Saved: /home/u/Downloads/dashscope/20261121-090000-a cat-1.png (image/png, 1024x768, 1.2 MB, seed 7)\n"
          "URL (until 2026-11-18 11:06 UTC): https://x.oss.example/a.png?Expires=1795000000&Signature=abc");
    item.note = "1024*768";
    CHECK(words_for(item, 0).find("(image/png, 1024x768, 1.2 MB)") != std::string::npos);

    output_item linked;
    linked.url = "https://x.example/a.mp4";
    linked.note = "720P, 5 s";
    linked.trouble = "can't write to /x: Permission denied";
    CHECK(words_for(linked, 0) ==
          "URL (kept for 24 hours): https://x.example/a.mp4 (720P, 5 s)\nNot saved: can't write to /x: Permission denied");

    output_item sound;
    sound.path = "/tmp/a.wav";
    sound.facts.type = "audio/wav";
    sound.facts.duration = 2540ms;
    CHECK(words_for(sound, 0) == "Saved: /tmp/a.wav (audio/wav, 2.5 s)");

    CHECK(words_for({}, 1) == "1. No file");
}

TEST_CASE("resource links") {
    auto const link = resource_link(saved_picture());
    CHECK(link.at("type") == "resource_link");
    CHECK(link.at("uri") == "file:///home/u/Downloads/dashscope/20261121-090000-a%20cat-1.png");
    CHECK(link.at("name") == "20261121-090000-a cat-1.png");
    CHECK(link.at("mimeType") == "image/png");
    CHECK(link.at("size") == 1'234'567);

    output_item remote;
    remote.url = "https://x.example/dir/film.mp4?Expires=1795000000";
    auto const other = resource_link(remote);
    CHECK(other.at("uri").as_string() == remote.url);
    CHECK(other.at("name") == "film.mp4");
    CHECK_FALSE(other.contains("mimeType"));
    remote.url = "https://x.example/";
    CHECK(resource_link(remote).at("name") == "result");
    output_item named;
    named.path = "/tmp/猫%.png";
    CHECK(resource_link(named).at("uri") == "file:///tmp/%E7%8C%AB%25.png");
}

TEST_CASE("long texts are shown in their beginning") {
    CHECK(shortened("short", "there") == "short");
    CHECK(shortened(std::string(8000, 'a'), "there").size() == 8000);
    auto const cut = shortened(std::string(20'000, 'a'), "/tmp/x.txt");
    CHECK(cut.starts_with(std::string(8000, 'a') + "\n… (8000 of 20000 bytes shown; the whole: /tmp/x.txt)"));
    CHECK(shortened(std::string(20'000, 'a'), "").ends_with("bytes shown)"));

    std::string lines;
    while (lines.size() < 20'000) lines += std::string(99, 'x') + "\n";
    auto const by_line = shortened(lines, "there");
    CHECK(by_line.substr(0, by_line.find("\n…")).size() == 7999);

    // A cut never tears a character.
    std::string characters;
    while (characters.size() < 20'000) characters += "猫";
    auto const whole = shortened(characters, "there");
    CHECK(whole.substr(0, whole.find("\n…")).size() % 3 == 0);
}
