#pragma once
// The `size` of a picture request: ratios and spellings made into what the family takes. Private to this layer.

#include "dashscope/image_request.hpp"

namespace dashscope {

struct chosen_size {
    std::string size;     // for `size`; empty: not sent
    std::string ratio;    // for the family's ratio_field; empty: not sent
    std::string problem;  // a sentence; empty when all is well
};

chosen_size image_size_for(image_request const& request, image_family const& family);

}  // namespace dashscope
