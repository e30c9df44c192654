#pragma once
// A request for pictures, whichever of the four endpoints it came to.

#include "sandbox/image_families.hpp"
#include "sandbox/input_media.hpp"
#include "sandbox/markers.hpp"
#include "sandbox/native.hpp"

#include <string>
#include <vector>

namespace sandbox {

struct image_request {
    std::string model;
    image_family const* family = nullptr;
    std::string prompt;  // without its markers
    wishes asked;
    std::vector<input_media> inputs;
    pixel_size size;
    int n = 1;
    std::int64_t seed = 0;
    bool interleaved = false;  // wan2.6-image: text and pictures in turns
    bool extends_prompt = true;
    std::vector<std::string> facts;  // parameters that a picture shows
};

/// Reads and checks everything; the refusal has DashScope's words where they are known.
boost::system::result<image_request, failure> read_image_request(image_route route, exchange const& context);

}  // namespace sandbox
