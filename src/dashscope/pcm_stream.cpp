#include "dashscope/pcm_stream.hpp"

#include "media/wav.hpp"
#include "seal/base64.hpp"

#include <utility>

namespace dashscope {

bool pcm_stream::add(std::string_view base64) {
    if (broken_) return false;
    rest_ += base64;
    auto const whole = rest_.size() / 4 * 4;
    std::string_view group(rest_.data(), whole);
    // Padding ends what was encoded in one go: what follows was encoded on its own.
    while (!group.empty()) {
        auto const padding = group.find('=');
        auto const end = padding == std::string_view::npos ? group.size() : (padding / 4 + 1) * 4;
        auto const decoded = seal::from_base64(group.substr(0, end));
        if (!decoded) {
            broken_ = true;
            return false;
        }
        bytes_ += *decoded;
        group.remove_prefix(end);
    }
    rest_.erase(0, whole);
    return true;
}

std::string pcm_stream::take() {
    rest_.clear();
    broken_ = false;
    return std::exchange(bytes_, {});
}

std::string pcm_stream::take_samples() {
    auto bytes = take();
    if (auto const head = media::read_wav_head(bytes); head && head->data_at <= bytes.size())
        bytes.erase(0, static_cast<std::size_t>(head->data_at));
    return bytes;
}

}  // namespace dashscope
