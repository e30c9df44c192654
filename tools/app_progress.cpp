#include "tools/app_progress.hpp"

#include <algorithm>

namespace tools {

namespace {

constexpr std::chrono::milliseconds interval{500};

}  // namespace

void app_progress::operator()(dashscope::app_delta const& delta) {
    for (auto const& piece : delta.steps) take_piece(piece);
    bytes_ += delta.text.size();
    if (delta.text.empty()) return;
    // The thoughts before the words.
    if (!gathered_.empty()) tell();
    context_.stream_text(delta.text);
}

void app_progress::take_piece(dashscope::app_delta::piece const& piece) {
    bool const changes = piece.begins || piece.name != name_;
    if (changes && !gathered_.empty()) tell();
    name_ = piece.name;
    gathered_ += piece.text;
    bytes_ += piece.text.size() + 1;
    auto const now = platform::clock::now();
    if (changes || !last_ || now >= *last_ + interval) tell();
}

void app_progress::tell() {
    last_ = platform::clock::now();
    // Above the seconds that an upload before has reported.
    auto const done = static_cast<double>(bytes_) + std::chrono::duration<double>(*last_ - begun_).count();
    context_.report(done, std::nullopt, gathered_.empty() ? name_ : name_ + ": " + gathered_);
    gathered_.clear();
}

}  // namespace tools
