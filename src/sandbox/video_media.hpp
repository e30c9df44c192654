#pragma once
// The media of a request for a film: found in the family's form, counted, and looked at.

#include "sandbox/native.hpp"
#include "sandbox/video_families.hpp"

#include <string>
#include <vector>

namespace sandbox {

struct video_medium {
    std::string type;  // "first_frame", "reference_image", …, or the member's name
    input_media found;
};

boost::system::result<std::vector<video_medium>, failure> read_video_media(video_family const& family,
                                                                           native_body const& body,
                                                                           exchange const& context);

}  // namespace sandbox
