#pragma once
// Resolution, ratio and size of a film: whatever a caller gave, made into what the family takes. Private to this layer.

#include "dashscope/video_request.hpp"

namespace dashscope {

struct film_size {
    std::string resolution, ratio;  // for families with these fields; empty: not sent
    std::string size;               // for families with `size`
    std::string problem;            // a sentence; empty when all is well
};

film_size film_size_for(video_request const& request, video_family const& family);

}  // namespace dashscope
