#include "sandbox/images.hpp"

#include "conversation.hpp"
#include "decode.hpp"
#include "support.hpp"

#include "sandbox/canvas.hpp"

#include <doctest/doctest.h>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

using namespace std::chrono_literals;
using sandbox_test::at;
using sandbox_test::body_of;
using sandbox_test::conversation;
using sandbox_test::picture_body;

namespace {

/// A request whose user message has these parts.
std::string parts_body(std::string_view model, std::string_view parts, std::string_view more = {}) {
    return R"({"model":")" + std::string(model) + R"(","input":{"messages":[{"role":"user","content":[)" +
           std::string(parts) + R"(]}]},"parameters":{)" + std::string(more) + "}}";
}

std::string image_part(int width, int height) {
    return R"({"image":")" + sandbox_test::png_uri(width, height) + R"("})";
}

struct refusal {
    std::string_view target;
    bool asynchronous;
    std::string body;
    int status;
    std::string_view code;
    std::string_view message;
};

void check(refusal const& c) {
    CAPTURE(c.target);
    CAPTURE(c.body.substr(0, 300));
    conversation with;
    if (c.asynchronous) with.asynchronous();
    auto const answer = with.post(c.target, c.body);
    CHECK(answer.status == c.status);
    CHECK(at(body_of(answer), "/code") == c.code);
    CHECK(at(body_of(answer), "/message") == c.message);
}

boost::json::value finished(conversation& with, std::string_view target, std::string body) {
    with.asynchronous();
    auto const id = at(with.post_json(target, std::move(body)), "/output/task_id");
    with.pass(2s);
    return with.get_json("/api/v1/tasks/" + id);
}

}  // namespace

