#include "media/probe.hpp"
#include "samples.hpp"

#include <doctest/doctest.h>

using namespace std::string_literals;

TEST_CASE("images: type and pixels") {
    using test::le;
    using test::zeros;
    auto const webp = [](std::string const& chunk) { return "RIFF"s + le(100, 4) + "WEBP" + chunk; };
    struct {
        std::string_view what;
        std::string bytes;
        std::string_view type, extension;
        std::uint32_t width, height;
    } const cases[] = {
        {"png", test::png(640, 480), "image/png", "png", 640, 480},
        {"jpeg behind other segments", test::jpeg(1024, 768), "image/jpeg", "jpg", 1024, 768},
        {"gif", "GIF87a"s + le(320, 2) + le(200, 2), "image/gif", "gif", 320, 200},
        {"webp, lossy", webp("VP8 "s + le(10, 4) + zeros(3) + "\x9D\x01\x2A" + le(0x4000 | 800, 2) + le(600, 2)),
         "image/webp", "webp", 800, 600},
        {"webp, lossless", webp("VP8L"s + le(10, 4) + "\x2F" + le(99u | 199u << 14, 4)), "image/webp", "webp", 100,
         200},
        {"webp, extended", webp("VP8X"s + le(10, 4) + zeros(4) + le(4095, 3) + le(2159, 3)), "image/webp", "webp", 4096,
         2160},
        {"bmp", test::bmp(30, 40), "image/bmp", "bmp", 30, 40},
        {"bmp from the top", test::bmp(30, -40), "image/bmp", "bmp", 30, 40},
        {"bmp of OS/2", "BM"s + zeros(12) + le(12, 4) + le(7, 2) + le(9, 2), "image/bmp", "bmp", 7, 9},
        {"tiff, little", test::tiff(true, 300, 200), "image/tiff", "tiff", 300, 200},
        {"tiff, big", test::tiff(false, 300, 200), "image/tiff", "tiff", 300, 200},
        {"heic: the picture, not its tiles", test::heic("heic", "mif1"), "image/heic", "heic", 4032, 3024},
        {"avif by its compatible brand", test::heic("mif1", "miafavif"), "image/avif", "avif", 4032, 3024},
        {"heif", test::heic("mif1", "miaf"), "image/heif", "heif", 4032, 3024},
    };
    for (auto const& [what, bytes, type, extension, width, height] : cases) {
        CAPTURE(what);
        auto const found = media::probe(bytes);
        CHECK(found.what == media::kind::image);
        CHECK(found.type == type);
        CHECK(found.extension == extension);
        CHECK(found.width == width);
        CHECK(found.height == height);
        CHECK(!found.duration);
    }
}

TEST_CASE("images whose head ends before their size have none") {
    struct {
        std::string_view what, type;
        std::string bytes;
    } const cases[] = {
        {"png", "image/png", test::png(640, 480).substr(0, 12)},
        {"jpeg", "image/jpeg", test::jpeg(640, 480).substr(0, 20)},
        {"jpeg of a segment alone", "image/jpeg", "\xFF\xD8\xFF\xE1\xFF\xFF"s},
        {"gif", "image/gif", "GIF89a"},
        {"webp", "image/webp", "RIFF\0\0\0\0WEBP"s},
        {"tiff whose directory is at the end", "image/tiff", "II*\0\xFF\xFF\xFF\x7F"s},
        {"a png of no width", "image/png", test::png(0, 480)},
    };
    for (auto const& [what, type, bytes] : cases) {
        CAPTURE(what);
        auto const found = media::probe(bytes);
        CHECK(found.type == type);
        CHECK(!found.width);
        CHECK(!found.height);
    }
}

TEST_CASE("two letters are no bitmap") {
    CHECK(media::probe("BM is short for a name, and this is a sentence.").what == media::kind::text);
}
