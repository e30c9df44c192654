#include "tools/file_upload.hpp"
#include "seal/keyring.hpp"
#include "tool_bench.hpp"
#include "tools/links.hpp"

#include <fstream>

using namespace tools::test;

namespace {

/// A picture of the sandbox's own, as a local file.
std::string picture(tool_bench& bench) {
    auto const made = bench.call("image_generate", {{"prompt", "a fox"}, {"size", "512*512"}});
    REQUIRE(made.files().size() == 1);
    return made.files()[0].string();
}

std::string reference_in(std::string const& text) {
    auto const at = text.find("oss://");
    REQUIRE_MESSAGE(at != std::string::npos, text);
    return text.substr(at, text.find_first_of("\n ", at) - at);
}

}  // namespace

TEST_CASE("a local file is uploaded, and its reference serves with its model alone") {
    tool_bench bench;
    auto const made = bench.call("file_upload", {{"path", picture(bench)}, {"model", "qwen3-vl-plus"}});
    CHECK(made.error == "");
    check_parts(made.text(), {"image/png", " kB; until 20", "model qwen3-vl-plus, and no other"});
    auto const reference = reference_in(made.text());
    auto const seen = bench.call("vision", {{"image", reference}, {"model", "qwen3-vl-plus"}});
    CHECK(seen.error == "");
    CHECK(bench.call("vision", {{"image", reference}, {"model", "qwen3-vl-flash"}}).error != "");
}

TEST_CASE("each upload is a new one") {
    tool_bench bench;
    auto const file = picture(bench);
    auto const upload = [&] {
        return reference_in(bench.call("file_upload", {{"file", file}, {"model", "qwen3-vl-plus"}}).text());
    };
    CHECK(upload() != upload());
}

TEST_CASE("a data: URI is uploaded") {
    tool_bench bench;
    auto const made = bench.call("file_upload", {{"file", "data:text/plain;base64,SGVsbG8="}, {"model", "qwen-long"}});
    CHECK(made.error == "");
    check_parts(made.text(), {"oss://", "text/plain, 5 bytes"});
}

TEST_CASE("what would be sent") {
    tool_bench bench;
    auto const shown = bench.call("file_upload", {{"file", picture(bench)}, {"model", "a/b c"}, {"dry_run", true}});
    CHECK(shown.error == "");
    check_parts(shown.text(),
                {"GET http://127.0.0.1", "/api/v1/uploads?action=getPolicy&model=a%2Fb%20c", "Then ", ".png ("});
    CHECK_FALSE(shown.has("sk-test-0123456789abcdef"));
}

TEST_CASE("bad arguments and refusals of file_upload") {
    tool_bench bench;
    std::ofstream(bench.folder / "notes.png") << "no picture at all, only words";
    struct {
        json::object arguments;
        char const* part;
    } const cases[] = {
        {{{"file", "x.png"}}, "model"},
        {{{"model", "m"}}, "file"},
        {{{"file", "x.png"}, {"model", ""}}, "model"},
        {{{"file", "https://e.com/a.png"}, {"model", "m"}}, "needs no upload"},
        {{{"file", "oss://a/b.png"}, {"model", "m"}}, "needs no upload"},
        {{{"file", "data:image/png;base64,!!!"}, {"model", "m"}}, "not valid"},
        {{{"file", (bench.folder / "none.png").string()}, {"model", "m"}}, "none.png"},
        {{{"file", (bench.folder / "notes.png").string()}, {"model", "m"}}, "By its name it is image"},
        {{{"file", "/etc/passwd"}, {"model", "m"}}, "/etc/passwd"},
    };
    for (auto const& each : cases) {
        auto const made = bench.call("file_upload", each.arguments);
        CHECK_MESSAGE(made.error.find(each.part) != std::string::npos, made.text());
    }
}

TEST_CASE("over HTTP a caller gets a link, unless the operator named folders") {
    tool_bench bench;
    seal::keyring const keys(seal::random_key());
    tools::links links(keys, [] { return std::chrono::system_clock::now(); }, "https://mcp.example.com");
    dashscope::media_inputs unseeing(bench.api, bench.http, nullptr, {});
    bench.with.link = &links;
    bench.with.upload_limit = 123'000'000;
    tools::services remote{bench.api, bench.settings, bench.http, unseeing, bench.tasks,
                           bench.out, bench.servers,  nullptr,    &links,   123'000'000};
    auto const tool = tools::make_file_upload(remote);
    listener context(bench.io.get_executor(), bench.sender);
    auto const call = [&](json::object const& arguments) { return bench.run(tool->call(arguments, context)); };

    auto const made = call({{"file", "/home/ann/my film.mp4"}, {"model", "wan2.7-i2v"}});
    std::string const text(made.content[0].at("text").as_string());
    check_parts(text,
                {"https://mcp.example.com/upload/v1.", "curl -T 'my film.mp4'", "123 MB", "works once", "wan2.7-i2v"});
    auto const begin = text.find("/upload/") + 8;
    auto const opened = links.open_upload(text.substr(begin, text.find('\n', begin) - begin));
    REQUIRE(opened.has_value());
    CHECK(opened->what.model == "wan2.7-i2v");
    CHECK(opened->what.name == "my film.mp4");
    CHECK(opened->what.max_bytes == 123'000'000);

    auto const dry = call({{"file", "a.png"}, {"model", "m"}, {"dry_run", true}});
    CHECK(std::string_view(dry.content[0].at("text").as_string()).find("/upload/") == std::string_view::npos);
    // What came with the call needs no link.
    auto const data = call({{"file", "data:text/plain,Hello"}, {"model", "qwen-long"}});
    CHECK(std::string_view(data.content[0].at("text").as_string()).starts_with("oss://"));
}
