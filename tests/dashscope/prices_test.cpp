#include "dashscope/prices.hpp"

#include "dashscope/model_table.hpp"
#include "support.hpp"

#include <set>

using namespace dashscope;

TEST_CASE("costs by the list, for each way in which DashScope counts") {
    struct {
        std::string_view model;
        std::string_view usage;
        double yuan;
    } const cases[] = {
        {"qwen-mt-plus", R"({"prompt_tokens":1000000,"completion_tokens":500000})", 1.8 + 2.7},
        {"qwen-mt-plus", R"({"input_tokens":1000,"output_tokens":0})", 0.0018},
        {"wan2.6-t2i", R"({"image_count":3,"size":"1280*1280"})", 0.6},
        {"wan2.6-t2i", R"({"image_count":3,"input_tokens":0,"output_tokens":0})", 0.6},
        {"happyhorse-1.0-t2v", R"({"duration":5,"SR":720,"ratio":"16:9","video_count":1})", 4.5},
        {"happyhorse-1.0-t2v", R"({"duration":5,"SR":"1080P"})", 8},
        {"happyhorse-1.0-video-edit", R"({"duration":10,"input_video_duration":5,"output_video_duration":5,"SR":720})", 9},
        {"wan2.2-t2v-plus", R"({"video_duration":5,"size":"1920*1080"})", 3.5},
        {"liveportrait", R"({"video_duration":100})", 2},
        {"qwen3-tts-flash", R"({"characters":10000})", 0.8},
        {"cosyvoice-v3-flash", R"({"characters":5000})", 0.5},
        {"fun-asr", R"({"duration":100})", 0.022},
        {"qwen3-asr-flash", R"({"seconds":100})", 0.022},
        {"text-embedding-v4", R"({"total_tokens":2000000})", 1},
        {"text-embedding-v4", R"({"prompt_tokens":2000000,"total_tokens":2000000})", 1},
    };
    for (auto const& each : cases) {
        CAPTURE(each.model);
        CAPTURE(each.usage);
        auto const cost = estimated_cost(each.model, boost::json::parse(each.usage).as_object());
        REQUIRE(cost);
        CHECK(*cost == doctest::Approx(each.yuan));
    }
}

TEST_CASE("thinking has its own price where the list has one") {
    auto const usage = [](int thoughts) {
        return json::object{{"prompt_tokens", 1000000},
                            {"completion_tokens", 1000000},
                            {"completion_tokens_details", {{"reasoning_tokens", thoughts}}}};
    };
    CHECK(estimated_cost("qwen3-14b", usage(0)) == doctest::Approx(1 + 4));
    CHECK(estimated_cost("qwen3-14b", usage(10)) == doctest::Approx(1 + 10));
}

TEST_CASE("no figure is better than a wrong one") {
    struct {
        std::string_view model;
        std::string_view usage;
        std::string_view why;
    } const cases[] = {
        {"no-such-model", R"({"image_count":1})", "not in the list"},
        {"qwen-plus", R"({"prompt_tokens":1,"completion_tokens":1})", "its prices go by steps"},
        {"wan2.6-t2i", "{}", "nothing counted"},
        {"wan2.6-t2i", R"({"image_count":"many"})", "not a number"},
        {"z-image-turbo", R"({"image_count":1})", "two prices, and the usage tells neither"},
        {"happyhorse-1.0-t2v", R"({"duration":5})", "resolution not told"},
        {"happyhorse-1.0-t2v", R"({"duration":5,"SR":"4K"})", "no price for that"},
        {"kling/kling-v3-video-generation", R"({"duration":5,"SR":720})", "films without sound cost less"},
        {"qwen-omni-turbo", R"({"prompt_tokens":1,"completion_tokens":1})", "by modality"},
        {"", R"({"image_count":1})", "no model"},
    };
    for (auto const& each : cases) {
        CAPTURE(each.why);
        CHECK_FALSE(estimated_cost(each.model, boost::json::parse(each.usage).as_object()));
    }
}

TEST_CASE("the catalogue is whole") {
    auto const all = all_models();
    CHECK(all.size() == 355);
    std::set<std::string_view> names;
    for (auto const& each : all) {
        CAPTURE(each.model);
        CHECK_FALSE(each.model.empty());
        CHECK_FALSE(each.name.empty());
        CHECK_FALSE(each.provider.empty());
        CHECK(names.insert(each.model).second);
        for (auto const& price : each.prices) {
            CHECK(price.yuan > 0);
            CHECK_FALSE(price.type.empty());
            CHECK_FALSE(price.unit.empty());
        }
    }
    CHECK(model_table_date() == "2026-05");
}

TEST_CASE("a model's facts") {
    auto const found = find_model("kimi-k2.5");
    REQUIRE(found);
    CHECK(found->provider == "moonshot-ai");
    CHECK(found->capabilities == std::vector<std::string_view>{"Reasoning", "VU", "TG"});
    CHECK(found->input == std::vector<std::string_view>{"Text", "Image", "Video"});
    CHECK(found->output == std::vector<std::string_view>{"Text"});
    CHECK(found->context == 262144);
    CHECK(found->max_input == 229376);
    CHECK(found->max_output == 16384);
    REQUIRE(found->prices.size() == 5);
    CHECK(found->prices[1].type == "output_token");
    CHECK(found->prices[1].yuan == 21);
    CHECK(found->prices[1].unit == "1M tokens");
    CHECK(find_model("wan2.6-t2i")->context == 0);
    CHECK_FALSE(find_model("kimi"));
    CHECK_FALSE(find_model(""));
    CHECK_FALSE(find_model("kimi-k2.5\tKimi-K2.5"));
}
