#pragma once
// A request for a film, in each of the forms that its families take.

#include "sandbox/markers.hpp"
#include "sandbox/native.hpp"
#include "sandbox/video_families.hpp"

#include <string>
#include <vector>

namespace sandbox {

enum class video_route { video_synthesis, image_to_video };

struct video_request {
    std::string model;
    video_family const* family = nullptr;
    std::string prompt;  // without its markers
    wishes asked;
    pixel_size size;
    std::string level;  // "720P"
    std::string ratio;  // as given, or the usual one; empty where the family has none
    double seconds = 0;
    double input_seconds = 0;
    std::int64_t seed = 0;
    bool extends_prompt = true;
    std::vector<std::string> facts;  // inputs and parameters that a film shows
};

/// Reads and checks everything; the refusal has DashScope's words where they are known.
boost::system::result<video_request, failure> read_video_request(video_route route, exchange const& context);

}  // namespace sandbox
