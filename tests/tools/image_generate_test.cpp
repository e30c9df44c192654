#include "media/probe.hpp"
#include "platform/files.hpp"
#include "tool_bench.hpp"

using namespace tools::test;
using namespace std::chrono_literals;

namespace {

/// What a saved file is.
media::facts facts_of(std::filesystem::path const& path) {
    auto bytes = platform::read_file(path, 64u << 20);
    REQUIRE(bytes);
    return media::probe(*bytes);
}

sandbox::options swift() {
    sandbox::options made;
    made.task_time = 60ms;
    return made;
}

sandbox::options lasting() {
    sandbox::options made;
    made.task_time = 1h;
    return made;
}

}  // namespace

TEST_CASE("a picture by the default model is saved, linked and shown") {
    tool_bench bench;
    auto made = bench.call("image_generate", {{"prompt", "a red fox"}, {"size", "1024*768"}, {"seed", 7}});
    CHECK(made.error == "");
    check_parts(made.text(), {"seed 7", "1024", "qwen-image-2.0", "1 image ", "request "});
    auto const files = made.files();
    REQUIRE(files.size() == 1);
    CHECK(files[0].filename().string().find("image_generate") != std::string::npos);
    auto const facts = facts_of(files[0]);
    CHECK(facts.type == "image/png");
    CHECK(facts.width == 1024);
    CHECK(facts.height == 768);
    CHECK(made.blocks("image") == 1);
    CHECK(made.blocks("resource_link") == 1);
    CHECK_FALSE(made.result.structured);  // some hosts would then drop the picture
}

TEST_CASE("every family answers, whichever route it has") {
    tool_bench bench(swift());
    for (std::string_view model :
         {"qwen-image-2.0-pro", "qwen-image-max", "qwen-image", "qwen-image-plus", "z-image-turbo", "wan2.7-image",
          "wan2.7-image-pro", "wan2.6-t2i", "wan2.5-t2i-preview", "wan2.2-t2i-flash", "wanx2.1-t2i-turbo", "wanx-v1"}) {
        CAPTURE(model);
        auto made = bench.call("image_generate", {{"prompt", "a red fox"}, {"model", model}, {"wait_seconds", 60}});
        CHECK(made.error == "");
        CHECK_MESSAGE(made.files().size() == 1, made.text());
        check_parts(made.text(), {model});
    }
}

TEST_CASE("the recommended sizes of older models are taken") {
    tool_bench bench(swift());
    for (std::string_view ratio : {"4:3", "16:9"}) {
        auto made = bench.call("image_generate", {{"prompt", "a fox"}, {"model", "wan2.6-t2i"}, {"ratio", ratio}});
        CHECK(made.error == "");
        CHECK(made.files().size() == 1);
    }
}

TEST_CASE("several pictures, named by the caller") {
    tool_bench bench;
    auto made = bench.call(
        "image_generate", {{"text", "two foxes"}, {"num_images", "2"}, {"aspect_ratio", "16:9"}, {"file_name", "fox"}});
    CHECK(made.error == "");
    auto const files = made.files();
    REQUIRE(files.size() == 2);
    CHECK(files[0] != files[1]);
    CHECK(files[0].filename().string().find("fox") != std::string::npos);
    CHECK(facts_of(files[0]).width == 2688);
}

TEST_CASE("URLs when asked for, and pictures alone") {
    tool_bench bench;
    auto linked = bench.call("image_generate", {{"prompt", "a fox"}, {"output", "urls"}});
    CHECK(linked.files().empty());
    check_parts(linked.text(), {"http://127.0.0.1"});
    auto shown = bench.call("image_generate", {{"prompt", "a fox"}, {"output", "inline"}});
    CHECK(shown.blocks("image") == 1);
}

TEST_CASE("a task tells its handle first, then its states") {
    tool_bench bench(swift());
    auto made = bench.call("image_generate", {{"prompt", "a fox"}, {"model", "wan2.2-t2i-flash"}});
    CHECK(made.files().size() == 1);
    REQUIRE_FALSE(made.reports.empty());
    CHECK(made.reports.front().starts_with("task_id "));
    CHECK(made.reports.back().find("SUCCEEDED") != std::string::npos);
    check_parts(made.text(), {"Prompt as extended by the model: "});
}

