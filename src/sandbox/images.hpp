#pragma once
// Pictures: synchronous ones and the three kinds of tasks.

#include "sandbox/service.hpp"

namespace sandbox {

plan generate_images(exchange const& context);        // POST …/aigc/multimodal-generation/generation, its image models
plan submit_image_messages(exchange const& context);  // POST …/aigc/image-generation/generation
plan submit_image_prompt(exchange const& context);    // POST …/aigc/text2image/image-synthesis
plan submit_image_to_image(exchange const& context);  // POST …/aigc/image2image/image-synthesis

}  // namespace sandbox
