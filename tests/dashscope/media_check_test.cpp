#include "dashscope/media_check.hpp"

#include "support.hpp"

using namespace dashscope;
using dashscope::test::contains;
using media::kind;

namespace {

media_rules picture() {
    media_rules rules;
    rules.name = "image";
    rules.kinds = {kind::image};
    rules.types = {"image/png", "image/jpeg"};
    rules.max_bytes = 10 << 20;
    rules.min_side = 240;
    rules.max_side = 8000;
    rules.max_ratio = 2.5;
    return rules;
}

media::facts facts(kind what, std::string type, std::string extension, std::uint32_t width = 0,
                   std::uint32_t height = 0) {
    media::facts made{what, std::move(type), std::move(extension), {}, {}, {}};
    if (width > 0) made.width = width;
    if (height > 0) made.height = height;
    return made;
}

media::facts png(std::uint32_t width, std::uint32_t height) {
    return facts(kind::image, "image/png", "png", width, height);
}

std::string problem(media_rules const& rules, media::facts const& found, std::uint64_t size = 1000,
                    std::string_view name = {}) {
    try {
        check_media(rules, found, size, name);
        return {};
    } catch (media_error const& error) {
        return error.what();
    }
}

}  // namespace

TEST_CASE("what is allowed, in words") {
    struct {
        media_rules rules;
        std::string_view text;
    } cases[] = {
        {picture(),
         "Allowed: image (png, jpeg), at most 10 MB, sides of 240 to 8000 pixels, the longer side at most 2.5 times "
         "the shorter."},
        {{}, ""},
        {{"file", {kind::audio, kind::video}, {}}, "Allowed: audio, video."},
    };
    for (auto const& [rules, text] : cases) CHECK(allowed_text(rules) == text);
    auto rules = picture();
    rules.max_side = 0;
    rules.max_ratio = 8;
    rules.max_bytes = 1'500'000;
    CHECK(allowed_text(rules) ==
          "Allowed: image (png, jpeg), at most 1.4 MB, sides of at least 240 pixels, the longer side "
          "at most 8 times the shorter.");
}

TEST_CASE("pictures against their rules") {
    struct {
        std::string_view what;
        media::facts found;
        std::uint64_t size;
        std::string_view text;  // empty: fine
    } const cases[] = {
        {"good", png(640, 480), 1000, ""},
        {"at every limit", png(600, 240), 10 << 20, ""},
        {"whose head breaks off", png(0, 0), 1000, "It is a broken image (image/png)"},
        {"jpeg whose head breaks off", facts(kind::image, "image/jpeg", "jpg"), 1000, "It is a broken image"},
        {"of unknown pixels", facts(kind::image, "image/jpeg", "jpg"), 100'000, ""},
        {"jpeg", facts(kind::image, "image/jpeg", "jpg", 640, 480), 1000, ""},
        {"too heavy", png(640, 480), (10 << 20) + 1, "It has 10.0 MB."},
        {"empty", png(640, 480), 0, "It is empty."},
        {"too small", png(239, 480), 1000, "It has 239x480 pixels."},
        {"too large", png(8001, 8000), 1000, "It has 8001x8000 pixels."},
        {"too long", png(601, 240), 1000, "too long and thin"},
        {"another type", facts(kind::image, "image/gif", "gif", 640, 480), 1000, "It is image (image/gif)."},
        {"another kind", facts(kind::audio, "audio/wav", "wav"), 1000, "It is audio (audio/wav)."},
        {"nothing known", {}, 1000, "It is of an unknown kind."},
    };
    for (auto const& [what, found, size, text] : cases) {
        CAPTURE(what);
        auto const said = problem(picture(), found, size);
        CAPTURE(said);
        if (text.empty()) {
            CHECK(said.empty());
        } else {
            CHECK(said.starts_with("image: "));
            CHECK(contains(said, text));
            CHECK(contains(said, "Allowed: image (png, jpeg)"));
        }
    }
}

TEST_CASE("types by their name or by the extension's") {
    media_rules rules;
    rules.types = {"audio/mp3", "video/mov", "audio/wav"};
    CHECK(problem(rules, facts(kind::audio, "audio/mpeg", "mp3")).empty());
    CHECK(problem(rules, facts(kind::video, "video/quicktime", "mov")).empty());
    CHECK(problem(rules, facts(kind::audio, "audio/wav", "wav")).empty());
    CHECK(!problem(rules, facts(kind::audio, "audio/flac", "flac")).empty());
}

TEST_CASE("a name that claims another kind") {
    struct {
        std::string_view name;
        media::facts found;
        bool passes;
    } const cases[] = {
        {"cat.png", png(1, 1), true},
        {"cat.jpg", png(1, 1), true},
        {"cat", png(1, 1), true},
        {"cat.dat", png(1, 1), true},
        {"keys.png", facts(kind::text, "text/plain", "txt"), false},
        {"keys.png", {}, false},
        {"song.mp3", png(1, 1), false},
        {"song.mp4", facts(kind::audio, "audio/mp4", "m4a"), true},
        {"song.m4a", facts(kind::video, "video/mp4", "mp4"), true},
        {"song.mp4", facts(kind::text, "text/plain", "txt"), false},
        {"old.doc", facts(kind::text, "text/html", "html"), true},
        {"list.csv", facts(kind::document, "application/zip", "zip"), true},
        {"report.pdf", png(1, 1), false},
        {"unknown.bin", {}, true},
    };
    for (auto const& [name, found, passes] : cases) {
        CAPTURE(name);
        auto const said = problem({}, found, 10, name);
        CHECK(said.empty() == passes);
        if (!passes) CHECK(contains(said, "by its content"));
    }
}

TEST_CASE("URLs: form alone") {
    auto const rules = picture();
    CHECK(checked_url(rules, "https://host.test/a.png?x=1#f") == "https://host.test/a.png?x=1#f");
    CHECK(checked_url(rules, "http://host.test:81/a b/\xE7\x8C\xAB.png") == "http://host.test:81/a%20b/%E7%8C%AB.png");
    struct {
        std::string_view url, text;
    } const cases[] = {
        {"ftp://host.test/a", "must be http or https"},
        {"https://", "must be http or https"},
        {"https://user:secret@host.test/a", "without a login"},
        {"javascript://alert", "must be http or https"},
    };
    for (auto const& [url, text] : cases) {
        CAPTURE(url);
        try {
            checked_url(rules, url);
            FAIL("it was taken");
        } catch (media_error const& error) {
            CHECK(contains(error.what(), text));
            CHECK(!contains(error.what(), "secret"));
        }
    }
}

TEST_CASE("references") {
    for (auto good : {"oss://dashscope-instant/a/b.png", "OSS://bucket/key"}) CHECK_NOTHROW(check_reference({}, good));
    for (auto bad : {"oss://", "oss:///a", "oss://a b", "oss://a\nb"})
        CHECK_THROWS_AS(check_reference({}, bad), media_error);
}
