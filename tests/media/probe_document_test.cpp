#include "media/probe.hpp"
#include "samples.hpp"

#include <doctest/doctest.h>

using namespace std::string_literals;
using media::kind;
using test::zeros;

TEST_CASE("documents and text") {
    auto const zip = [](std::string const& name) { return "PK\x03\x04"s + zeros(26) + name; };
    auto const ole = [](std::string_view name) {
        std::string wide;
        for (char c : name) wide += std::string{c, '\0'};
        return "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"s + zeros(700) + wide;
    };
    struct {
        std::string_view what;
        std::string bytes;
        kind is;
        std::string_view type, extension;
    } const cases[] = {
        {"pdf", "%PDF-1.4\n", kind::document, "application/pdf", "pdf"},
        {"pdf behind rubbish", "\n\n%PDF-1.4\n", kind::document, "application/pdf", "pdf"},
        {"docx", zip("[Content_Types].xml") + zip("word/document.xml"), kind::document,
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
        {"xlsx", zip("_rels/.rels") + zip("xl/workbook.xml"), kind::document,
         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
        {"pptx", zip("ppt/presentation.xml"), kind::document,
         "application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"},
        {"epub", zip("mimetypeapplication/epub+zip"), kind::document, "application/epub+zip", "epub"},
        {"zip", zip("a.txt"), kind::document, "application/zip", "zip"},
        {"doc", ole("WordDocument"), kind::document, "application/msword", "doc"},
        {"xls", ole("Workbook"), kind::document, "application/vnd.ms-excel", "xls"},
        {"ppt", ole("PowerPoint Document"), kind::document, "application/vnd.ms-powerpoint", "ppt"},
        {"rtf", "{\\rtf1\\ansi}", kind::document, "application/rtf", "rtf"},
        {"json", " \n{\"a\":1}", kind::text, "application/json", "json"},
        {"json, cut", "[{\"a\":tr", kind::text, "application/json", "json"},
        {"json lines", "{\"a\":1}\n{\"a\":-2.5E+3}\n", kind::text, "application/json", "json"},
        {"no json", "[1] A footnote.", kind::text, "text/plain", "txt"},
        {"no json either", "{name}, hello", kind::text, "text/plain", "txt"},
        {"html", "<!DOCTYPE HTML><html>", kind::text, "text/html", "html"},
        {"xml", "<?xml version=\"1.0\"?><a/>", kind::text, "application/xml", "xml"},
        {"svg", "<?xml version=\"1.0\"?><svg/>", kind::text, "image/svg+xml", "svg"},
        {"text", "Guten Tag\n", kind::text, "text/plain", "txt"},
        {"text with a mark", "\xEF\xBB\xBFGuten Tag\n", kind::text, "text/plain", "txt"},
        {"text, cut in a character", "\xE4\xBD\xA0\xE5\xA5", kind::text, "text/plain", "txt"},
        {"UTF-16", "\xFF\xFEH\0i\0"s, kind::text, "text/plain", "txt"},
        {"GBK", "\xC4\xE3\xBA\xC3\n", kind::text, "text/plain", "txt"},
        {"nothing", "", kind::unknown, "", ""},
        {"bytes", "\x01\x02\x03\xFF\xFE"s, kind::unknown, "", ""},
        {"text with a zero", "abc\0def"s, kind::unknown, "", ""},
        {"an ELF program",
         "\x7F"s
         "ELF\x02\x01\x01"s +
             zeros(20),
         kind::unknown, "", ""},
    };
    for (auto const& [what, bytes, is, type, extension] : cases) {
        CAPTURE(what);
        auto const found = media::probe(bytes);
        CHECK(found.what == is);
        CHECK(found.type == type);
        CHECK(found.extension == extension);
    }
}

TEST_CASE("every kind has a name") {
    for (auto what : {kind::unknown, kind::image, kind::audio, kind::video, kind::document, kind::text})
        CHECK(!media::name_of(what).empty());
    CHECK(media::name_of(kind::image) == "image");
}
