#include "tool_bench.hpp"

#include <fstream>

using namespace tools::test;
using namespace std::chrono_literals;

namespace {

/// A bench with a picture in its folder.
struct edit_bench : tool_bench {
    edit_bench() : tool_bench(swift()) {
        auto made = call("image_generate", {{"prompt", "a fox"}, {"size", "1024*768"}});
        REQUIRE(made.files().size() == 1);
        picture = made.files()[0].string();
        before = emulator.requests();
    }

    static sandbox::options swift() {
        sandbox::options made;
        made.task_time = 60ms;
        return made;
    }

    std::string picture;
    std::size_t before;
};

}  // namespace

TEST_CASE("a local picture is uploaded and changed") {
    edit_bench bench;
    auto made = bench.call("image_edit", {{"image", bench.picture}, {"prompt", "make it blue"}});
    CHECK(made.error == "");
    REQUIRE(made.files().size() == 1);
    CHECK(made.files()[0].filename().string().find("image_edit") != std::string::npos);
    CHECK(std::filesystem::exists(bench.picture));
    check_parts(made.text(), {"qwen-image-2.0"});
    CHECK(made.blocks("image") == 1);
    // Policy, upload, call, download.
    CHECK(bench.emulator.requests() == bench.before + 4);
    auto again = bench.call("image_edit", {{"image", bench.picture}, {"prompt", "make it green"}});
    CHECK(again.error == "");
    // The same file for the same model is uploaded once.
    CHECK(bench.emulator.requests() == bench.before + 6);
}

TEST_CASE("every family edits") {
    edit_bench bench;
    for (std::string_view model : {"qwen-image-2.0-pro", "qwen-image-edit", "qwen-image-edit-max",
                                   "qwen-image-edit-plus", "wan2.7-image", "wan2.6-image", "wan2.5-i2i-preview"}) {
        CAPTURE(model);
        auto made =
            bench.call("image_edit", {{"images", {bench.picture}}, {"prompt", "make it blue"}, {"model", model}});
        CHECK(made.error == "");
        CHECK_MESSAGE(made.files().size() == 1, made.text());
    }
}

TEST_CASE("several pictures go in their order") {
    edit_bench bench;
    auto made = bench.call("image_edit",
                           {{"images", {bench.picture, "https://x/2.png"}}, {"prompt", "both"}, {"dry_run", true}});
    check_parts(made.text(), {"X-DashScope-OssResourceResolve: enable", "oss://", "https://x/2.png"});
    CHECK(made.text().find("oss://") < made.text().find("https://x/2.png"));
    CHECK(bench.emulator.requests() == bench.before);
}

TEST_CASE("more pictures than the default takes go to a model that takes them") {
    edit_bench bench;
    json::array five(5, "https://x/1.png");
    check_parts(bench.call("image_edit", {{"images", five}, {"prompt", "all"}, {"dry_run", true}}).text(),
                {"\"wan2.7-image\""});
}

TEST_CASE("functions and masks") {
    edit_bench bench;
    auto expanded = bench.call("image_edit", {{"image", bench.picture},
                                              {"prompt", "a wider view"},
                                              {"function", "expand"},
                                              {"parameters", {{"top_scale", 1.5}}}});
    CHECK(expanded.error == "");
    CHECK(expanded.files().size() == 1);
    check_parts(expanded.text(), {"wanx2.1-imageedit"});
    auto masked = bench.call(
        "image_edit", {{"image", bench.picture}, {"prompt", "a hat"}, {"mask", bench.picture}, {"dry_run", true}});
    check_parts(masked.text(), {"\"description_edit_with_mask\"", "\"mask_image_url\"", "\"base_image_url\"",
                                "/api/v1/services/aigc/image2image/image-synthesis"});
}

TEST_CASE("bad arguments say what is allowed, before anything is sent") {
    edit_bench bench;
    std::ofstream(bench.folder / "notes.png") << "not a picture at all";
    struct {
        json::object arguments;
        std::string_view text;
    } const cases[] = {
        {{{"prompt", "a"}}, "images"},
        {{{"images", json::array()}, {"prompt", "a"}}, "images"},
        {{{"image", bench.picture}}, "prompt"},
        {{{"image", bench.picture}, {"prompt", "a"}, {"function", "explode"}}, "colorization"},
        {{{"image", bench.picture}, {"prompt", "a"}, {"function", "description_edit_with_mask"}}, "needs mask"},
        {{{"image", bench.picture}, {"prompt", "a"}, {"mask", bench.picture}, {"model", "qwen-image-2.0"}},
         "use wanx2.1-imageedit"},
        {{{"image", bench.picture}, {"prompt", "a"}, {"model", "z-image-turbo"}}, "takes no image"},
        {{{"image", (bench.folder / "notes.png").string()}, {"prompt", "a"}}, "images"},
        {{{"image", "data:image/png;base64,AAAA"}, {"prompt", "a"}}, "images"},
    };
    for (auto const& each : cases) {
        CAPTURE(each.text);
        auto made = bench.call("image_edit", each.arguments);
        CHECK_MESSAGE(made.error.find(each.text) != std::string::npos, made.text());
    }
    CHECK(bench.emulator.requests() == bench.before);
}
