#pragma once
// A wish for a film as plain values, and the request it becomes (catalogue §5). No I/O.

#include "dashscope/composed_request.hpp"
#include "dashscope/video_routes.hpp"

#include <optional>
#include <string>
#include <vector>

namespace dashscope {

struct video_medium {
    media_role role;
    std::string url;
    std::string voice = {};  // of a reference: how it sounds
};

/// What is absent is not sent: the model's own defaults hold.
struct video_request {
    std::string model;
    std::string prompt;
    std::string negative_prompt;
    std::vector<video_medium> media;  // references in the order in which the prompt counts them
    std::string function;             // of wanx2.1-vace-plus
    std::string effect;               // a template of effects
    std::string resolution;           // "720P"
    std::string ratio;                // "16:9"
    std::string size;                 // "1280*720", a level or a ratio: made into what the family takes
    std::optional<std::int64_t> duration;
    std::optional<std::int64_t> seed;
    std::optional<bool> prompt_extend;
    std::optional<bool> watermark;
    std::optional<bool> sound;
    std::string shot_type;
    std::string audio_setting;
    std::string control_condition;
    std::optional<std::int64_t> mask_frame;
    json::object parameters;  // what will be merged into the request: looked at, not sent

    /// The media of one role.
    std::size_t count(media_role role) const;
    bool has(media_role role) const { return count(role) > 0; }
    /// The first of a role; empty when there is none.
    std::string url_of(media_role role) const;
};

/// What the model does not take, a sentence each, with what it does take; empty when all is well. Texts of files are
/// not looked at.
std::vector<std::string> problems_of(video_request const& request);

/// Only for a request without problems. Files are sent as `media` names them.
composed_request compose(video_request const& request);

/// What a file in this role may be for this model. A voice has the role role_voice.
media_rules video_input_rules(std::string_view model, media_role role);

}  // namespace dashscope
