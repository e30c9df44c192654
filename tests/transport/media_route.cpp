#include "transport/media_route.hpp"

#include "routes.hpp"

#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <stdlib.h>

using namespace std::chrono_literals;

namespace {

/// A folder with one file, found by the token "good".
struct shelf {
    explicit shelf(std::string of, std::string name = "talk 1.wav") : content(std::move(of)) {
        std::string pattern = std::filesystem::temp_directory_path() / "media-route-XXXXXX";
        folder = ::mkdtemp(pattern.data());
        path = folder / name;
        std::ofstream(path) << content;
    }
    ~shelf() { std::filesystem::remove_all(folder); }

    boost::system::result<transport::shared_file, transport::link_refusal> find(std::string_view token) const {
        if (token == "old") return transport::link_refusal{410, "This \"link\" has expired."};
        if (token != "good") return transport::link_refusal{404, "none"};
        auto const end = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) + 1h;
        platform::open_file file(::open(path.c_str(), O_RDONLY), content.size(), path);
        return transport::shared_file{std::move(file), "audio/wav", true, end};
    }

    std::string content;
    std::filesystem::path folder;
    std::filesystem::path path;
    transport::media_route route{"/media/", [this](std::string_view token) { return find(token); }};
};

std::string numbers(std::size_t size) {
    std::string text;
    while (text.size() < size) text += std::to_string(text.size()) + " ";
    text.resize(size);
    return text;
}

}  // namespace

TEST_CASE("a file is given whole, with what a browser must know and may do") {
    shelf with(numbers(1'000'000));
    testing::route_bench bench("/media/", with.route);
    auto const answer = bench.send(bench.request("GET", "/media/good"));
    CHECK(answer.status == 200);
    CHECK(answer.body == with.content);
    struct {
        char const* name;
        char const* value;
    } const fields[] = {{"content-type", "audio/wav"},
                        {"content-length", "1000000"},
                        {"accept-ranges", "bytes"},
                        {"content-disposition", "inline; filename=\"talk 1.wav\""},
                        {"x-content-type-options", "nosniff"},
                        {"content-security-policy", "default-src 'none'; sandbox"},
                        {"referrer-policy", "no-referrer"}};
    for (auto const& [name, value] : fields) CHECK_MESSAGE(answer.fields.value_or(name, "") == value, name);
    CHECK(answer.fields.value_or("cache-control", "").starts_with("private, max-age=3"));
    CHECK(answer.fields.find("etag"));
    CHECK_FALSE(answer.fields.find("transfer-encoding"));
}

TEST_CASE("HEAD tells the same without the bytes") {
    shelf with(numbers(5000));
    testing::route_bench bench("/media/", with.route);
    auto const answer = bench.send(bench.request("HEAD", "/media/good"));
    CHECK(answer.status == 200);
    CHECK(answer.body.empty());
    CHECK(answer.fields.value_or("content-length", "") == "5000");
    // The connection goes on.
    CHECK(bench.send(bench.request("GET", "/media/good")).body.size() == 5000);
}

TEST_CASE("parts of a file") {
    shelf with(numbers(600'000));
    testing::route_bench bench("/media/", with.route);
    struct {
        char const* range;
        int status;
        char const* content_range;
        std::size_t first;
        std::size_t size;
    } const cases[] = {{"bytes=0-9", 206, "bytes 0-9/600000", 0, 10},
                       {"bytes=599990-", 206, "bytes 599990-599999/600000", 599'990, 10},
                       {"bytes=-300000", 206, "bytes 300000-599999/600000", 300'000, 300'000},
                       {"bytes=0-1,4-5", 200, "", 0, 600'000},
                       {"bytes=600000-", 416, "bytes */600000", 0, 0}};
    for (auto const& each : cases) {
        CAPTURE(each.range);
        auto const answer = bench.send(bench.request("GET", "/media/good", {}, {{"Range", each.range}}));
        CHECK(answer.status == each.status);
        CHECK(answer.fields.value_or("content-range", "") == each.content_range);
        CHECK(answer.body == with.content.substr(each.first, each.size));
    }
}

TEST_CASE("a part is given only of the version that the client has") {
    shelf with(numbers(1000));
    testing::route_bench bench("/media/", with.route);
    auto const tag = std::string(bench.send(bench.request("HEAD", "/media/good")).fields.value_or("etag", ""));
    auto const ask = [&](std::string const& known) {
        return bench.send(bench.request("GET", "/media/good", {}, {{"Range", "bytes=0-9"}, {"If-Range", known}}))
            .status;
    };
    CHECK(ask(tag) == 206);
    CHECK(ask("\"another\"") == 200);
    CHECK(ask("Sat, 21 Nov 2026 00:00:00 GMT") == 200);
}

TEST_CASE("an empty file is a file") {
    shelf with("");
    testing::route_bench bench("/media/", with.route);
    auto const answer = bench.send(bench.request("GET", "/media/good"));
    CHECK(answer.status == 200);
    CHECK(answer.fields.value_or("content-length", "") == "0");
    CHECK(bench.send(bench.request("GET", "/media/good", {}, {{"Range", "bytes=0-"}})).status == 416);
}

TEST_CASE("a file that became shorter breaks off, so that nobody takes it for whole") {
    shelf with(numbers(1000));
    testing::route_bench bench("/media/", with.route);
    std::filesystem::resize_file(with.path, 10);
    CHECK_THROWS_AS(bench.send(bench.request("GET", "/media/good")), net::client_error);
}

TEST_CASE("links that are none, and other methods") {
    shelf with("x");
    testing::route_bench bench("/media/", with.route);
    struct {
        char const* method;
        char const* target;
        int status;
        char const* body;
    } const cases[] = {{"GET", "/media/old", 410, R"({"error":"This \"link\" has expired."})"},
                       {"GET", "/media/", 404, R"({"error":"none"})"},
                       {"GET", "/media/good/../../etc/passwd", 404, R"({"error":"none"})"},
                       {"POST", "/media/good", 405, R"({"error":"Only GET and HEAD here"})"},
                       {"DELETE", "/media/good", 405, R"({"error":"Only GET and HEAD here"})"},
                       {"GET", "/medium/good", 404, R"({"error":"not_found"})"}};
    for (auto const& each : cases) {
        CAPTURE(each.target);
        auto const answer = bench.send(bench.request(each.method, each.target));
        CHECK(answer.status == each.status);
        CHECK(answer.body == each.body);
    }
    CHECK(bench.send(bench.request("PUT", "/media/good")).fields.value_or("allow", "") == "GET, HEAD");
    CHECK(bench.send(bench.request("GET", "/media/good", {}, {{"Origin", "https://evil.example"}})).status == 403);
}

TEST_CASE("file names in headers") {
    struct {
        char const* name;
        char const* field;
    } const cases[] = {{"a.wav", "inline; filename=\"a.wav\""},
                       {"a\"b\\c.wav", "inline; filename=\"a_b_c.wav\"; filename*=UTF-8''a%22b%5Cc.wav"},
                       {"声.wav", "inline; filename=\"___.wav\"; filename*=UTF-8''%E5%A3%B0.wav"},
                       {"a\r\nX: y", "inline; filename=\"a__X: y\"; filename*=UTF-8''a%0D%0AX%3A%20y"}};
    for (auto const& each : cases) CHECK(transport::content_disposition("inline", each.name) == each.field);
}
