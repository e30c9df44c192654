#pragma once
// Which model serves a capability when a caller names none: one table, overridable from the settings.

#include "dashscope/region.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dashscope {

enum class capability {
    text,
    vision,
    ocr,
    omni,
    translation,
    image,
    image_edit,
    video,
    image_to_video,
    reference_to_video,
    video_edit,
    speech,
    speech_recognition,
    embedding,
    multimodal_embedding,
    rerank,
};

/// Every capability, in the order of the enumeration.
std::span<capability const> all_capabilities();

/// `text`, `image_to_video`, …: with `default_` before and `_model` behind it the key of the official CLI's file.
std::string_view capability_name(capability what);

/// The table's entry; never empty.
std::string_view builtin_model(capability what, region where);

/// The table with a user's own choices over it.
class default_models {
public:
    void set(capability what, std::string model) { chosen_[what] = std::move(model); }
    std::string_view find(capability what, region where) const;

private:
    std::map<capability, std::string> chosen_;
};

}  // namespace dashscope
