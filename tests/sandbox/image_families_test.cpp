#include "sandbox/image_families.hpp"

#include <doctest/doctest.h>

using sandbox::choose_size;
using sandbox::find_image_family;

TEST_SUITE("sandbox/image_families") {
    TEST_CASE("the longest prefix wins") {
        struct {
            std::string_view model;
            std::string_view prefix;
        } const cases[] = {
            {"qwen-image", "qwen-image"},
            {"qwen-image-2.0-pro-2026-03-03", "qwen-image-2.0"},
            {"qwen-image-edit-plus-2025-12-15", "qwen-image-edit-plus"},
            {"qwen-image-edit", "qwen-image-edit"},
            {"wan2.7-image-pro", "wan2.7-image-pro"},
            {"wan2.2-t2i-flash", "wan2.2-t2i"},
            {"z-image-turbo", "z-image"},
        };
        for (auto const& c : cases) {
            CAPTURE(c.model);
            REQUIRE(find_image_family(c.model));
            CHECK(find_image_family(c.model)->prefix == c.prefix);
        }
        for (auto model : {"qwen-plus", "wan2.6-t2v", "", "wan"}) CHECK(!find_image_family(model));
    }

    TEST_CASE("sizes of each family") {
        struct {
            std::string_view model;
            std::string_view text;
            int width, height;  // 0: refused
        } const cases[] = {
            {"qwen-image-2.0", "", 2048, 2048},
            {"qwen-image-2.0", "512*512", 512, 512},
            {"qwen-image-2.0", "2688*1536", 2688, 1536},
            {"qwen-image-2.0", "512*511", 0, 0},
            {"qwen-image-2.0", "2048*2049", 0, 0},
            {"qwen-image-2.0", "16:9", 0, 0},
            {"qwen-image-2.0", "1024x1024", 0, 0},
            {"qwen-image-2.0", "1024*", 0, 0},
            {"qwen-image-2.0", "-5*-5", 0, 0},
            {"qwen-image-2.0", "99999999999*1", 0, 0},
            {"qwen-image-max", "", 1664, 928},
            {"qwen-image", "928*1664", 928, 1664},
            {"qwen-image-plus", "1024*1024", 0, 0},
            {"qwen-image-edit-plus", "512*2048", 512, 2048},
            {"qwen-image-edit-plus", "511*2048", 0, 0},
            {"qwen-image-edit", "1024*1024", 0, 0},
            {"qwen-image-edit", "", 1024, 1024},
            {"z-image-turbo", "", 1024, 1536},
            {"wan2.6-t2i", "", 1280, 1280},
            {"wan2.6-t2i", "768*2700", 768, 2700},
            {"wan2.6-t2i", "600*2900", 0, 0},
            {"wan2.6-t2i", "1024*1024", 0, 0},
            {"wan2.2-t2i-plus", "", 1024, 1024},
            {"wan2.2-t2i-plus", "768*2700", 0, 0},
            {"wan2.2-t2i-plus", "512*1440", 512, 1440},
            {"wan2.6-image", "1K", 1280, 1280},
            {"wan2.6-image", "4K", 0, 0},
            {"wan2.7-image", "", 2048, 2048},
            {"wan2.7-image", "1K", 1024, 1024},
            {"wan2.7-image", "4K", 0, 0},
            {"wan2.7-image-pro", "4K", 4096, 4096},
            {"wanx-v1", "720*1280", 720, 1280},
            {"wanx-v1", "720*1281", 0, 0},
        };
        for (auto const& c : cases) {
            CAPTURE(c.model);
            CAPTURE(c.text);
            auto const size = choose_size(*find_image_family(c.model), {c.text, {}});
            REQUIRE(size.has_value() == (c.width > 0));
            if (!size) continue;
            CHECK(size->width == c.width);
            CHECK(size->height == c.height);
        }
    }

    TEST_CASE("without a size the last input's ratio is kept") {
        struct {
            std::string_view model;
            std::string_view text;
            sandbox::pixel_size input, size;
        } const cases[] = {
            {"qwen-image-2.0", "", {1920, 1080}, {1360, 768}},
            {"qwen-image-edit", "", {300, 600}, {720, 1456}},
            {"wan2.5-i2i-preview", "", {1000, 1000}, {1280, 1280}},
            {"wan2.7-image", "1K", {2000, 1000}, {1456, 720}},
            {"wanx2.1-imageedit", "", {777, 555}, {777, 555}},
            {"qwen-image-2.0", "512*512", {1920, 1080}, {512, 512}},
        };
        for (auto const& c : cases) {
            CAPTURE(c.model);
            auto const size = choose_size(*find_image_family(c.model), {c.text, c.input});
            REQUIRE(size.has_value());
            CHECK(size->width == c.size.width);
            CHECK(size->height == c.size.height);
        }
    }
}
