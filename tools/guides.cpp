#include "tools/guides.hpp"

#include "mcp/static_resources.hpp"
#include "tools/guide_text.hpp"

#include <stdexcept>

namespace tools {

namespace {

// In the order in which they are listed.
constexpr std::string_view names[] = {"start", "text",   "vision",     "pictures",
                                      "films", "speech", "recordings", "knowledge"};

}  // namespace

guide_head read_guide_head(std::string_view text) {
    auto const line = [&text] {
        auto const end = text.find('\n');
        auto const found = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        return std::string(found);
    };
    auto const title = line();
    auto const gap = line();
    auto const description = line();
    if (!title.starts_with("# ") || !gap.empty() || description.empty())
        throw std::invalid_argument("a guide begins with a title and one line of description: " + title);
    return {title.substr(2), description};
}

std::shared_ptr<mcp::resource_source const> make_guides() {
    auto const guides = std::make_shared<mcp::static_resources>();
    for (auto const name : names) {
        auto const text = guide_text(name);
        auto head = read_guide_head(text);
        guides->add_text({{"uri", "dashscope://guides/" + std::string(name)},
                          {"name", "guide-" + std::string(name)},
                          {"title", head.title},
                          {"description", head.description},
                          {"mimeType", "text/markdown"}},
                         std::string(text));
    }
    return guides;
}

}  // namespace tools
