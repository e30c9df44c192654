#include "dashscope/session_file_rules.hpp"

#include "dashscope/media_check.hpp"
#include "support.hpp"

using namespace dashscope;
using namespace dashscope::test;

TEST_CASE("the limits go by suffix") {
    struct {
        std::string_view suffixes;
        unsigned megabytes;
    } const cases[] = {
        {"doc docx wps ppt pptx xls xlsx md txt pdf PDF Docx", 100},
        {"png jpg jpeg bmp gif PNG", 20},
        {"mp4 mkv avi mov wmv", 512},
        {"aac amr flac flv m4a mp3 mpeg ogg opus wav webm wma", 512},
    };
    for (auto const& c : cases)
        for (auto rest = c.suffixes; !rest.empty();) {
            auto const end = std::min(rest.find(' '), rest.size());
            auto const name = "a." + std::string(rest.substr(0, end));
            CAPTURE(name);
            auto const rules = session_rules_for(name, "files");
            REQUIRE(rules.has_value());
            CHECK(rules->max_bytes == std::uint64_t{c.megabytes} << 20);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    for (auto const* none : {"a.exe", "a.csv", "a.json", "a.webp", "a.html", "a", "a.", "", ".pdfx"})
        CHECK_FALSE(session_rules_for(none, "files").has_value());
    for (auto const* part : {"docx", "100 MB", "20 MB", "512 MB", "webm", "as .txt"})
        CHECK(contains(session_kinds_text(), part));
}

TEST_CASE("what the bytes must be") {
    struct {
        std::string_view name;
        media::facts found;
        bool good;
    } const cases[] = {
        {"a.pdf", {media::kind::document, "application/pdf", "pdf", {}, {}, {}}, true},
        {"a.txt", {media::kind::text, "text/plain", "txt", {}, {}, {}}, true},
        {"a.doc", {media::kind::text, "text/html", "html", {}, {}, {}}, true},
        {"a.png", {media::kind::image, "image/png", "png", 100, 100, {}}, true},
        {"a.png", {media::kind::image, "image/webp", "webp", 100, 100, {}}, false},
        {"a.png", {media::kind::image, "image/png", "png", 10, 100, {}}, false},
        {"a.png", {media::kind::image, "image/png", "png", 9000, 900, {}}, false},
        {"a.mp4", {media::kind::audio, "audio/mp4", "m4a", {}, {}, {}}, true},
        {"a.mp4", {media::kind::text, "text/plain", "txt", {}, {}, {}}, false},
        {"a.pdf", {media::kind::image, "image/png", "png", 100, 100, {}}, false},
    };
    for (auto const& c : cases) {
        CAPTURE(c.name);
        bool good = true;
        try {
            check_media(*session_rules_for(c.name, "files"), c.found, 1000, c.name);
        } catch (media_error const&) {
            good = false;
        }
        CHECK(good == c.good);
    }
}

TEST_CASE("names as DashScope sees them") {
    std::string long_name;
    for (int i = 0; i < 200; ++i) long_name += "报";
    struct {
        std::string_view name, extension, expected;
    } const cases[] = {
        {"report.pdf", "pdf", "report.pdf"},
        {"报告.docx", "docx", "报告.docx"},
        {"download.php", "pdf", "download.php.pdf"},
        {"noname", "png", "noname.png"},
        {"a.md", "txt", "a.md"},
        {"a", "", "filea"},
        {".txt", "txt", "file.txt"},
        {"dir/with\\slashes.txt", "txt", "slashes.txt"},
        {"two\nlines.txt", "txt", "two_lines.txt"},
    };
    for (auto const& c : cases) CHECK(session_file_name(c.name, c.extension) == c.expected);
    auto const cut = session_file_name(long_name + ".pdf", "pdf");
    CHECK(cut.size() == 124 * 3 + 4);
    CHECK(cut.ends_with("报.pdf"));
}
