#include "dashscope/download.hpp"

#include "media_files.hpp"

using namespace dashscope;
using namespace dashscope::test;

namespace {

struct download_fixture : client_fixture {
    download_fixture() { rules.base = {false, "127.0.0.1", server.port()}; }

    std::string url(std::string const& path = "/result.png?Expires=1&Signature=SECRETSIGN") const {
        return rules.base.text() + path;
    }

    std::uint64_t get(std::string from) {
        taken.clear();
        return run(context, download(http, std::move(from), rules, [this](std::string_view piece) { taken += piece; }));
    }
    std::string problem(std::string from) {
        auto const error = failed([&] { get(std::move(from)); });
        CHECK(!contains(error.text(), "SECRETSIGN"));
        return error.text();
    }

    download_rules rules;
    std::string taken;
};

std::string const picture = png(640, 480, 300'000);

}  // namespace

TEST_CASE_FIXTURE(download_fixture, "a result, piece by piece") {
    rules.expected_type = "image/";
    server.script = {answer(200, "image/png", picture)};
    CHECK(get(url()) == picture.size());
    CHECK(taken == picture);
    CHECK(server.seen[0].head.starts_with("GET /result.png?Expires=1&Signature=SECRETSIGN HTTP/1.1\r\n"));
    CHECK(!contains(server.seen[0].head, "Authorization"));
}

TEST_CASE_FIXTURE(download_fixture, "small ones, unannounced ones") {
    server.script = {answer(200, "text/plain", "hi"), event_stream("hello")};
    CHECK(get(url()) == 2);
    CHECK(taken == "hi");
    CHECK(get(url()) == 5);
    CHECK(taken == "hello");
}

TEST_CASE_FIXTURE(download_fixture, "what the bytes are decides, not what the head says") {
    std::string const text = "<html>Please log in.</html>";
    std::string const film(
        "\0\0\0\x10"
        "ftypisom\0\0\0\0",
        16);
    struct {
        std::string_view expected;
        std::string bytes;
        std::string_view text;  // empty: fine
    } const cases[] = {
        {"image/", picture, ""},
        {"image/png", picture, ""},
        {"image/jpeg", picture, "What the URL gives is image/png, not image."},
        {"image/", text, "What the URL gives is text/html, not image."},
        {"video/", std::string("\1\2\3\4", 4), "What the URL gives is of an unknown kind, not video."},
        {"video/", film, ""},
        {"audio/", film, ""},  // the head doesn't tell what is in the container
        {"audio/", picture, "What the URL gives is image/png, not audio."},
        {"", text, ""},
        {"", "", "What the URL gives is empty."},
    };
    for (auto const& [expected, bytes, said] : cases) {
        CAPTURE(expected);
        CAPTURE(bytes.substr(0, 20));
        rules.expected_type = expected;
        server.script = {answer(200, "image/png", bytes)};
        if (said.empty()) {
            CHECK(get(url()) == bytes.size());
        } else {
            CHECK(contains(problem(url()), said));
            CHECK(taken.empty());
        }
    }
}

TEST_CASE_FIXTURE(download_fixture, "sizes") {
    rules.max_bytes = 1 << 20;
    SUBCASE("announced: refused before a byte is taken") {
        server.script = {answer(200, "image/png", std::string((1 << 20) + 1, 'x'))};
        CHECK(contains(problem(url()), "It has more than the 1 MB that are allowed."));
        CHECK(taken.empty());
    }
    SUBCASE("unannounced: refused when it is passed") {
        server.script = {event_stream(std::string((1 << 20) + 1, 'x'))};
        CHECK(contains(problem(url()), "more than the 1 MB"));
        CHECK(taken.size() <= 1 << 20);
    }
    SUBCASE("just that size") {
        server.script = {answer(200, "image/png", std::string(1 << 20, 'x'))};
        CHECK(get(url()) == 1 << 20);
    }
}

TEST_CASE_FIXTURE(download_fixture, "answers that are no result") {
    struct {
        reply given;
        std::string_view text;
    } const cases[] = {
        {answer(302, "text/plain", "", "Location: http://169.254.169.254/\r\n"),
         "It leads elsewhere (HTTP 302), which is not followed"},
        {answer(
             403, "application/xml",
             "<Error><Code>AccessDenied</Code><Message>Request has expired.</Message><RequestId>9</RequestId></Error>"),
         "The storage answered AccessDenied (HTTP 403): Request has expired. Request id: 9. Links to results end after "
         "24 hours"},
        {answer(404, "text/html", "<html>"), "HTTP 404. Links to results end"},
        {answer(401, "text/html", "<html>"), "without a login"},
        {answer(204, "text/html", ""), "The storage answered HTTP 204."},
    };
    for (auto const& [given, text] : cases) {
        CAPTURE(text);
        server.script = {given};
        CHECK(contains(problem(url()), text));
        CHECK(server.seen.size() == 1);
        server.seen.clear();
    }
}

TEST_CASE_FIXTURE(download_fixture, "troubles that pass") {
    SUBCASE("before the first byte") {
        server.script = {{}, answer(503, "text/plain", "busy"), answer(200, "image/png", picture)};
        CHECK(get(url()) == picture.size());
        CHECK(taken == picture);
    }
    SUBCASE("in the first piece, which nobody has seen") {
        server.script = {cut_stream("abc"), answer(200, "image/png", picture)};
        CHECK(get(url()) == picture.size());
        CHECK(taken == picture);
    }
    SUBCASE("later: what was handed on can't be taken back") {
        server.script = {cut_stream(picture), answer(200, "image/png", picture)};
        CHECK(contains(problem(url()), "Downloading from 127.0.0.1 failed."));
        CHECK(server.seen.size() == 1);
    }
    SUBCASE("that stay") {
        server.script = {answer(500, "", "a"), answer(500, "", "a"), answer(500, "", "a"), answer(200, "", "a")};
        CHECK(contains(problem(url()), "HTTP 500"));
        CHECK(server.seen.size() == 3);
    }
}

TEST_CASE_FIXTURE(download_fixture, "what the taker throws ends it") {
    server.script = {answer(200, "image/png", picture)};
    auto const take = [](std::string_view) { throw std::domain_error("disk full"); };
    CHECK_THROWS_AS(run(context, download(http, url(), rules, take)), std::domain_error);
}

TEST_CASE_FIXTURE(download_fixture, "URLs that are not asked") {
    auto const port = std::to_string(server.port());
    struct {
        std::string url;
        std::string_view text;
    } const cases[] = {
        {"ftp://host.test/a", "is not an http or https URL"},
        {"/etc/passwd", "is not an http or https URL"},
        {"https://user:SECRETSIGN@host.test/a", "The URL holds a user name or password"},
        // Any port of the base but its own, and any other way to write it.
        {"https://127.0.0.1:" + port + "/a", "has no public address"},
        {"http://127.0.0.1:1/a", "has no public address"},
        {"http://localhost:" + port + "/a", "has no public address"},
        {"http://[::1]:" + port + "/a", "has no public address"},
        {"http://10.0.0.1/a", "has no public address"},
        {"http://169.254.169.254/latest/meta-data", "has no public address"},
        {"http://100.100.100.200/latest/meta-data", "has no public address"},
        {"http://0.0.0.0/a", "has no public address"},
    };
    for (auto const& [from, text] : cases) {
        CAPTURE(from);
        CHECK(contains(problem(from), text));
    }
    CHECK(server.seen.empty());
}

TEST_CASE("http is raised to https") {
    boost::asio::io_context context{1};
    scripted_server proxy{context};
    net::client_options options;
    auto const via = "127.0.0.1:" + std::to_string(proxy.port());
    options.proxies = {via, via, ""};
    net::client http{context.get_executor(), options};
    struct {
        std::string_view url, asked;
    } const cases[] = {
        {"http://x.oss-cn-beijing.aliyuncs.com/a", "CONNECT x.oss-cn-beijing.aliyuncs.com:443 HTTP/1.1\r\n"},
        {"http://x.oss-cn-beijing.aliyuncs.com:8080/a", "CONNECT x.oss-cn-beijing.aliyuncs.com:8080 HTTP/1.1\r\n"},
        {"https://x.oss-cn-beijing.aliyuncs.com/a", "CONNECT x.oss-cn-beijing.aliyuncs.com:443 HTTP/1.1\r\n"},
    };
    for (auto const& [url, asked] : cases) {
        CAPTURE(url);
        proxy.seen.clear();
        proxy.script = {answer(403, "text/plain", "")};
        download_rules rules;
        rules.base = beijing_origin();
        CHECK_THROWS_AS(run(context, download(http, std::string(url), rules, [](auto) {})), failure);
        REQUIRE(proxy.seen.size() == 1);
        CHECK(proxy.seen[0].head.starts_with(asked));
    }
}
