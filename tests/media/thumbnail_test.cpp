#include "media/thumbnail.hpp"

#include "media/box_filter.hpp"
#include "media/codecs.hpp"
#include "media/probe.hpp"

#include <doctest/doctest.h>

#include <png.h>

#include <cstring>
#include <random>

using namespace media;

namespace {

struct png_form {
    int color = PNG_COLOR_TYPE_RGB;
    int depth = 8;
    bool interlaced = false;
};

/// A PNG of that size whose pixels come from `sample(x, y, channel)`.
template <class Sample>
std::string make_png(std::uint32_t width, std::uint32_t height, png_form form, Sample sample) {
    std::string out;
    auto* file = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    auto* info = png_create_info_struct(file);
    png_set_write_fn(
        file, &out,
        [](png_structp to, png_bytep bytes, std::size_t count) {
            static_cast<std::string*>(png_get_io_ptr(to))->append(reinterpret_cast<char const*>(bytes), count);
        },
        nullptr);
    png_set_IHDR(file, info, width, height, form.depth, form.color,
                 form.interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_color const palette[2] = {{255, 0, 0}, {0, 0, 255}};
    if (form.color == PNG_COLOR_TYPE_PALETTE) png_set_PLTE(file, info, palette, 2);
    png_write_info(file, info);
    auto const channels = png_get_channels(file, info);
    std::vector<std::vector<png_byte>> rows(height, std::vector<png_byte>(png_get_rowbytes(file, info)));
    std::vector<png_bytep> pointers;
    for (std::uint32_t y = 0; y < height; ++y) {
        for (std::uint32_t x = 0; x < width; ++x)
            for (int channel = 0; channel < channels; ++channel) {
                auto const at = (std::size_t{x} * channels + channel) * (form.depth / 8);
                rows[y][at] = static_cast<png_byte>(sample(x, y, channel));
            }
        pointers.push_back(rows[y].data());
    }
    png_write_image(file, pointers.data());
    png_write_end(file, nullptr);
    png_destroy_write_struct(&file, &info);
    return out;
}

int noise(std::uint32_t, std::uint32_t, int) {
    static std::minstd_rand random(7);
    return static_cast<int>(random() % 256);
}

std::string jpeg_of(std::uint32_t width, std::uint32_t height, std::uint8_t value) {
    rgb_image image{width, height, std::vector<std::uint8_t>(std::size_t{width} * height * 3, value)};
    auto made = encode_jpeg(image);
    REQUIRE(made);
    return *made;
}

bool near(int a, int b) { return std::abs(a - b) <= 6; }

}  // namespace

TEST_CASE("pictures are scaled to the longer side, their ratio kept") {
    struct {
        std::uint32_t width, height, small_width, small_height;
    } const cases[] = {{2048, 1024, 1024, 512}, {1000, 4000, 256, 1024}, {3000, 1, 1024, 1}, {1025, 1025, 1024, 1024}};
    for (auto const& each : cases) {
        CAPTURE(each.width);
        for (bool const jpeg : {false, true}) {
            auto const file = jpeg ? jpeg_of(each.width, each.height, 200)
                                   : make_png(each.width, each.height, {}, [](auto...) { return 200; });
            auto const small = make_thumbnail(file);
            REQUIRE(small);
            CHECK(small->type == "image/jpeg");
            CHECK(small->width == each.small_width);
            CHECK(small->height == each.small_height);
            auto const facts = probe(small->bytes);
            CHECK(facts.type == "image/jpeg");
            CHECK(facts.width == each.small_width);
            CHECK(facts.height == each.small_height);
        }
    }
}

TEST_CASE("a small picture is given as it is, a small one of many bytes is not") {
    auto const file = make_png(64, 32, {}, noise);
    auto const same = make_thumbnail(file);
    REQUIRE(same);
    CHECK(same->bytes == file);
    CHECK(same->type == "image/png");
    auto const packed = make_thumbnail(file, {1024, 1000, 1'000'000});
    REQUIRE(packed);
    CHECK(packed->type == "image/jpeg");
    CHECK(packed->width == 64);
}

TEST_CASE("every form of PNG is read, transparent parts as white") {
    struct {
        std::string_view name;
        png_form form;
        int channel_value[4];
        int red, green, blue;
    } const cases[] = {
        {"rgb", {PNG_COLOR_TYPE_RGB}, {10, 200, 30, 0}, 10, 200, 30},
        {"rgb 16", {PNG_COLOR_TYPE_RGB, 16}, {10, 200, 30, 0}, 10, 200, 30},
        {"rgb interlaced", {PNG_COLOR_TYPE_RGB, 8, true}, {10, 200, 30, 0}, 10, 200, 30},
        {"gray", {PNG_COLOR_TYPE_GRAY}, {90, 0, 0, 0}, 90, 90, 90},
        {"gray alpha", {PNG_COLOR_TYPE_GRAY_ALPHA}, {0, 128, 0, 0}, 127, 127, 127},
        {"palette", {PNG_COLOR_TYPE_PALETTE}, {1, 0, 0, 0}, 0, 0, 255},
        {"rgba clear", {PNG_COLOR_TYPE_RGBA}, {10, 200, 30, 0}, 255, 255, 255},
        {"rgba solid", {PNG_COLOR_TYPE_RGBA}, {10, 200, 30, 255}, 10, 200, 30},
        {"rgba interlaced", {PNG_COLOR_TYPE_RGBA, 8, true}, {0, 0, 0, 255}, 0, 0, 0},
    };
    for (auto const& each : cases) {
        CAPTURE(each.name);
        auto const file = make_png(40, 30, each.form, [&](auto, auto, int channel) { return each.channel_value[channel]; });
        auto const image = decode_png(file, {});
        REQUIRE(image);
        CHECK(image->width == 40);
        CHECK(image->height == 30);
        for (std::size_t i = 0; i < image->pixels.size(); i += 3) {
            REQUIRE(near(image->pixels[i], each.red));
            REQUIRE(near(image->pixels[i + 1], each.green));
            REQUIRE(near(image->pixels[i + 2], each.blue));
        }
    }
}

TEST_CASE("what was drawn is where it was") {
    // Left half black, right half white; top left corner of each half shows after scaling too.
    auto const file = make_png(2000, 1000, {}, [](auto x, auto, int) { return x < 1000 ? 0 : 255; });
    auto const image = decode_png(file, {.max_side = 100});
    REQUIRE(image);
    CHECK(image->pixels[0] == 0);
    CHECK(image->pixels[49 * 3] == 0);
    CHECK(image->pixels[50 * 3] == 255);
    CHECK(image->pixels[99 * 3] == 255);
    auto const encoded = encode_jpeg(*image);
    auto const again = decode_jpeg(*encoded, {});
    REQUIRE(again);
    CHECK(near(again->pixels[10 * 3], 0));
    CHECK(near(again->pixels[90 * 3], 255));
}

TEST_CASE("nothing for other formats and for too many pixels") {
    CHECK_FALSE(make_thumbnail(""));
    CHECK_FALSE(make_thumbnail("hello"));
    CHECK_FALSE(make_thumbnail("GIF89a\x01\x00\x01\x00"));
    auto const file = make_png(200, 100, {}, noise);
    CHECK_FALSE(make_thumbnail(file, {.max_pixels = 19'999}));
    CHECK(make_thumbnail(file, {.max_pixels = 20'000}));
    CHECK_FALSE(make_thumbnail(jpeg_of(200, 100, 9), {.max_pixels = 19'999}));
}

TEST_CASE("a head that promises a huge picture costs nothing") {
    auto file = make_png(16, 16, {}, noise);
    for (int i = 0; i < 8; ++i) file[16 + i] = '\x00';
    file[17] = file[21] = '\x01';  // 65536 by 65536; the checksum is wrong too
    CHECK_FALSE(make_thumbnail(file));
}

TEST_CASE("cut and changed files are harmless") {
    auto const png = make_png(60, 60, {PNG_COLOR_TYPE_RGBA, 8, true}, noise);
    auto const jpeg = jpeg_of(60, 60, 77);
    std::minstd_rand random(3);
    for (auto const& whole : {png, jpeg}) {
        for (std::size_t length = 0; length < whole.size(); length += 1 + whole.size() / 200)
            make_thumbnail(std::string_view(whole).substr(0, length));
        for (int i = 0; i < 2000; ++i) {
            auto changed = whole;
            for (int k = 0; k < 3; ++k) changed[random() % changed.size()] = static_cast<char>(random());
            auto const small = make_thumbnail(changed);
            if (small) CHECK(small->width <= 1024);
        }
    }
}

TEST_CASE("the box filter takes the mean and ignores what is too much") {
    box_filter filter(4, 4, 2);
    for (int y = 0; y < 4; ++y) {
        std::vector<std::uint8_t> row;
        for (int x = 0; x < 4; ++x)
            for (int channel = 0; channel < 3; ++channel) row.push_back(static_cast<std::uint8_t>(10 * (x + y) + channel));
        filter.put(row);
    }
    filter.put(std::vector<std::uint8_t>(12, 255));
    filter.put({});
    auto const image = filter.take();
    CHECK(image.width == 2);
    CHECK(image.height == 2);
    CHECK(image.pixels == std::vector<std::uint8_t>{10, 11, 12, 30, 31, 32, 30, 31, 32, 50, 51, 52});
}
