#include "tools/output.hpp"

#include "platform/files.hpp"
#include "seal/keyring.hpp"
#include "tool_bench.hpp"
#include "tools/links.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/json/serialize.hpp>

using namespace tools;
using namespace tools::test;
namespace fs = std::filesystem;

namespace {

/// URLs of real pictures of the sandbox's, and an output with options of its own.
struct publishing {
    tool_bench bench;
    listener context{bench.io.get_executor(), bench.sender};
    output_options options{output_mode::files, bench.folder / "made", true, 1u << 30};

    std::string picture(std::string_view size = "1280*1280") {
        auto made = bench.call("image_generate", {{"prompt", "a fox"}, {"size", size}, {"output", "urls"}});
        auto const text = made.text();
        auto const begin = text.find("http://");
        REQUIRE(begin != std::string::npos);
        return text.substr(begin, text.find_first_of(" \n", begin) - begin);
    }
    made_media picture_media(std::string_view size = "1280*1280") { return {picture(size), {}, "image/", "png", ""}; }

    outcome publish(std::vector<made_media> made, std::optional<output_mode> mode = std::nullopt,
                    std::string stem = "fox") {
        output out(bench.http, bench.settings.base, options);
        outcome come;
        auto const work = [&]() -> platform::task<bool> {
            co_await out.add(come.result, std::move(made), stem, mode, context);
            co_return true;
        };
        bench.run(work());
        return come;
    }
    std::size_t files_in(fs::path const& folder) const {
        std::size_t count = 0;
        if (fs::exists(folder))
            for ([[maybe_unused]] auto const& each : fs::directory_iterator(folder)) ++count;
        return count;
    }
};

}  // namespace

TEST_CASE("modes by name") {
    CHECK(parse_output_mode("urls") == output_mode::urls);
    CHECK(parse_output_mode("files") == output_mode::files);
    CHECK(parse_output_mode("inline") == output_mode::inline_images);
    CHECK_FALSE(parse_output_mode(""));
    CHECK_FALSE(parse_output_mode("Files"));
}

TEST_CASE_FIXTURE(publishing, "what has no URL of DashScope's gets one of this server's, where callers are elsewhere") {
    seal::keyring const keys(seal::random_key());
    links link(keys, [] { return std::chrono::system_clock::now(); }, {});
    link.listens_at("http://127.0.0.1:1");
    bench.sender.host = "box:8080";
    struct {
        output_mode mode;
        bool path;
    } const cases[] = {{output_mode::urls, false}, {output_mode::files, true}};
    for (auto const& each : cases) {
        options.mode = each.mode;
        output out(bench.http, bench.settings.base, options, &link);
        listener caller(bench.io.get_executor(), bench.sender);
        outcome come;
        auto const work = [&]() -> platform::task<bool> {
            std::vector<made_media> made(1);
            made[0].bytes = "RIFF of a kind";
            made[0].extension = "wav";
            co_await out.add(come.result, std::move(made), "talk", std::nullopt, caller);
            co_return true;
        };
        bench.run(work());
        check_parts(come.text(), {"URL (until ", "http://box:8080/media/v1."});
        CHECK(come.has(options.folder.string()) == each.path);
        // A picture of DashScope's has a URL already.
        CHECK_FALSE(publish({picture_media()}).has("/media/"));
        auto const text = bench.run(out.save_text("a long text", "words", "txt", "box:9"));
        CHECK(text.starts_with("http://box:9/media/v1."));
        CHECK(bench.run(out.save_text("a long text", "words", "txt")).starts_with("http://127.0.0.1:1/media/v1."));
        auto const token = text.substr(text.rfind('/') + 1, text.find(' ') - text.rfind('/') - 1);
        auto const opened = link.open_file(token);
        REQUIRE(opened.has_value());
        CHECK(opened->what.parent_path() == out.folders().front());
        CHECK(platform::read_file(opened->what, 100).value() == "a long text");
    }
}

