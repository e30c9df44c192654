#include "mcp/prompt.hpp"

namespace json = boost::json;

namespace mcp {

prompt_result& prompt_result::add(json::object content) {
    messages.push_back({{"role", "user"}, {"content", std::move(content)}});
    return *this;
}

prompt_result& prompt_result::add_text(std::string_view text) {
    return add({{"type", "text"}, {"text", text}});
}

platform::task<std::vector<std::string>> prompt::complete(completion_query, request_context&) const {
    co_return std::vector<std::string>();
}

}  // namespace mcp
