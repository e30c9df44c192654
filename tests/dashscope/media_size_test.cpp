#include "dashscope/media_size.hpp"
#include "support.hpp"

using namespace dashscope;

TEST_CASE("sizes are read in every spelling") {
    struct {
        std::string_view text;
        std::string_view expected;  // empty: none
    } const cases[] = {
        {"1024*768", "1024*768"},
        {"1024x768", "1024*768"},
        {"1024X768", "1024*768"},
        {"1024\u00d7768", "1024*768"},
        {" 1024 * 768 ", "1024*768"},
        {"1024", ""},
        {"16:9", ""},
        {"*768", ""},
        {"0*768", ""},
        {"-1*768", ""},
        {"1e3*768", ""},
        {"99999999999*1", ""},
        {"", ""},
    };
    for (auto const& each : cases) {
        CAPTURE(each.text);
        auto size = parse_size(each.text);
        CHECK(size.has_value() == !each.expected.empty());
        if (size) CHECK(size_text(*size) == each.expected);
    }
}

TEST_CASE("ratios and resolutions") {
    CHECK(is_ratio("16:9"));
    CHECK_FALSE(is_ratio("16*9"));
    CHECK_FALSE(is_ratio("wide"));
    CHECK_FALSE(is_ratio("16:"));
    CHECK(resolution_text("720p") == "720P");
    CHECK(resolution_text("1080") == "1080P");
    CHECK(resolution_text(" 480P") == "480P");
    CHECK(resolution_text("4k") == "4K");
    CHECK(pixel_size{2000, 1000}.ratio() == 2);
    CHECK(pixel_size{1000, 2000}.ratio() == 2);
    CHECK(pixel_size{}.ratio() == 0);
}

TEST_CASE("lists are looked up both ways and told in words") {
    constexpr ratio_size list[] = {{"16:9", "1664*928"}, {"1:1", "1328*1328"}};
    CHECK(size_for(list, "1:1") == "1328*1328");
    CHECK(size_for(list, " 16:9") == "1664*928");
    CHECK(size_for(list, "2:1").empty());
    CHECK(ratio_of(list, "1664*928") == "16:9");
    CHECK(ratio_of(list, "1*1").empty());
    CHECK(ratios_text(list) == "16:9, 1:1");
    CHECK(sizes_text(list) == "1664*928 (16:9), 1328*1328 (1:1)");
}
