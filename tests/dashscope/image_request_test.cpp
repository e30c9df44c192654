#include "dashscope/image_request.hpp"
#include "support.hpp"

#include <boost/json/serialize.hpp>

using namespace dashscope;
using dashscope::test::contains;

namespace {

image_request request(std::string_view model, void (*fill)(image_request&) = nullptr) {
    image_request made;
    made.model = model;
    made.prompt = "a cat";
    if (fill) fill(made);
    return made;
}

void two_images(image_request& to) {
    to.images = {"https://x/1.png", "oss://x/2.png"};
}
void one_image(image_request& to) {
    to.images = {"https://x/1.png"};
}

std::string all_of(std::vector<std::string> const& problems) {
    std::string text;
    for (auto const& each : problems) text += each + "\n";
    return text;
}

constexpr std::string_view sync_path = "/api/v1/services/aigc/multimodal-generation/generation";
constexpr std::string_view messages_path = "/api/v1/services/aigc/image-generation/generation";
constexpr std::string_view text_path = "/api/v1/services/aigc/text2image/image-synthesis";
constexpr std::string_view edit_path = "/api/v1/services/aigc/image2image/image-synthesis";

}  // namespace

TEST_CASE("every family of the catalogue gets its endpoint and its body") {
    struct {
        std::string_view model;
        void (*fill)(image_request&);
        std::string_view path;
        bool async;
        std::string_view body;  // without the model
    } const cases[] = {
        // The recorded exchange multimodal-generation-image-nosse.
        {"qwen-image-max",
         [](image_request& to) {
             to.negative_prompt = "blur";
             to.n = 1;
             to.prompt_extend = true;
             to.watermark = false;
             to.size = "1664*928";
             to.seed = 233;
         },
         sync_path, false,
         R"({"input":{"messages":[{"role":"user","content":[{"text":"a cat"}]}]},"parameters":{"negative_prompt":"blur",
             "n":1,"prompt_extend":true,"watermark":false,"size":"1664*928","seed":233}})"},
        {"qwen-image-2.0", nullptr, sync_path, false,
         R"({"input":{"messages":[{"role":"user","content":[{"text":"a cat"}]}]},"parameters":{}})"},
        {"qwen-image-2.0-pro-2026-04-22",
         [](image_request& to) {
             two_images(to);
             to.n = 6;
             to.negative_prompt = " ";
             to.size = "2048x2048";
         },
         sync_path, false,
         R"({"input":{"messages":[{"role":"user","content":[{"image":"https://x/1.png"},{"image":"oss://x/2.png"},
             {"text":"a cat"}]}]},"parameters":{"n":6,"negative_prompt":" ","size":"2048*2048"}})"},
        {"qwen-image-edit", one_image, sync_path, false,
         R"({"input":{"messages":[{"role":"user","content":[{"image":"https://x/1.png"},{"text":"a cat"}]}]},
             "parameters":{}})"},
        {"qwen-image-edit-plus-2025-12-15",
         [](image_request& to) {
             one_image(to);
             to.ratio = "16:9";
             to.n = 2;
         },
         sync_path, false,
         R"({"input":{"messages":[{"role":"user","content":[{"image":"https://x/1.png"},{"text":"a cat"}]}]},
             "parameters":{"size":"1920*1080","n":2}})"},
        {"qwen-image-plus",
         [](image_request& to) {
             to.negative_prompt = " ";
             to.ratio = "16:9";
             to.n = 1;
             to.prompt_extend = true;
             to.watermark = false;
         },
         text_path, true,
         R"({"input":{"prompt":"a cat","negative_prompt":" "},"parameters":{"size":"1664*928","n":1,
             "prompt_extend":true,"watermark":false}})"},
        {"qwen-image", nullptr, text_path, true, R"({"input":{"prompt":"a cat"},"parameters":{}})"},
        // Its snapshots are documented on the synchronous route only.
        {"qwen-image-plus-2026-01-09", nullptr, sync_path, false,
         R"({"input":{"messages":[{"role":"user","content":[{"text":"a cat"}]}]},"parameters":{}})"},
        {"z-image-turbo",
         [](image_request& to) {
             to.size = "1120*1440";
             to.prompt_extend = false;
         },
         sync_path, false,
         R"({"input":{"messages":[{"role":"user","content":[{"text":"a cat"}]}]},"parameters":{"prompt_extend":false,
             "size":"1120*1440"}})"},
        {"wan2.7-image-pro",
         [](image_request& to) {
             to.size = "4k";
             to.n = 1;
             to.watermark = false;
         },
         messages_path, true,
         R"({"input":{"messages":[{"role":"user","content":[{"text":"a cat"}]}]},"parameters":{"size":"4K","n":1,
             "watermark":false}})"},
        {"wan2.7-image", two_images, messages_path, true,
         R"({"input":{"messages":[{"role":"user","content":[{"image":"https://x/1.png"},{"image":"oss://x/2.png"},
             {"text":"a cat"}]}]},"parameters":{}})"},
        // Four pictures, and four bills, unless n is said.
        {"wan2.6-image",
         [](image_request& to) {
             two_images(to);
             to.size = "1K";
         },
         messages_path, true,
         R"({"input":{"messages":[{"role":"user","content":[{"image":"https://x/1.png"},{"image":"oss://x/2.png"},
             {"text":"a cat"}]}]},"parameters":{"n":1,"size":"1K"}})"},
        {"wan2.6-image", [](image_request& to) { to.parameters = {{"enable_interleave", true}}; }, messages_path, true,
         R"({"input":{"messages":[{"role":"user","content":[{"text":"a cat"}]}]},"parameters":{}})"},
        {"wan2.6-t2i", [](image_request& to) { to.size = "16:9"; }, messages_path, true,
         R"({"input":{"messages":[{"role":"user","content":[{"text":"a cat"}]}]},"parameters":{"n":1,
             "size":"1696*960"}})"},
        {"wan2.5-t2i-preview", [](image_request& to) { to.n = 4; }, text_path, true,
         R"({"input":{"prompt":"a cat"},"parameters":{"n":4}})"},
        {"wan2.2-t2i-flash",
         [](image_request& to) {
             to.negative_prompt = "people";
             to.size = "1024*1024";
         },
         text_path, true,
         R"({"input":{"prompt":"a cat","negative_prompt":"people"},"parameters":{"n":1,"size":"1024*1024"}})"},
        {"wanx2.1-t2i-turbo", nullptr, text_path, true, R"({"input":{"prompt":"a cat"},"parameters":{"n":1}})"},
        {"wanx-v1", one_image, text_path, true,
         R"({"input":{"prompt":"a cat","ref_img":"https://x/1.png"},"parameters":{"n":1}})"},
        {"wan2.5-i2i-preview",
         [](image_request& to) {
             two_images(to);
             to.prompt_extend = true;
         },
         edit_path, true,
         R"({"input":{"prompt":"a cat","images":["https://x/1.png","oss://x/2.png"]},"parameters":{"n":1,
             "prompt_extend":true}})"},
        {"wanx2.1-imageedit",
         [](image_request& to) {
             one_image(to);
             to.function = "stylization_all";
             to.n = 1;
         },
         edit_path, true,
         R"({"input":{"function":"stylization_all","prompt":"a cat","base_image_url":"https://x/1.png"},
             "parameters":{"n":1}})"},
        {"wanx2.1-imageedit",
         [](image_request& to) {
             one_image(to);
             to.function = "description_edit_with_mask";
             to.mask = "oss://x/mask.png";
         },
         edit_path, true,
         R"({"input":{"function":"description_edit_with_mask","prompt":"a cat","base_image_url":"https://x/1.png",
             "mask_image_url":"oss://x/mask.png"},"parameters":{}})"},
        {"kling/kling-v3-image-generation", [](image_request& to) { to.ratio = "1:1"; }, messages_path, true,
         R"({"input":{"messages":[{"role":"user","content":[{"text":"a cat"}]}]},"parameters":{"aspect_ratio":"1:1"}})"},
        // Models of the future.
        {"wan9.9-image", [](image_request& to) { to.size = "8K"; }, messages_path, true,
         R"({"input":{"messages":[{"role":"user","content":[{"text":"a cat"}]}]},"parameters":{"size":"8K"}})"},
        {"qwen-image-3.0", [](image_request& to) { to.n = 30; }, sync_path, false,
         R"({"input":{"messages":[{"role":"user","content":[{"text":"a cat"}]}]},"parameters":{"n":30}})"},
    };
    for (auto const& each : cases) {
        CAPTURE(each.model);
        auto const asked = request(each.model, each.fill);
        CHECK(all_of(problems_of(asked)) == "");
        auto const made = compose(asked);
        CHECK(made.path == each.path);
        CHECK(made.async == each.async);
        auto expected = json::parse(each.body).as_object();
        expected["model"] = each.model;
        CHECK_MESSAGE(made.body == expected, json::serialize(made.body));
    }
}

