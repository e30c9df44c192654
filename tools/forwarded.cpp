// Results of other MCP servers as ours.

#include "tools/marketplace.hpp"
#include "tools/output.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace tools {

namespace {

constexpr std::size_t shown_whole = 8000;  // bytes; ecosystem.md §5.2

std::string_view extension_of(std::string_view text) {
    boost::system::error_code failed;
    auto const value = json::parse({text.data(), text.size()}, failed);
    return !failed && value.is_structured() ? "json" : "txt";
}

bool is_long_text(json::value const& block) {
    auto const* object = block.if_object();
    auto const* text = object ? object->if_contains("text") : nullptr;
    return text && text->is_string() && text->get_string().size() > shown_whole;
}

// Where nothing can be saved nothing is cut: there is no other place to read the rest.
platform::task<void> shorten_text(services const& with, json::object& block, std::string stem, std::string host) {
    std::string const text(block.at("text").as_string());
    auto extension = std::string(extension_of(text));
    auto path = co_await with.out.save_text(text, std::move(stem), std::move(extension), std::move(host));
    if (!path.empty()) block["text"] = shortened(text, path);
}

// Hosts show structured content in full, in place of the text: long, it is only saved.
platform::task<void> shorten_structured(services const& with, mcp::tool_result& result, std::string stem,
                                        std::string host) {
    auto const text = json::serialize(*result.structured);
    if (text.size() <= shown_whole) co_return;
    auto path = co_await with.out.save_text(text, std::move(stem), "json", std::move(host));
    if (path.empty()) co_return;
    result.structured.reset();
    result.add_text("The structured result: " + shortened(text, path));
}

}  // namespace

platform::task<mcp::tool_result> forwarded(services with, json::object from, std::string stem, std::string note,
                                           std::string host) {
    mcp::tool_result result;
    if (auto* content = from.if_contains("content"); content && content->is_array())
        result.content = std::move(content->get_array());
    if (auto* structured = from.if_contains("structuredContent"); structured && structured->is_object())
        result.structured = std::move(structured->get_object());
    auto const* flag = from.if_contains("isError");
    result.is_error = flag && flag->is_bool() && flag->get_bool();
    for (auto& block : result.content)
        if (is_long_text(block)) co_await shorten_text(with, block.get_object(), stem, host);
    if (result.structured) co_await shorten_structured(with, result, stem, std::move(host));
    if (!note.empty()) result.add_text(note);
    co_return result;
}

}  // namespace tools