TEST_CASE_FIXTURE(publishing, "files: saved, worded, linked, one preview") {
    auto const come = publish({picture_media(), picture_media()});
    CHECK(come.files().size() == 2);
    CHECK(files_in(options.folder) == 2);
    CHECK(come.blocks("text") == 1);
    CHECK(come.blocks("resource_link") == 2);
    CHECK(come.blocks("image") == 1);
    CHECK(come.result.content.front().at("type") == "text");
    check_parts(come.text(), {"1. Saved: ", "2. Saved: ", "-fox-1.png", "-fox-2.png", "1280x1280", "URL (until 2"});
    auto const& preview = come.result.content.back().as_object();
    CHECK(preview.at("mimeType") == "image/jpeg");
    CHECK(preview.at("data").as_string().size() < 600'000);
}

TEST_CASE_FIXTURE(publishing, "previews can be switched off") {
    options.previews = false;
    CHECK(publish({picture_media()}).blocks("image") == 0);
}

TEST_CASE_FIXTURE(publishing, "urls: nothing is saved, a preview is shown all the same") {
    auto const come = publish({picture_media()}, output_mode::urls);
    CHECK(files_in(options.folder) == 0);
    CHECK(come.blocks("resource_link") == 1);
    CHECK(come.blocks("image") == 1);
    options.previews = false;
    CHECK(publish({picture_media()}, output_mode::urls).blocks("image") == 0);
}

TEST_CASE_FIXTURE(publishing, "inline: pictures in full, nothing saved") {
    auto const come = publish({picture_media(), picture_media()}, output_mode::inline_images);
    CHECK(come.blocks("image") == 2);
    CHECK(files_in(options.folder) == 0);
    CHECK(come.result.content.back().at("mimeType") == "image/png");
    check_parts(come.text(), {"URL (until "});
}

TEST_CASE_FIXTURE(publishing, "inline is for pictures: other media are saved") {
    made_media sound;
    sound.bytes = std::string("RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\x3e\0\0\0\x7d\0\0\x02\0\x10\0data\0\0\0\0", 44);
    sound.expected_type = "audio/";
    sound.extension = "wav";
    auto const come = publish({sound}, output_mode::inline_images, "speech");
    CHECK(come.files().size() == 1);
    CHECK(come.blocks("image") == 0);
    CHECK(come.blocks("audio") == 0);
    check_parts(come.text(), {"audio/wav", "-speech-1.wav"});
}

TEST_CASE_FIXTURE(publishing, "what we made ourselves is saved in every mode") {
    made_media text;
    text.bytes = "1\n00:00:00,000 --> 00:00:01,000\nhello\n";
    text.extension = "srt";
    for (auto const mode : {output_mode::urls, output_mode::files, output_mode::inline_images}) {
        auto const come = publish({text}, mode, "talk");
        REQUIRE(come.files().size() == 1);
        CHECK(*platform::read_file(come.files()[0], 1000) == text.bytes);
    }
}

TEST_CASE_FIXTURE(publishing, "a folder that can't be written leaves the URL and a sentence why") {
    options.folder = "/proc/nowhere";
    auto const come = publish({picture_media()});
    CHECK(come.files().empty());
    CHECK_FALSE(come.result.is_error);
    check_parts(come.text(), {"URL (until ", "Not saved: can't write to /proc/nowhere"});
}

TEST_CASE_FIXTURE(publishing, "what has no URL then goes to the temporary folder") {
    options.folder = "/proc/nowhere";
    made_media own;
    own.bytes = "hello";
    own.extension = "txt";
    auto const come = publish({own});
    REQUIRE(come.files().size() == 1);
    check_parts(come.text(), {"/proc/nowhere"});
    fs::remove(come.files()[0]);
}

TEST_CASE_FIXTURE(publishing, "a download that fails leaves the URL") {
    struct {
        std::string url;
        std::string_view part;
    } const cases[] = {
        {bench.settings.base.text() + "/dashscope-result/none.png?Expires=1&Signature=x", "Not saved: "},
        {"http://10.0.0.1/a.png", "Not saved: "},
        {"ftp://example.com/a.png", "Not saved: "},
        {"nonsense", "Not saved: "},
    };
    for (auto const& each : cases) {
        CAPTURE(each.url);
        auto const come = publish({{each.url, {}, "image/", "png", ""}});
        check_parts(come.text(), {each.url, each.part});
        CHECK(files_in(options.folder) == 0);
        CHECK_FALSE(come.result.is_error);
    }
}

TEST_CASE_FIXTURE(publishing, "content that is not what it should be is not kept") {
    auto wrong = picture_media();
    wrong.expected_type = "video/";
    auto const come = publish({wrong});
    check_parts(come.text(), {"Not saved: "});
    CHECK(files_in(options.folder) == 0);
}

TEST_CASE_FIXTURE(publishing, "the size limit holds") {
    options.max_bytes = 1000;
    auto const come = publish({picture_media()});
    check_parts(come.text(), {"Not saved: "});
    CHECK(files_in(options.folder) == 0);
}

TEST_CASE_FIXTURE(publishing, "older clients get no links, which they would not know") {
    bench.sender.version = mcp::revision::v2025_03_26;
    listener old(bench.io.get_executor(), bench.sender);
    output out(bench.http, bench.settings.base, options);
    mcp::tool_result result;
    auto media = picture_media();
    auto const work = [&]() -> platform::task<bool> {
        std::vector<made_media> made{media};
        co_await out.add(result, std::move(made), "fox", std::nullopt, old);
        co_return true;
    };
    bench.run(work());
    for (auto const& block : result.content) CHECK(block.at("type") != "resource_link");
}

TEST_CASE_FIXTURE(publishing, "nothing made, nothing said") {
    CHECK(publish({}).result.content.empty());
    CHECK_FALSE(fs::exists(options.folder));
}

TEST_CASE_FIXTURE(publishing, "texts are saved whole, but for urls mode") {
    output out(bench.http, bench.settings.base, options);
    auto const path = bench.run(out.save_text("all of it", "a talk", "json"));
    CHECK(fs::path(path).filename().string().ends_with("-a-talk-1.json"));
    CHECK(*platform::read_file(path, 100) == "all of it");
    options.mode = output_mode::urls;
    output linking(bench.http, bench.settings.base, options);
    CHECK(bench.run(linking.save_text("all of it", "a talk", "json")) == "");
    options.mode = output_mode::files;
    options.folder = "/proc/nowhere";
    output broken(bench.http, bench.settings.base, options);
    CHECK(bench.run(broken.save_text("all of it", "a talk", "json")) == "");
}