TEST_SUITE("sandbox/images") {
    using sandbox_test::image_edits;
    using sandbox_test::image_messages;
    using sandbox_test::image_prompts;
    using sandbox_test::sync_images;

    TEST_CASE("a synchronous picture in the recorded shape") {
        conversation with;
        auto const body = with.post_json(
            sync_images, picture_body("qwen-image-max", "a cat", R"("size":"1664*928","seed":233,"watermark":false)"));
        CHECK(at(body, "/output/choices/0/finish_reason") == "stop");
        CHECK(at(body, "/output/choices/0/message/role") == "assistant");
        CHECK(at(body, "/output/task_metric") == R"({"TOTAL":1,"SUCCEEDED":1,"FAILED":0})");
        CHECK(at(body, "/usage") == R"({"image_count":1,"width":1664,"height":928})");
        auto const file = with.get(at(body, "/output/choices/0/message/content/0/image"));
        auto const picture = sandbox_test::decode_png(file.body());
        CHECK(picture.width == 1664);
        CHECK(picture.height == 928);
        CHECK(file.body().find("seed 233") != std::string::npos);
    }

    TEST_CASE("several pictures: qwen in one choice, wan in a choice each, all different") {
        conversation with;
        auto const qwen = with.post_json(sync_images, picture_body("qwen-image-2.0", "x", R"("n":3,"size":"512*512")"));
        auto const& content = qwen.at("output").at("choices").at(0).at("message").at("content").as_array();
        CHECK(content.size() == 3);
        CHECK(with.get(at(content[0], "/image")).body() != with.get(at(content[1], "/image")).body());
        auto const wan = with.post_json(sync_images, picture_body("wan2.6-t2i", "x", R"("n":2)"));
        CHECK(wan.at("output").at("choices").as_array().size() == 2);
        CHECK(at(wan, "/output/choices/1/message/content/0/type") == "image");
        CHECK(at(wan, "/output/finished") == "true");
        CHECK(at(wan, "/usage/size") == "1280*1280");
        CHECK(at(wan, "/usage/total_tokens") == "0");
    }

    TEST_CASE("z-image gives its prompt too") {
        conversation with;
        auto const body = with.post_json(sync_images, picture_body("z-image-turbo", "x"));
        CHECK(at(body, "/output/choices/0/message/content/1/text") == "x");
        CHECK(at(body, "/usage/height") == "1536");
    }

    TEST_CASE("text and pictures in turns, whole and streamed") {
        conversation with;
        auto const request = picture_body("wan2.6-image", "cook", R"("enable_interleave":true,"stream":true)");
        auto const whole = with.post_json(sync_images, request);
        CHECK(at(whole, "/output/choices/0/message/content/0/type") == "text");
        CHECK(at(whole, "/output/choices/0/message/content/1/type") == "image");
        with.with("x-dashscope-sse", "enable");
        auto const stream = with.post(sync_images, request);
        CHECK(stream.content_type.starts_with("text/event-stream"));
        REQUIRE(stream.pieces.size() == 2);
        CHECK(stream.pieces[0].bytes.starts_with("id:1\nevent:result\n:HTTP_STATUS/200\ndata:{"));
        CHECK(stream.pieces[0].bytes.find(R"("finish_reason":"null")") != std::string::npos);
        CHECK(stream.pieces[1].bytes.find(R"("finish_reason":"stop")") != std::string::npos);
    }

    TEST_CASE("edits show what came in and keep its ratio") {
        conversation with;
        auto const one = with.post_json(
            sync_images, parts_body("qwen-image-edit", image_part(640, 320) + R"(,{"text":"make it blue"})"));
        CHECK(at(one, "/usage/width") == "1456");
        auto const two = with.post_json(
            sync_images,
            parts_body("qwen-image-edit", image_part(320, 320) + R"(,{"text":"make it blue"})", R"("seed":1)"));
        CHECK(at(two, "/usage/width") == "1024");
    }

    TEST_CASE("a link to the sandbox's own picture is an input like any other") {
        conversation with;
        auto const first = with.post_json(sync_images, picture_body("qwen-image-2.0", "x", R"("size":"1024*512")"));
        auto const link = at(first, "/output/choices/0/message/content/0/image");
        auto const second = with.post_json(
            sync_images, parts_body("qwen-image-edit", R"({"image":")" + link + R"("},{"text":"more"})"));
        CHECK(at(second, "/usage/width") == "1456");
    }

    TEST_CASE("tasks by messages") {
        conversation with;
        auto const body = finished(with, image_messages, picture_body("wan2.7-image", "x", R"("n":2,"size":"1K")"));
        CHECK(at(body, "/output/finished") == "true");
        CHECK(body.at("output").at("choices").as_array().size() == 2);
        CHECK(at(body, "/usage/size") == "1024*1024");
        CHECK(at(body, "/usage/image_count") == "2");
        auto const link = at(body, "/output/choices/0/message/content/0/image");
        CHECK(sandbox_test::decode_png(with.get(link).body()).width == 1024);
    }

    TEST_CASE("tasks by prompt") {
        conversation with;
        auto const body = finished(with, image_prompts, R"({"model":"qwen-image-plus","input":{"prompt":"x"}})");
        CHECK(at(body, "/output/results/0/orig_prompt") == "x");
        CHECK(at(body, "/output/results/0/actual_prompt").starts_with("x [sandbox"));
        CHECK(with.get(at(body, "/output/results/0/url")).status == 200);
        CHECK(at(body, "/usage") == R"({"image_count":1})");
        auto const plain = finished(
            with, image_prompts,
            R"({"model":"wan2.2-t2i-flash","input":{"prompt":"x"},"parameters":{"n":1,"prompt_extend":false}})");
        CHECK(at(plain, "/output/results/0/actual_prompt") == "(absent)");
    }

    TEST_CASE("tasks by pictures, both bodies") {
        conversation with;
        auto const uri = sandbox_test::png_uri(400, 400);
        auto const edited = finished(with, image_edits,
                                     R"({"model":"wan2.5-i2i-preview","input":{"prompt":"x","images":[")" + uri +
                                         R"("]},"parameters":{"n":1}})");
        CHECK(sandbox_test::decode_png(with.get(at(edited, "/output/results/0/url")).body()).width == 1280);
        auto const masked = finished(with, image_edits,
                                     R"({"model":"wanx2.1-imageedit","input":{"function":"description_edit_with_mask",)"
                                     R"("prompt":"x","base_image_url":")" +
                                         uri + R"(","mask_image_url":")" + uri + R"("}})");
        CHECK(sandbox_test::decode_png(with.get(at(masked, "/output/results/0/url")).body()).width == 400);
    }

    TEST_CASE("the wrong way of calling") {
        constexpr std::string_view not_at_once = "current user api does not support synchronous calls.";
        constexpr std::string_view not_later = "current user api does not support asynchronous calls.";
        std::string const prompt = R"({"model":"wan2.2-t2i-plus","input":{"prompt":"x"}})";
        refusal const cases[] = {
            {image_prompts, false, prompt, 403, "AccessDenied", not_at_once},
            {image_messages, false, picture_body("wan2.6-t2i", "x"), 403, "AccessDenied", not_at_once},
            {image_edits, false, R"({"model":"wan2.5-i2i-preview","input":{"prompt":"x","images":["http://a/b"]}})",
             403, "AccessDenied", not_at_once},
            {sync_images, true, picture_body("qwen-image-2.0", "x"), 403, "AccessDenied", not_later},
        };
        for (auto const& c : cases) check(c);
    }

    TEST_CASE("a model at another one's endpoint, and none at all") {
        constexpr std::string_view wrong = "url error, please check url！";
        std::string const input = R"(","input":{"prompt":"x"}})";
        refusal const cases[] = {
            {sync_images, false, picture_body("qwen-plus", "x"), 400, "InvalidParameter", wrong},
            {sync_images, false, picture_body("wan2.2-t2i-plus", "x"), 400, "InvalidParameter", wrong},
            {image_messages, true, picture_body("qwen-image-2.0", "x"), 400, "InvalidParameter", wrong},
            {image_prompts, true, R"({"model":"qwen-image-2.0)" + input, 400, "InvalidParameter", wrong},
            {image_prompts, true, R"({"model":"wan2.6-t2v)" + input, 400, "InvalidParameter", wrong},
            {image_prompts, true, R"({"model":"dall-e-3)" + input, 400, "InvalidParameter", "Model not exist."},
            {sync_images, false, picture_body("dall-e-3", "x"), 400, "InvalidParameter", "Model not exist."},
            {image_prompts, true, R"({"input":{"prompt":"x"}})", 400, "BadRequest.EmptyModel",
             "Required parameter \"model\" missing from request."},
            {image_prompts, true, R"({"model":"wan2.2-t2i-plus"})", 400, "BadRequest.EmptyInput",
             "Required input parameter missing from request."},
            {image_prompts, true, R"({"model":"wan2.2-t2i-plus","input":"x"})", 400, "BadRequest.IllegalInput",
             "The input parameter requires json format."},
        };
        for (auto const& c : cases) check(c);
    }

    TEST_CASE("messages that are none") {
        auto const with_input = [](std::string_view model, std::string_view input) {
            return R"({"model":")" + std::string(model) + R"(","input":)" + std::string(input) + "}";
        };
        constexpr std::string_view modal = "The item of content should be a message of a certain modal.";
        refusal const cases[] = {
            {sync_images, false, with_input("qwen-image-2.0", R"({"prompt":"x"})"), 400, "InvalidParameter",
             "No messages found in input"},
            {sync_images, false, with_input("qwen-image-2.0", R"({"messages":[]})"), 400, "InvalidParameter",
             "No messages found in input"},
            {sync_images, false,
             with_input("qwen-image-2.0",
                        R"({"messages":[{"role":"user","content":[]},{"role":"user","content":[]}]})"),
             400, "InvalidParameter", "messages length only support 1"},
            {sync_images, false, with_input("qwen-image-2.0", R"({"messages":[{"role":"system","content":[]}]})"), 400,
             "InvalidParameter", "The input messages do not contain elements with the role of user."},
            {sync_images, false, with_input("qwen-image-2.0", R"({"messages":[{"role":"user","content":"x"}]})"), 400,
             "InvalidParameter", "Field required: input.messages.0.content"},
            {sync_images, false, parts_body("qwen-image-2.0", R"({"text":"a"},{"text":"b"})"), 400, "InvalidParameter",
             "content only support one text"},
            {sync_images, false, parts_body("qwen-image-2.0", R"({"type":"text"})"), 400, "InvalidParameter", modal},
            {sync_images, false, parts_body("qwen-image-2.0", R"("x")"), 400, "InvalidParameter", modal},
            {sync_images, false, parts_body("qwen-image-edit", R"({"text":"a"})"), 400, "InvalidParameter",
             "lack of image or text"},
            {sync_images, false, parts_body("qwen-image-edit", R"({"image":"http://a/b"})"), 400, "InvalidParameter",
             "lack of image or text"},
            {image_prompts, true, R"({"model":"wan2.2-t2i-plus","input":{}})", 400, "InvalidParameter",
             "Field required: input.prompt"},
            {image_edits, true, R"({"model":"wan2.5-i2i-preview","input":{"prompt":"x"}})", 400, "InvalidParameter",
             "Field required: input.images"},
            {image_edits, true, R"({"model":"wanx2.1-imageedit","input":{"prompt":"x"}})", 400, "InvalidParameter",
             "Field required: input.function"},
            {image_edits, true, R"({"model":"wanx2.1-imageedit","input":{"function":"paint","prompt":"x"}})", 400,
             "InvalidParameter", "The function paint is not supported."},
            {image_edits, true, R"({"model":"wanx2.1-imageedit","input":{"function":"doodle","prompt":"x"}})", 400,
             "InvalidParameter", "Field required: input.base_image_url"},
            {image_edits, true,
             R"({"model":"wanx2.1-imageedit","input":{"function":"description_edit_with_mask","prompt":"x",)"
             R"("base_image_url":"http://a/b"}})",
             400, "InvalidParameter", "Field required: input.mask_image_url"},
        };
        for (auto const& c : cases) check(c);
    }

    TEST_CASE("parameters out of their ranges") {
        auto const qwen = [](std::string_view more) { return picture_body("qwen-image-2.0", "x", more); };
        refusal const cases[] = {
            {sync_images, false, qwen(R"("n":7)"), 400, "InvalidParameter", "n must be an integer between 1 and 6"},
            {sync_images, false, qwen(R"("n":0)"), 400, "InvalidParameter", "n must be an integer between 1 and 6"},
            {sync_images, false, qwen(R"("n":"2")"), 400, "InvalidParameter", "n must be an integer between 1 and 6"},
            {sync_images, false, picture_body("qwen-image-max", "x", R"("n":2)"), 400, "InvalidParameter",
             "num_images_per_prompt must be 1"},
            {sync_images, false, qwen(R"("seed":2147483648)"), 400, "InvalidParameter",
             "seed must be an integer between 0 and 2147483647"},
            {sync_images, false, qwen(R"("watermark":"yes")"), 400, "InvalidParameter", "watermark must be a boolean"},
            {sync_images, false, qwen(R"("size":"16:9")"), 400, "InvalidParameter",
             "The size 16:9 is not match the requirements: width*height"},
            {sync_images, false, picture_body("wan2.7-image", "x", R"("n":13,"enable_sequential":true)"), 400,
             "InvalidParameter", "n must be an integer between 1 and 12"},
        };
        for (auto const& c : cases) check(c);
    }

    TEST_CASE("inputs that DashScope could not use") {
        auto const edit = [](std::string_view image) {
            return parts_body("qwen-image-edit", R"({"image":)" + std::string(image) + R"(},{"text":"x"})");
        };
        constexpr std::string_view bad =
            "The provided URL does not appear to be valid. Ensure it is correctly formatted.";
        auto const four = image_part(32, 32) + "," + image_part(32, 32) + "," + image_part(32, 32) + "," +
                          image_part(32, 32) + R"(,{"text":"x"})";
        refusal const cases[] = {
            {sync_images, false, edit(R"("/home/me/cat.png")"), 400, "InvalidParameter", bad},
            {sync_images, false, edit(R"("http://")"), 400, "InvalidParameter", bad},
            {sync_images, false, edit("5"), 400, "InvalidParameter", bad},
            {sync_images, false, edit(R"("data:image/png;base64,!!!")"), 400, "InvalidParameter", "image format error"},
            {sync_images, false, edit(R"("data:image/png,hello")"), 400, "InvalidParameter", "image format error"},
            {sync_images, false, edit(R"("data:image/png;base64,aGVsbG8=")"), 400, "InvalidParameter.DataInspection",
             "The media format is not supported or incorrect for the data inspection."},
            {sync_images, false, edit('"' + sandbox_test::png_uri(1, 1) + '"'), 400, "InvalidParameter",
             "<400> InternalError.Algo.InvalidParameter: The image length and width do not meet the model "
             "restrictions. "
             "[height:1 or width:1 must be larger than 10]"},
            {sync_images, false, edit('"' + sandbox_test::png_uri(10, 400) + '"'), 400, "InvalidParameter",
             "<400> InternalError.Algo.InvalidParameter: The image length and width do not meet the model "
             "restrictions. "
             "[height:400 or width:10 must be larger than 10]"},
            {sync_images, false, edit('"' + std::string("data:image/png;base64,") + std::string(10'485'760, 'A') + '"'),
             400, "InvalidParameter",
             "<400> InternalError.Algo.InvalidParameter: Exceeded limit on max bytes per data-uri item : 10485760"},
            {sync_images, false, parts_body("qwen-image-edit", four), 400, "InvalidParameter",
             "the number of images must be between 1 and 3"},
            {sync_images, false, parts_body("qwen-image-max", image_part(32, 32) + R"(,{"text":"x"})"), 400,
             "InvalidParameter", "url error, please check url！"},
        };
        for (auto const& c : cases) check(c);
    }

    TEST_CASE("markers of a prompt act, and are not drawn") {
        conversation with;
        CHECK(with.post(sync_images, picture_body("qwen-image-2.0", "x [[error:DataInspectionFailed]]")).status == 400);
        CHECK(with.post(sync_images, picture_body("qwen-image-2.0", "x [[fault:html]]")).status == 502);
        auto const answer = with.post(sync_images, picture_body("qwen-image-2.0", "x [[latency:50]]"));
        CHECK(answer.latency == 50ms);
        auto const partial =
            with.post_json(sync_images, picture_body("qwen-image-2.0", "x [[task:partial]]", R"("n":3)"));
        CHECK(at(partial, "/usage/image_count") == "2");
        CHECK(at(partial, "/output/task_metric/FAILED") == "1");
    }
}
