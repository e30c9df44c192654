#include "tools/offered.hpp"

#include "mcp/prompt_registry.hpp"
#include "mcp/resource_registry.hpp"
#include "tools/guides.hpp"
#include "tools/media_resources.hpp"
#include "tools/model_resources.hpp"
#include "tools/prompt_text.hpp"
#include "tools/task_resources.hpp"
#include "tools/text_prompt.hpp"

namespace tools {

void add_resources(mcp::resource_registry& to, services const& with, platform::executor executor,
                   std::optional<shared_folder> saved) {
    to.add(make_guides());
    to.add(std::make_shared<model_resources>(with));
    to.add(std::make_shared<task_resources>(with, executor));
    if (saved) to.add(std::make_shared<media_resources>(executor, std::move(saved->path), saved->read_limit));
}

void add_prompts(mcp::prompt_registry& to, services const& with) {
    for (auto const* name : {"storyboard_to_film", "podcast_from_text", "subtitles_for_recording", "product_pictures",
                             "ask_application", "recall"})
        add_text_prompt(to, prompt_text(name), with);
}

}  // namespace tools
