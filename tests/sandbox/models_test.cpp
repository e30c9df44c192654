#include "sandbox/models.hpp"

#include <doctest/doctest.h>

using sandbox::find_model;
using sandbox::model_use;
using sandbox::thinking;

TEST_SUITE("sandbox/models") {
    TEST_CASE("a model's use is known by its family") {
        struct {
            std::string_view name;
            model_use use;
        } const cases[] = {
            {"qwen-plus", model_use::chat},
            {"qwen-plus-2025-12-01", model_use::chat},
            {"qwen3.6-plus", model_use::chat},
            {"QwQ-plus", model_use::chat},
            {"deepseek-v3", model_use::chat},
            {"siliconflow/deepseek-r1-0528", model_use::chat},
            {"ZHIPU/GLM-5.1", model_use::chat},
            {"kimi/kimi-k2.6", model_use::chat},
            {"Moonshot-Kimi-K2-Instruct", model_use::chat},
            {"MiniMax/MiniMax-M2.5", model_use::chat},
            {"qwen-mt-plus", model_use::chat},
            {"qwen3-asr-flash", model_use::chat},
            {"qwen-image-2.0", model_use::other},
            {"qwen3-tts-flash", model_use::other},
            {"wan2.6-t2i", model_use::other},
            {"text-embedding-v4", model_use::other},
            {"qwen3-asr-flash-filetrans", model_use::other},
            {"MiniMax/speech-02-hd", model_use::other},
            {"gpt-4o", model_use::unknown},
            {"", model_use::unknown},
            {"my-qwen-plus", model_use::unknown},
        };
        for (auto const& c : cases) {
            CAPTURE(c.name);
            CHECK(find_model(c.name).use == c.use);
        }
    }

    TEST_CASE("whether a model thinks") {
        struct {
            std::string_view name;
            thinking thinks;
            bool only_in_streams;
        } const cases[] = {
            {"qwen-plus", thinking::off, true},
            {"qwen3-max", thinking::off, true},
            {"qwen-max", thinking::never, false},
            {"qwen3-coder-plus", thinking::never, false},
            {"qwen3.5-plus", thinking::on, false},
            {"qwen3.7-max", thinking::on, false},
            {"qwen3-235b-a22b", thinking::on, true},
            {"qwen3-235b-a22b-instruct-2507", thinking::never, true},
            {"qwen3-235b-a22b-thinking-2507", thinking::always, false},
            {"qwen3-vl-8b-thinking", thinking::always, false},
            {"kimi-k2-thinking", thinking::always, false},
            {"qwq-plus", thinking::always, true},
            {"deepseek-r1", thinking::always, false},
            {"deepseek-v3.2", thinking::off, false},
            {"glm-5", thinking::on, false},
            {"qwen3.5-omni-plus", thinking::never, false},
        };
        for (auto const& c : cases) {
            CAPTURE(c.name);
            auto traits = find_model(c.name).traits;
            CHECK(traits.thinks == c.thinks);
            CHECK(traits.thinks_only_in_streams == c.only_in_streams);
        }
    }

    TEST_CASE("what only streams") {
        for (auto name : {"qwq-plus", "qvq-max", "qwen3-omni-flash", "qwen-omni-turbo-latest", "qwen3.5-omni-flash"})
            CHECK(find_model(name).traits.stream_only);
        for (auto name : {"qwen-plus", "deepseek-r1", "qwen3.5-plus"}) CHECK(!find_model(name).traits.stream_only);
    }

    TEST_CASE("every model of the compatible list can chat, the native one has others behind them") {
        auto const chatting = sandbox::listed_models();
        auto const all = sandbox::all_models();
        REQUIRE(all.size() > chatting.size());
        for (std::size_t i = 0; i < all.size(); ++i) {
            CAPTURE(all[i]);
            CHECK(find_model(all[i]).use == (i < chatting.size() ? model_use::chat : model_use::other));
        }
    }
}
