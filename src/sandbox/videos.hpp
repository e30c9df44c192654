#pragma once
// Films, always as tasks.

#include "sandbox/service.hpp"

namespace sandbox {

plan submit_video(exchange const& context);           // POST …/aigc/video-generation/video-synthesis
plan submit_image_to_video(exchange const& context);  // POST …/aigc/image2video/video-synthesis

}  // namespace sandbox