TEST_CASE("what a family does not take is refused with what it takes") {
    struct {
        std::string_view model;
        void (*fill)(image_request&);
        std::string_view text;
    } const cases[] = {
        {"wan2.6-image", nullptr, "wan2.6-image needs 1 to 4 images; 0 given"},
        {"wan2.6-image", [](image_request& to) { to.images.assign(5, "https://x/1.png"); },
         "needs 1 to 4 images; 5 given"},
        {"wan2.6-image",
         [](image_request& to) {
             two_images(to);
             to.parameters = {{"enable_interleave", true}};
         },
         "needs at most 1 image; 2 given"},
        {"wan2.7-image", [](image_request& to) { to.images.assign(10, "https://x/1.png"); }, "at most 9 images"},
        {"qwen-image-edit", nullptr, "needs 1 to 3 images; 0 given"},
        {"wanx2.1-imageedit",
         [](image_request& to) {
             two_images(to);
             to.function = "expand";
         },
         "exactly 1 image; 2 given"},
        {"z-image-turbo", one_image, "takes no image"},
        {"qwen-image", one_image, "use qwen-image-2.0"},
        {"qwen-image-max", [](image_request& to) { to.n = 2; }, "makes one picture at a time: n must be 1"},
        {"qwen-image-2.0", [](image_request& to) { to.n = 7; }, "1 to 6 pictures"},
        {"wan2.7-image", [](image_request& to) { to.n = 5; }, "1 to 4 pictures"},
        {"wan2.7-image",
         [](image_request& to) {
             to.n = 13;
             to.parameters = {{"enable_sequential", true}};
         },
         "1 to 12 pictures"},
        {"qwen-image-max", [](image_request& to) { to.size = "1024*1024"; }, "1328*1328 (1:1)"},
        {"qwen-image-max", [](image_request& to) { to.ratio = "21:9"; }, "takes the ratios 16:9, 4:3, 1:1, 3:4, 9:16"},
        {"qwen-image-2.0", [](image_request& to) { to.size = "4096*4096"; }, "512*512 to 2048*2048 pixels"},
        {"qwen-image-2.0", [](image_request& to) { to.size = "2K"; }, "not 2K"},
        {"wan2.7-image", [](image_request& to) { to.size = "4K"; }, "or 1K or 2K"},
        {"wan2.7-image-pro",
         [](image_request& to) {
             one_image(to);
             to.size = "4K";
         },
         "not 4K"},
        {"wan2.7-image", [](image_request& to) { to.size = "4000*450"; }, "a ratio up to 8:1"},
        {"wan2.2-t2i-flash", [](image_request& to) { to.size = "768*2700"; }, "sides of 512 to 1440 pixels"},
        {"qwen-image-edit-max",
         [](image_request& to) {
             one_image(to);
             to.size = "100*600";
         },
         "sides of 512 to 2048"},
        {"qwen-image-2.0", [](image_request& to) { to.size = "big"; }, "size must be WIDTH*HEIGHT"},
        {"qwen-image-2.0",
         [](image_request& to) {
             to.size = "1024*1024";
             to.ratio = "1:1";
         },
         "size or ratio, not both"},
        {"qwen-image-edit",
         [](image_request& to) {
             one_image(to);
             to.ratio = "1:1";
         },
         "does not understand size or ratio"},
        {"qwen-image-edit",
         [](image_request& to) {
             one_image(to);
             to.prompt_extend = false;
         },
         "does not understand prompt_extend"},
        {"wan2.7-image", [](image_request& to) { to.negative_prompt = "blur"; },
         "does not understand negative_prompt: say in the prompt what to avoid"},
        {"z-image-turbo", [](image_request& to) { to.watermark = true; }, "does not understand watermark"},
        {"qwen-image-2.0", [](image_request& to) { to.mask = "m.png"; }, "use wanx2.1-imageedit"},
        {"qwen-image-2.0", [](image_request& to) { to.function = "expand"; }, "does not understand function"},
        {"wanx2.1-imageedit", one_image, "needs function, one of: stylization_all, stylization_local"},
        {"wanx2.1-imageedit",
         [](image_request& to) {
             one_image(to);
             to.function = "description_edit_with_mask";
         },
         "needs mask: an image of the input's size"},
        {"wanx2.1-imageedit",
         [](image_request& to) {
             one_image(to);
             to.function = "expand";
             to.mask = "m.png";
         },
         "mask belongs to function description_edit_with_mask, not to expand"},
        {"qwen-image-2.0", [](image_request& to) { to.prompt = ""; }, "prompt must not be empty"},
        {"qwen-image-2.0", [](image_request& to) { to.seed = 2147483648; }, "seed must be between 0 and 2147483647"},
        {"unknown-model", [](image_request& to) { to.size = "nonsense"; }, "size must be WIDTH*HEIGHT"},
    };
    for (auto const& each : cases) {
        CAPTURE(each.model);
        CAPTURE(each.text);
        auto const text = all_of(problems_of(request(each.model, each.fill)));
        CHECK_MESSAGE(contains(text, each.text), text);
    }
}

