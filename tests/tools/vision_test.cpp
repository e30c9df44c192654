#include "tool_bench.hpp"

#include <fstream>

using namespace tools::test;

namespace {

/// A picture of the sandbox's own, as a local file.
std::string picture(tool_bench& bench) {
    auto const made = bench.call("image_generate", {{"prompt", "a fox"}, {"size", "512*512"}});
    REQUIRE(made.files().size() == 1);
    return made.files()[0].string();
}

}  // namespace

TEST_CASE("a local picture is uploaded and described") {
    tool_bench bench;
    auto const path = picture(bench);
    auto const made = bench.call("vision", {{"image", path}, {"question", "What is it?"}});
    CHECK(made.error == "");
    check_parts(made.text(), {"[qwen3-vl-plus", "tokens in", "request "});
    REQUIRE(made.result.structured);
    CHECK_FALSE(made.result.structured->at("text").as_string().empty());
}

TEST_CASE("what is asked when nothing is, and of whom") {
    tool_bench bench;
    struct {
        json::object arguments;
        std::vector<char const*> parts;
    } const cases[] = {
        {{{"images", "https://example.com/a.png"}},
         {R"("model": "qwen3-vl-plus")", R"("type": "image_url")", R"("text": "Describe the image.")",
          R"("stream": true)"}},
        {{{"images", "https://example.com/a.png"}, {"ocr", true}},
         {R"("model": "qwen-vl-ocr")", "output only the text content"}},
        {{{"video_url", "https://example.com/a.mp4"}, {"fps", 0.5}},
         {R"("type": "video_url")", R"("fps": 5E-1)", "Describe the video."}},
        {{{"frames", json::array{"https://e.com/1.png", "https://e.com/2.png", "https://e.com/3.png",
                                 "https://e.com/4.png"}}},
         {R"("type": "video")", "https://e.com/4.png"}},
        {{{"images", json::array{"https://e.com/1.png", "https://e.com/2.png"}}, {"high_resolution", true},
          {"thinking_budget", 50}, {"max_pixels", 1000000}, {"parameters", json::object{{"top_k", 5}}}},
         {R"("vl_high_resolution_images": true)", R"("enable_thinking": true)", R"("max_pixels": 1000000)",
          R"("top_k": 5)"}},
    };
    for (auto const& each : cases) {
        auto arguments = each.arguments;
        arguments["dry_run"] = true;
        auto const shown = bench.call("vision", arguments);
        CHECK(shown.error == "");
        for (auto const* part : each.parts) check_parts(shown.text(), {part});
    }
}

TEST_CASE("a dry run uploads nothing") {
    tool_bench bench;
    auto const path = picture(bench);
    auto const shown = bench.call("vision", {{"images", path}, {"dry_run", true}});
    check_parts(shown.text(), {"nothing was sent", "oss://(upload of "});
}

TEST_CASE("bad input of vision") {
    tool_bench bench;
    std::ofstream(bench.folder / "notes.png") << "no picture at all, only words";
    struct {
        json::object arguments;
        char const* part;
    } const cases[] = {
        {{{"prompt", "What?"}}, "give `images`, `videos` or `frames`"},
        {{{"frames", json::array{"https://e.com/1.png"}}}, "4 to 512"},
        {{{"images", (bench.folder / "absent.png").string()}}, "absent.png"},
        {{{"images", (bench.folder / "notes.png").string()}}, "image"},
        {{{"images", "/etc/passwd"}}, "passwd"},
        {{{"images", "https://e.com/1.png"}, {"response_format", "json_schema"}}, "json_schema"},
    };
    for (auto const& each : cases) {
        auto const made = bench.call("vision", each.arguments);
        CHECK_MESSAGE(made.error.find(each.part) != std::string::npos, made.text());
    }
}
