#include "tools/multimodal.hpp"

#include "dashscope/media_input.hpp"
#include "tools/generation.hpp"

namespace tools {

namespace {

using media::kind;

// Catalogue §3: longer than 10 pixels each way, no longer than 200 times the other.
dashscope::media_rules picture_rules() {
    dashscope::media_rules rules;
    rules.kinds = {kind::image};
    rules.max_bytes = 20'000'000;
    rules.min_side = 11;
    rules.max_ratio = 200;
    return rules;
}

dashscope::media_rules rules_of(kind what, std::uint64_t max_bytes) {
    dashscope::media_rules rules;
    rules.kinds = {what};
    rules.max_bytes = max_bytes;
    return rules;
}

platform::task<void> resolve_all(services with, std::vector<std::string>& references, std::string name,
                                 dashscope::media_rules rules, std::string model, bool dry_run) {
    for (std::size_t i = 0; i < references.size(); ++i) {
        rules.name = argument_name(name, i, references.size());
        auto resolved = co_await resolve_media(with, references[i], rules, model, dry_run);
        references[i] = std::move(resolved);
    }
}

void check_frames(dashscope::multimodal_input const& input) {
    auto const count = input.frames.size();
    if (count == 0 || (count >= dashscope::fewest_frames && count <= dashscope::most_frames)) return;
    throw mcp::tool_error("`frames` are the pictures of one video: give 4 to 512 of them (older models take 80). For "
                          "pictures that stand alone use `images`. You gave " + std::to_string(count) + ".");
}

}  // namespace

platform::task<void> resolve_inputs(services with, dashscope::multimodal_input& input, std::string model, bool dry_run) {
    check_frames(input);
    co_await resolve_all(with, input.images, "images", picture_rules(), model, dry_run);
    co_await resolve_all(with, input.videos, "videos", rules_of(kind::video, 2'000'000'000), model, dry_run);
    co_await resolve_all(with, input.frames, "frames", picture_rules(), model, dry_run);
    co_await resolve_all(with, input.audio, "audio", rules_of(kind::audio, 100'000'000), model, dry_run);
}

}  // namespace tools
