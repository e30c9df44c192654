#include "tools/memory_asking.hpp"

#include "tools/app_handles.hpp"
#include "tools/asking.hpp"
#include "tools/ownership.hpp"

#include <boost/json/serialize.hpp>

#include <cstdio>

namespace json = boost::json;

namespace tools {

namespace {

std::string details_of(dashscope::memory_node const& node, std::string const& handle) {
    auto text = "id " + handle;
    if (node.score) {
        char score[32];
        std::snprintf(score, sizeof score, ", score %.2f", *node.score);
        text += score;
    }
    auto const& time = node.updated.empty() ? node.created : node.updated;
    if (!time.empty()) text += ", " + time;
    if (node.status == "delete") text += ", deleted";
    if (!node.meta_data.empty()) text += ", " + json::serialize(node.meta_data);
    return text;
}

std::string line_of(dashscope::memory_node const& node, std::string const& handle) {
    std::string text = "- ";
    if (!node.event.empty()) text += node.event + ": ";
    text += node.content.empty() ? "(no text)" : node.content;
    if (!node.old_content.empty() && node.old_content != node.content) text += " (was: " + node.old_content + ")";
    return text + " (" + details_of(node, handle) + ")\n";
}

}  // namespace

planned_call plan_memory(services const& with, mcp::request_context& context, std::string what,
                         dashscope::op_class repeats, dashscope::memory_request request, json::object const& more) {
    auto const before = request.fields;
    merge_parameters(request.fields, more);
    keep_owned(context.principal(), request.fields, before, {"user_id", "description"});
    auto call = plan_request(with, context, std::move(what), repeats, request.method, request.target());
    if (request.has_body()) call.body = std::move(request.fields);
    return call;
}

std::string lines_of(services const& with, mcp::request_context const& context, dashscope::memory_page const& page) {
    std::string text;
    for (auto const& node : page.nodes) text += line_of(node, memory_handle(with, context, node.id));
    return text;
}

std::string user_words(std::string_view user) {
    return "user \"" + std::string(user) + "\"";
}

std::string memory_footer(json::value const& answer) {
    return footer("memory library", {}, request_id_in(answer));
}

}  // namespace tools
