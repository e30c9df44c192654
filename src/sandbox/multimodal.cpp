#include "sandbox/multimodal.hpp"

#include "sandbox/images.hpp"
#include "sandbox/models.hpp"
#include "sandbox/native.hpp"
#include "sandbox/native_chat.hpp"
#include "sandbox/recognition.hpp"
#include "sandbox/speech.hpp"

namespace sandbox {
namespace {

struct capability {
    std::string_view prefix;  // of the model's name
    plan (*run)(exchange const&);
};

// The first row that matches counts.
constexpr capability capabilities[] = {
    {"qwen-tts", synthesize_qwen},
    {"qwen3-tts", synthesize_qwen},
    {"qwen3-asr-flash", recognize_now},
    {"fun-asr-flash", recognize_now},
    {"qwen-audio-3.0-asr-flash", recognize_now},
    {"qwen-image", generate_images},
    {"z-image", generate_images},
    {"wan2.6-t2i", generate_images},
    {"wan2.6-image", generate_images},
    {"wan2.7-image", generate_images},
};

}  // namespace

plan multimodal_generation(exchange const& context) {
    auto const body = read_native(context.asked);
    if (!body) return refuse(body.error(), context);
    for (auto const& each : capabilities)
        if (body->model.starts_with(each.prefix)) return each.run(context);
    if (sees(body->model)) return generate_multimodal(context);
    bool const known = find_model(body->model).use != model_use::unknown;
    return refuse(known ? wrong_url() : no_such_model(), context);
}

}  // namespace sandbox
