#include "dashscope/session_source.hpp"

#include "media_files.hpp"
#include "seal/md5.hpp"

using namespace dashscope;
using namespace dashscope::test;

namespace {

struct source_fixture : media_files {
    session_content open(std::string argument) {
        session_source_services const from{inputs, http, {false, "127.0.0.1", server.port()}};
        return run(context, open_session_file(from, std::move(argument), "files"));
    }

    std::string refusal(std::string argument) {
        try {
            return "taken: " + open(std::move(argument)).name;
        } catch (media_error const& error) {
            return error.what();
        } catch (failure const& error) {
            return error.text();
        }
    }

    std::string bytes_of(session_content const& what) {
        auto const reading = [](net::body_source& from) -> platform::task<std::string> {
            std::string all;
            std::vector<char> piece(5);
            for (;;) {
                auto const got = co_await from.read(piece);
                if (got == 0) co_return all;
                all.append(piece.data(), got);
            }
        };
        return run(context, reading(*what.bytes));
    }

    static std::string sum(std::string_view bytes) {
        seal::md5 of;
        of.update(bytes);
        return of.hex();
    }

    std::string url(std::string const& path) const {
        return "http://127.0.0.1:" + std::to_string(server.port()) + path;
    }
};

}  // namespace

TEST_CASE_FIXTURE(source_fixture, "local files, data: URIs") {
    write("table.csv", "a,b\n");
    struct {
        std::string argument, name, bytes;
    } const cases[] = {
        {"note.txt", "note.txt", "Good day.\n"},
        {"cat.png", "cat.png", png(640, 480)},
        {"noname", "noname.png", png(300, 300)},
        // Plain text of any suffix is sent as what it is.
        {"table.csv", "table.csv.txt", "a,b\n"},
        {"data:text/plain;base64,R29vZCBkYXku", "file.txt", "Good day."},
    };
    for (auto const& c : cases) {
        CAPTURE(c.argument);
        auto const made = open(c.argument);
        CHECK(made.name == c.name);
        CHECK(made.md5 == sum(c.bytes));
        CHECK(made.bytes->size() == c.bytes.size());
        CHECK(bytes_of(made) == c.bytes);
        CHECK(checked_session_name(inputs, c.argument, "files") == c.name);
    }
}

TEST_CASE_FIXTURE(source_fixture, "a URL is fetched, and named by its path or by what it is") {
    std::string const large(3'000'000, 'a');
    struct {
        std::string path, name, bytes;
    } const cases[] = {
        {"/docs/%E6%8A%A5%E5%91%8A.txt?x=1", "报告.txt", "Hello."},
        {"/download?id=7", "download.txt", large},
        {"/", "file.png", png(100, 100)},
    };
    for (auto const& c : cases) {
        CAPTURE(c.path);
        server.script.push_back(answer(200, "application/octet-stream", c.bytes));
        auto const made = open(url(c.path));
        CHECK(made.name == c.name);
        CHECK(made.md5 == sum(c.bytes));
        CHECK(bytes_of(made) == c.bytes);
    }
}

TEST_CASE_FIXTURE(source_fixture, "what becomes no session file") {
    write("data.json", "{\"a\":1}");
    write("page.html", "<!doctype html><p>x");
    write("small.png", png(12, 300));
    struct {
        std::string argument;
        std::string_view part;
    } const cases[] = {
        {"data.json", "takes no file such as data.json. Allowed: documents up to 100 MB (doc, docx"},
        {"page.html", "as .txt"},
        {"letter.png", "it is not sent"},
        {"empty.png", "empty"},
        {"small.png", "12x300 pixels"},
        {"missing.pdf", "missing.pdf"},
        {"oss://a/b.pdf", "an oss:// reference can't become a session file"},
        {"data:text/plain;base64,***", "not valid"},
        {"https://user:pass@e.com/a.pdf", "without a login"},
        {"https://10.0.0.1/a.pdf", "Downloading from 10.0.0.1 failed"},
        {"ftp://e.com/a.pdf", "must be http or https"},
    };
    for (auto const& c : cases) {
        auto const text = refusal(c.argument);
        CHECK_MESSAGE(contains(text, c.part), text);
    }
    server.script.push_back(answer(302, "text/plain", ""));
    CHECK(contains(refusal(url("/a.pdf")), "leads elsewhere"));
}

TEST_CASE_FIXTURE(source_fixture, "sizes are checked before anything is sent") {
    write("large.png", png(640, 480, 100));
    std::filesystem::resize_file(folder / "large.png", (20ull << 20) + 1);
    CHECK(contains(refusal("large.png"), "at most 20 MB"));
    write("large.txt", "a\n");
    std::filesystem::resize_file(folder / "large.txt", (100ull << 20) + 1);
    auto const text = refusal("large.txt");
    CHECK_MESSAGE((contains(text, "100 MB") || contains(text, "unknown")), text);
}

TEST_CASE_FIXTURE(source_fixture, "names for a dry run need no network") {
    CHECK(checked_session_name(inputs, "https://e.com/a%20b.pdf", "files") == "a b.pdf");
    CHECK_THROWS_AS(checked_session_name(inputs, "oss://a/b", "files"), media_error);
    CHECK_THROWS_AS(checked_session_name(inputs, "empty.png", "files"), media_error);
}
