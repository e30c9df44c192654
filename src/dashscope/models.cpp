#include "dashscope/models.hpp"

#include <array>

namespace dashscope {

namespace {

struct row {
    capability what;
    std::string_view name;
    std::string_view model;
};

// Stable aliases rather than dated snapshots, so that they age well (catalogue §0 row 25, §15).
constexpr row rows[] = {
    {capability::text, "text", "qwen-plus"},
    {capability::vision, "vision", "qwen3-vl-plus"},
    {capability::ocr, "ocr", "qwen-vl-ocr"},
    {capability::omni, "omni", "qwen3.5-omni-plus"},
    {capability::translation, "translation", "qwen-mt-plus"},
    {capability::image, "image", "qwen-image-2.0"},
    {capability::image_edit, "image_edit", "qwen-image-2.0"},
    {capability::video, "video", "happyhorse-1.0-t2v"},
    {capability::image_to_video, "image_to_video", "happyhorse-1.0-i2v"},
    {capability::reference_to_video, "reference_to_video", "happyhorse-1.0-r2v"},
    {capability::video_edit, "video_edit", "happyhorse-1.0-video-edit"},
    // CosyVoice, the CLI's choice, is served from Beijing only.
    {capability::speech, "speech", "qwen3-tts-flash"},
    {capability::speech_recognition, "speech_recognition", "fun-asr"},
    {capability::embedding, "embedding", "text-embedding-v4"},
    {capability::multimodal_embedding, "multimodal_embedding", "qwen3-vl-embedding"},
    {capability::rerank, "rerank", "qwen3-rerank"},
};

struct exception_row {
    capability what;
    region where;
    std::string_view model;
};

constexpr exception_row exceptions[] = {
    {capability::image, region::frankfurt, "wan2.6-t2i"},
    {capability::image_edit, region::frankfurt, "wan2.6-image"},
};

constexpr auto capabilities = [] {
    std::array<capability, std::size(rows)> all{};
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = rows[i].what;
    return all;
}();

constexpr bool in_order() {
    for (std::size_t i = 0; i < std::size(rows); ++i)
        if (rows[i].what != static_cast<capability>(i)) return false;
    return true;
}
static_assert(in_order(), "rows are indexed by capability");

}  // namespace

std::span<capability const> all_capabilities() {
    return capabilities;
}

std::string_view capability_name(capability what) {
    return rows[static_cast<std::size_t>(what)].name;
}

std::string_view builtin_model(capability what, region where) {
    for (auto const& entry : exceptions)
        if (entry.what == what && entry.where == where) return entry.model;
    return rows[static_cast<std::size_t>(what)].model;
}

std::string_view default_models::find(capability what, region where) const {
    auto found = chosen_.find(what);
    if (found != chosen_.end()) return found->second;
    return builtin_model(what, where);
}

}  // namespace dashscope