TEST_CASE("all problems are told at once") {
    auto asked = request("qwen-image-max", [](image_request& to) {
        one_image(to);
        to.n = 3;
        to.size = "1*1";
    });
    CHECK(problems_of(asked).size() == 3);
}

TEST_CASE("every listed ratio gives a size that its own family takes") {
    for (auto model :
         {"qwen-image-2.0", "qwen-image-max", "qwen-image", "qwen-image-plus", "z-image-turbo", "wan2.7-image",
          "wan2.7-image-pro", "wan2.6-t2i", "wan2.5-t2i-preview", "wan2.2-t2i-plus", "wanx2.1-t2i-plus", "wanx-v1"})
        for (auto const& each : find_image_family(model).ratios) {
            CAPTURE(model);
            CAPTURE(each.ratio);
            auto asked = request(model);
            asked.ratio = each.ratio;
            CHECK(all_of(problems_of(asked)) == "");
            CHECK(compose(asked).body.at("parameters").at("size").as_string() == each.size);
            asked.ratio.clear();
            asked.size = each.size;
            CHECK(all_of(problems_of(asked)) == "");
            auto pixels = parse_size(each.size);
            REQUIRE(pixels);
        }
    for (std::string_view model : {"qwen-image-edit-max", "qwen-image-edit-plus", "wan2.6-image", "wan2.5-i2i-preview"})
        for (auto const& each : find_image_family(model).ratios) {
            CAPTURE(model);
            CAPTURE(each.ratio);
            auto asked = request(model, one_image);
            asked.size = each.size;
            CHECK(all_of(problems_of(asked)) == "");
        }
}

TEST_CASE("files are checked by their family's rules") {
    auto rules = image_input_rules("wan2.7-image", "images[2]");
    CHECK(rules.name == "images[2]");
    CHECK(rules.max_bytes == 20u << 20);
    CHECK(rules.min_side == 240);
    CHECK(rules.max_side == 8000);
    CHECK(rules.max_ratio == 8);
    CHECK(rules.types == std::vector<std::string>{"image/jpeg", "image/png", "image/bmp", "image/webp"});
    CHECK(rules.data_uri_allowed);
    CHECK_FALSE(image_input_rules("wanx-v1", "images").data_uri_allowed);
    CHECK(image_input_rules("a-new-model", "images").types.empty());
}
