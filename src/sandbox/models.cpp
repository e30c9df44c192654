#include "sandbox/models.hpp"

#include <algorithm>
#include <string>

namespace sandbox {
namespace {

// The first row that matches counts. Limits are those of models-2026-05, rounded to the family's.
constexpr family families[] = {
    {"qwq", thinking::always, true, true, false, 8192, 131'072},
    {"qvq", thinking::always, true, true, false, 16'384, 131'072},
    {"qwen3.5-omni", thinking::never, false, true, true, 65'536, 262'144},
    {"qwen3-omni", thinking::never, false, true, true, 16'384, 65'536},
    {"qwen2.5-omni", thinking::never, false, true, true, 2048, 32'768},
    {"qwen-omni", thinking::never, false, true, true, 2048, 32'768},
    {"qwen3.5", thinking::on, false, false, false, 65'536, 1'000'000},
    {"qwen3.6", thinking::on, false, false, false, 65'536, 1'000'000},
    {"qwen3.7", thinking::on, false, false, false, 65'536, 1'000'000},
    {"qwen3.8", thinking::on, false, false, false, 65'536, 1'000'000},
    {"qwen3.9", thinking::on, false, false, false, 65'536, 1'000'000},
    {"qwen3-max", thinking::off, true, false, false, 65'536, 262'144},
    {"qwen3-vl", thinking::off, true, false, false, 32'768, 262'144},
    {"qwen3-coder", thinking::never, false, false, false, 65'536, 1'000'000},
    {"qwen3-next", thinking::never, false, false, false, 32'768, 131'072},
    {"qwen3-asr", thinking::never, false, false, false, 8192, 131'072},
    {"qwen3-livetranslate", thinking::never, false, true, true, 4096, 53'248},
    {"qwen3-", thinking::on, true, false, false, 16'384, 131'072},  // the open models: 235b-a22b, 32b, 8b, …
    {"qwen-plus", thinking::off, true, false, false, 32'768, 1'000'000},
    {"qwen-turbo", thinking::off, true, false, false, 16'384, 1'000'000},
    {"qwen-flash", thinking::off, true, false, false, 32'768, 1'000'000},
    {"qwen-long", thinking::never, false, false, false, 32'768, 10'000'000},
    {"qwen", thinking::never, false, false, false, 8192, 131'072},
    {"deepseek-r1", thinking::always, false, false, false, 32'768, 131'072},
    {"deepseek-v3.", thinking::off, false, false, false, 65'536, 131'072},
    {"deepseek-v4", thinking::off, false, false, false, 65'536, 1'000'000},
    {"deepseek", thinking::never, false, false, false, 16'384, 131'072},
    {"kimi-k2.", thinking::off, false, false, false, 16'384, 262'144},
    {"kimi", thinking::never, false, false, false, 16'384, 262'144},
    {"moonshot-kimi", thinking::never, false, false, false, 16'384, 131'072},
    {"glm-", thinking::on, false, false, false, 16'384, 202'752},
    {"minimax-m", thinking::always, false, false, false, 32'768, 204'800},
    {"mimo", thinking::on, false, false, false, 32'768, 262'144},
    {"farui", {}, false, false, false, 2048, 12'288},
    {"gui-plus", {}, false, false, false, 32'768, 262'144},
    {"tongyi-", {}, false, false, false, 8192, 131'072},
};

// Models of other endpoints, where a prefix of a chat family would match too or a hint helps more than "not found".
constexpr std::string_view others[] = {"qwen-image",
                                       "qwen-tts",
                                       "qwen3-tts",
                                       "qwen-voice",
                                       "qwen-mt-image",
                                       "qwen3-rerank",
                                       "qwen3-vl-rerank",
                                       "qwen3-vl-embedding",
                                       "qwen2.5-vl-embedding",
                                       "qwen3-asr-flash-filetrans",
                                       "tongyi-embedding",
                                       "text-embedding",
                                       "multimodal-embedding",
                                       "gte-rerank",
                                       "wan",
                                       "z-image",
                                       "happyhorse",
                                       "cosyvoice",
                                       "sambert",
                                       "fun-asr",
                                       "paraformer",
                                       "sensevoice",
                                       "voice-enrollment",
                                       "minimax/speech",
                                       "kling",
                                       "vidu",
                                       "pixverse",
                                       "aitryon"};

// Those that chat, then those of other endpoints.
constexpr std::string_view known[] = {
    // clang-format off
    "qwen3.8-max", "qwen3.7-max", "qwen3.6-plus", "qwen3.6-flash", "qwen3.5-plus", "qwen3.5-flash", "qwen3-max",
    "qwen-plus", "qwen-flash", "qwen-turbo", "qwen-max", "qwen-long", "qwen3-coder-plus", "qwen3-vl-plus",
    "qwen3-vl-flash", "qwen-vl-max", "qwen-vl-ocr", "qwen3.5-omni-plus", "qwen3-omni-flash", "qwen-omni-turbo",
    "qwen3-235b-a22b", "qwen3-235b-a22b-thinking-2507", "qwen3-235b-a22b-instruct-2507", "qwen-mt-plus",
    "qwen3-asr-flash", "qwq-plus", "qvq-max", "deepseek-v3.2", "deepseek-v4-pro", "deepseek-r1", "kimi-k2-thinking",
    "kimi-k2.6", "glm-5.1", "MiniMax-M2.5",

    "qwen-image-2.0", "qwen-image-2.0-pro", "qwen-image-max", "qwen-image-plus", "qwen-image-edit", "z-image-turbo",
    "wan2.7-image", "wan2.7-image-pro", "wan2.6-image", "wan2.6-t2i", "wan2.5-t2i-preview", "wan2.5-i2i-preview",
    "wan2.2-t2i-flash", "wanx2.1-imageedit", "happyhorse-1.0-t2v", "happyhorse-1.0-i2v", "happyhorse-1.0-r2v",
    "happyhorse-1.0-video-edit", "wan2.7-t2v", "wan2.7-i2v", "wan2.7-r2v", "wan2.7-videoedit", "wan2.6-t2v",
    "wan2.6-i2v", "wan2.6-r2v", "wan2.2-kf2v-flash", "wanx2.1-vace-plus", "qwen3-tts-flash",
    "qwen3-tts-instruct-flash", "qwen3-tts-vc-2026-01-22", "qwen3-tts-vd-2026-01-26", "qwen-tts",
    "cosyvoice-v3-flash", "cosyvoice-v3-plus", "fun-asr", "paraformer-v2", "qwen3-asr-flash-filetrans",
    "text-embedding-v4", "text-embedding-v3", "qwen3-vl-embedding", "tongyi-embedding-vision-plus",
    "multimodal-embedding-v1", "qwen3-rerank", "gte-rerank-v2", "qwen3-vl-rerank",
    // clang-format on
};
constexpr auto chatting = static_cast<std::size_t>(std::ranges::find(known, "qwen-image-2.0") - std::begin(known));

std::string lower(std::string_view name) {
    std::string text(name);
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

bool is_other(std::string_view name) {
    return std::ranges::any_of(others, [&](auto prefix) { return name.starts_with(prefix); });
}

}  // namespace

model_facts find_model(std::string_view name) {
    auto text = lower(name);
    if (is_other(text)) return {model_use::other, {}};
    text = text.substr(text.find('/') == std::string::npos ? 0 : text.find('/') + 1);
    if (is_other(text)) return {model_use::other, {}};
    for (auto const& candidate : families) {
        if (!text.starts_with(candidate.prefix)) continue;
        auto traits = candidate;
        if (text.find("-thinking") != std::string::npos) {
            traits.thinks = thinking::always;
            traits.thinks_only_in_streams = false;
        }
        if (text.find("-instruct") != std::string::npos) traits.thinks = thinking::never;
        return {model_use::chat, traits};
    }
    return {};
}

std::span<std::string_view const> listed_models() {
    return std::span(known).first(chatting);
}

std::span<std::string_view const> all_models() {
    return known;
}

}  // namespace sandbox