TEST_CASE("at the bound of the wait the handle comes back, and the job goes on") {
    tool_bench bench(lasting());
    auto made = bench.call("image_generate", {{"prompt", "a fox"}, {"model", "wan2.6-t2i"}, {"wait_seconds", 0}});
    CHECK(made.error == "");
    check_parts(made.text(), {"Image generation with wan2.6-t2i goes on", "task_id: ", "task"});
    CHECK(made.files().empty());
    CHECK(made.blocks("image") == 0);
}

TEST_CASE("cancelling ends the wait, never the task") {
    tool_bench bench(lasting());
    auto made =
        bench.call("image_generate", {{"prompt", "a fox"}, {"model", "wan2.6-t2i"}, {"wait_seconds", 600}}, "task_id ");
    CHECK(made.error == "");
    REQUIRE_FALSE(made.reports.empty());
    auto id = made.reports.front().substr(8);
    id.resize(id.find(' '));
    auto state = bench.run(bench.tasks.query({bench.settings.api_key, bench.settings.base}, id));
    CHECK_FALSE(state.terminal());
}

TEST_CASE("cancelling before anything was sent costs nothing") {
    tool_bench bench;
    auto made = bench.call("image_generate", {{"prompt", "a fox"}}, "Waiting for qwen-image-2.0");
    CHECK(made.cancelled);
    CHECK(bench.emulator.requests() == 0);
}

TEST_CASE("a task with failed parts gives what there is and says why") {
    tool_bench bench(swift());
    auto made =
        bench.call("image_generate", {{"prompt", "foxes [[task:partial]]"}, {"model", "wan2.2-t2i-plus"}, {"n", 3}});
    CHECK(made.error == "");
    CHECK(made.files().size() == 2);
    check_parts(made.text(), {"1 more could not be made", "DataInspectionFailed"});
}

TEST_CASE("reference pictures choose a model that takes them") {
    tool_bench bench;
    bench.settings.models.set(dashscope::capability::image, "z-image-turbo");
    auto first = bench.call("image_generate", {{"prompt", "a fox"}});
    check_parts(first.text(), {"z-image-turbo"});
    REQUIRE(first.files().size() == 1);
    auto second = bench.call("image_generate",
                             {{"prompt", "the fox of image 1, painted"}, {"images", {first.files()[0].string()}}});
    CHECK(second.error == "");
    CHECK(second.files().size() == 1);
    check_parts(second.text(), {"qwen-image-2.0"});
}

TEST_CASE("4K and other wishes that the default has not") {
    tool_bench bench;
    check_parts(bench.call("image_generate", {{"prompt", "a fox"}, {"size", "4K"}, {"dry_run", true}}).text(),
                {"\"wan2.7-image-pro\"", "\"4K\"", "X-DashScope-Async: enable"});
    check_parts(bench.call("image_generate", {{"prompt", "a fox"}, {"ratio", "9:21"}, {"dry_run", true}}).text(),
                {"\"wan2.7-image\"", "\"1296*3024\""});
}

TEST_CASE("dry_run shows the request and sends nothing") {
    tool_bench bench;
    auto const before = bench.emulator.requests();
    auto made =
        bench.call("image_generate",
                   {{"prompt", "a fox"}, {"n", 2}, {"dry_run", true}, {"parameters", {{"new_field", {{"a", 1}}}}}});
    CHECK(bench.emulator.requests() == before);
    check_parts(made.text(), {"/api/v1/services/aigc/multimodal-generation/generation", "\"n\": 2", "\"new_field\"",
                              "\"text\": \"a fox\""});
    CHECK_FALSE(made.has(bench.settings.api_key));
}

TEST_CASE("the configured watermark goes to models that know it") {
    tool_bench bench;
    bench.settings.watermark = true;
    CHECK(bench.call("image_generate", {{"prompt", "a fox"}, {"dry_run", true}}).has("\"watermark\": true"));
    CHECK_FALSE(bench.call("image_generate", {{"prompt", "a fox"}, {"model", "z-image-turbo"}, {"dry_run", true}})
                    .has("watermark"));
    CHECK(bench.call("image_generate", {{"prompt", "a fox"}, {"watermark", false}, {"dry_run", true}})
              .has("\"watermark\": false"));
}

