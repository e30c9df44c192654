#include "tools/long_text.hpp"

#include "tools/output.hpp"

namespace tools {

namespace {

constexpr std::size_t shown_whole = 8000;

}  // namespace

platform::task<mcp::tool_result> long_text_result(services with, std::string text, std::string stem, std::string last,
                                                  mcp::request_context& context) {
    std::string saved;
    if (text.size() > shown_whole) saved = co_await with.out.save_text(text, std::move(stem), "txt", context.host());
    mcp::tool_result result;
    result.add_text(shortened(text, saved));
    result.add_text(last);
    co_return result;
}

}  // namespace tools
