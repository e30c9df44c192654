#include "tools/links.hpp"

#include <doctest/doctest.h>

using namespace std::chrono_literals;
using tools::links;

namespace {

struct made {
    std::chrono::system_clock::time_point now{1'800'000'000s};
    seal::keyring keys{seal::random_key()};
    links of;

    explicit made(std::string public_url = {}) : of(keys, [this] { return now; }, std::move(public_url)) {
        of.listens_at("http://127.0.0.1:8080");
    }
};

std::string token_of(std::string const& link) {
    return link.substr(link.rfind('/') + 1);
}

}  // namespace

TEST_CASE("a link leads to the public URL, else to the host that was addressed, else to the listening address") {
    struct {
        char const* public_url;
        char const* host;
        char const* beginning;
    } const cases[] = {
        {"", "", "http://127.0.0.1:8080/media/v1."},
        {"", "box.local:9000", "http://box.local:9000/media/v1."},
        {"https://mcp.example.com", "box.local", "https://mcp.example.com/media/v1."},
        {"https://example.com/dashscope/", "", "https://example.com/dashscope/media/v1."},
    };
    for (auto const& each : cases) {
        made with(each.public_url);
        auto const link = with.of.to_file("/out/a.wav", each.host);
        CHECK_MESSAGE(link.starts_with(each.beginning), link);
    }
}

TEST_CASE("a file's link names the file, and nothing of it can be read in it") {
    made with;
    auto const link = with.of.to_file("/out/film.wav", "");
    CHECK(link.find("film") == std::string::npos);
    auto const opened = with.of.open_file(token_of(link));
    REQUIRE(opened.has_value());
    CHECK(opened->what == "/out/film.wav");
    CHECK(opened->expires == with.of.file_end());
    with.now += 24h + 1s;
    CHECK(with.of.open_file(token_of(link)).error() == seal::open_errc::expired);
}

TEST_CASE("an upload's link names what is allowed") {
    made with;
    auto const link = with.of.for_upload({"id1", "qwen3-vl-plus", "my \"film\".mp4", 1ull << 30}, "h");
    CHECK(link.starts_with("http://h/upload/v1."));
    auto const opened = with.of.open_upload(token_of(link));
    REQUIRE(opened.has_value());
    CHECK(opened->what.id == "id1");
    CHECK(opened->what.model == "qwen3-vl-plus");
    CHECK(opened->what.name == "my \"film\".mp4");
    CHECK(opened->what.max_bytes == 1ull << 30);
    with.now += 31min;
    CHECK(with.of.open_upload(token_of(link)).error() == seal::open_errc::expired);
}

TEST_CASE("links of one purpose, of another key or changed ones open nothing") {
    made with;
    made other;
    auto const file = token_of(with.of.to_file("/out/a.wav", ""));
    auto const upload = token_of(with.of.for_upload({"i", "m", "n", 1}, ""));
    CHECK(with.of.open_upload(file).error() == seal::open_errc::tampered);
    CHECK(with.of.open_file(upload).error() == seal::open_errc::tampered);
    CHECK(other.of.open_file(file).error() == seal::open_errc::unknown_key);
    auto changed = file;
    changed.back() = changed.back() == 'A' ? 'B' : 'A';
    CHECK(with.of.open_file(changed).has_error());
    for (auto const* none : {"", "v1", "v1..", "../../etc/passwd", "%2e%2e"})
        CHECK(with.of.open_file(none).has_error());
}

TEST_CASE("an order of another version opens nothing") {
    made with;
    for (auto const* payload : {"", "{}", "[1,2,3,4]", R"(["a","b","c"])", R"(["a","b","c","many"])"}) {
        auto const token = with.keys.seal("upload", {}, payload, with.now, 1h);
        CHECK(with.of.open_upload(token).has_error());
    }
}