TEST_CASE("bad arguments say what is allowed, before anything is sent") {
    struct {
        json::object arguments;
        std::string_view text;
    } const cases[] = {
        {{}, "prompt"},
        {{{"prompt", ""}}, "prompt"},
        {{{"prompt", "a fox"}, {"colour", "red"}}, "colour"},
        {{{"prompt", "a fox"}, {"n", 7}, {"model", "qwen-image-2.0"}}, "1 to 6 pictures"},
        {{{"prompt", "a fox"}, {"n", 2}, {"model", "qwen-image-max"}}, "n must be 1"},
        {{{"prompt", "a fox"}, {"model", "wan2.6-image"}}, "wan2.6-image needs 1 to 4 images; 0 given"},
        {{{"prompt", "a fox"}, {"size", "huge"}}, "WIDTH*HEIGHT"},
        {{{"prompt", "a fox"}, {"output", "paper"}}, "inline"},
        {{{"prompt", "a fox"}, {"images", {"/etc/passwd"}}}, "images"},
        {{{"prompt", "a fox"}, {"images", {"no-such-file.png"}}}, "no-such-file.png"},
        {{{"prompt", "a fox"}, {"images", {"https://x/1.png", "ftp://x/2.png"}}}, "images[1]"},
    };
    tool_bench bench;
    for (auto const& each : cases) {
        CAPTURE(each.text);
        auto made = bench.call("image_generate", each.arguments);
        CHECK_MESSAGE(made.error.find(each.text) != std::string::npos, made.text());
    }
    CHECK(bench.emulator.requests() == 0);
}

TEST_CASE("each refusal of DashScope's says what to do") {
    struct {
        std::string_view wish;
        std::string_view model;
        std::string_view text;
    } const cases[] = {
        {"[[error:Arrearage]]", "qwen-image-2.0", "arrears"},
        {"[[error:DataInspectionFailed]]", "qwen-image-2.0", "content inspection"},
        {"[[error:InvalidApiKey]]", "wan2.6-t2i", "Check the API key"},
        {"[[error:AllocationQuota.FreeTierOnly]]", "wan2.2-t2i-flash", "free quota"},
        {"[[error:InternalError.Timeout]]", "wan2.2-t2i-flash", "InternalError.Timeout"},
        {"[[task:failed:DataInspectionFailed]]", "wan2.2-t2i-flash", "task "},
        {"[[task:canceled]]", "wan2.2-t2i-flash", "ancel"},
        {"[[task:unknown]]", "wan2.2-t2i-flash", "task"},
    };
    tool_bench bench(swift());
    for (auto const& each : cases) {
        CAPTURE(each.wish);
        auto made =
            bench.call("image_generate",
                       {{"prompt", "a fox " + std::string(each.wish)}, {"model", each.model}, {"wait_seconds", 60}});
        CHECK_MESSAGE(made.error.find(each.text) != std::string::npos, made.text());
        CHECK_FALSE(made.has(bench.settings.api_key));
    }
    check_parts(bench.call("image_generate", {{"prompt", "a fox"}, {"model", "no-such-model"}}).text(), {"model"});
}

TEST_CASE("a submission that was refused for its rate is made again, a lost one is not") {
    tool_bench bench;
    auto again = bench.call("image_generate", {{"prompt", "a fox [[fail-times:1]]"}});
    CHECK(again.error == "");
    CHECK(again.logs.size() == 1);
    auto lost = bench.call("image_generate", {{"prompt", "a fox [[fault:reset]]"}});
    check_parts(lost.error, {"may be billed"});
    auto empty = bench.call("image_generate", {{"prompt", "a fox [[fault:empty]]"}});
    check_parts(empty.error, {"the answer is empty", "may be billed"});
    CHECK_FALSE(empty.has("Change the prompt"));
    auto task = bench.call("image_generate", {{"prompt", "a fox [[fault:reset]]"}, {"model", "wan2.6-t2i"}});
    check_parts(task.error, {"the job may exist and be billed"});
}

TEST_CASE("without a key the text says where to get one") {
    tool_bench bench;
    bench.settings.api_key.clear();
    check_parts(bench.call("image_generate", {{"prompt", "a fox"}}).error, {"needs an API key", "--sandbox"});
}
