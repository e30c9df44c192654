#include "sandbox/multipart.hpp"

#include <doctest/doctest.h>

using sandbox::read_multipart;

TEST_SUITE("sandbox/multipart") {
    TEST_CASE("fields and a file, in their order") {
        auto const body = std::string(
                              "--X\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nfolder/a.png\r\n"
                              "--X\r\ncontent-disposition: form-data; name=file; filename=\"a b.png\"\r\n"
                              "Content-Type: image/png\r\n\r\n") +
                          std::string("\0\r\n--Y\r\n", 9) + "\r\n--X--\r\n";
        auto const parts = read_multipart("multipart/form-data; boundary=X", body);
        REQUIRE(parts);
        REQUIRE(parts->size() == 2);
        CHECK((*parts)[0].name == "key");
        CHECK((*parts)[0].content == "folder/a.png");
        CHECK((*parts)[0].file_name.empty());
        CHECK((*parts)[1].name == "file");
        CHECK((*parts)[1].file_name == "a b.png");
        CHECK((*parts)[1].content_type == "image/png");
        CHECK((*parts)[1].content == std::string_view("\0\r\n--Y\r\n", 9));
    }

    TEST_CASE("a preamble, a quoted boundary, an empty part, no line end at the end") {
        auto const parts =
            read_multipart("Multipart/Form-Data; charset=utf-8; boundary=\"a b\"",
                           "ignored\r\n--a b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n\r\n--a b--");
        REQUIRE(parts);
        REQUIRE(parts->size() == 1);
        CHECK((*parts)[0].content.empty());
    }

    TEST_CASE("what is no form is refused") {
        constexpr std::string_view good = "--X\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\ny\r\n--X--";
        struct {
            std::string_view type;
            std::string_view body;
        } const cases[] = {
            {"application/json", good},
            {"", good},
            {"multipart/form-data", good},
            {"multipart/form-data; boundary=", good},
            {"multipart/form-data; boundary=Y", good},
            {"multipart/form-data; boundary=X", ""},
            {"multipart/form-data; boundary=X", "--X\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\ny"},
            {"multipart/form-data; boundary=X", "--X\r\nno empty line\r\n--X--"},
            {"multipart/form-data; boundary=X", "--Xy\r\n\r\n--X--"},
        };
        for (auto const& c : cases) {
            CAPTURE(c.type);
            CAPTURE(c.body);
            CHECK(!read_multipart(c.type, c.body));
        }
        CHECK(read_multipart("multipart/form-data; boundary=X", good));
    }
}
