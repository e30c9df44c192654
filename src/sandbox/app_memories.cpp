#include "sandbox/app_memories.hpp"

#include "sandbox/archive.hpp"
#include "sandbox/fields.hpp"
#include "sandbox/openapi.hpp"
#include "sandbox/random.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::string_view kind = "app-memory";

/// {"memoryId","description","serial","nodes":[{"memoryNodeId","content"}],"deleted"?}
std::optional<json::object> find_memory_of_app(std::string_view id, exchange const& context) {
    auto const bytes = context.kept.of<archive>().get(kind, id);
    if (!bytes) return std::nullopt;
    boost::system::error_code error;
    auto parsed = json::parse(*bytes, error);
    if (error || !parsed.is_object() || member(parsed.get_object(), "deleted")) return std::nullopt;
    return std::move(parsed.get_object());
}

void keep(json::object const& memory, exchange const& context) {
    context.kept.of<archive>().put(kind, text_member(memory, "memoryId"), json::serialize(memory));
}

plan answer(json::object body, exchange const& context) {
    body["requestId"] = context.request_id;
    return json_plan(200, json::serialize(body));
}

plan no_such_memory(exchange const& context) {
    return openapi_error({404, "Memory.NotFound", "The specified memory does not exist."}, context);
}

json::object shown(json::object const& memory, exchange const& context) {
    return {{"memoryId", memory.at("memoryId")},
            {"description", memory.at("description")},
            {"workspaceId", context.segments.front()}};
}

/// One page of `all`; its tokens are offsets.
plan page(std::string_view name, json::array const& all, exchange const& context) {
    auto const query = read_form(context.asked.query);
    auto const most = form_number(query, "maxResults", 10, 1, 50);
    auto const from = form_number(query, "nextToken", 0, 0, 1'000'000'000);
    if (!most || !from)
        return openapi_error({400, "InvalidParameter", "maxResults must be 1 to 50, nextToken one that was given."},
                             context);
    auto const first = std::min(static_cast<std::size_t>(*from), all.size());
    auto const end = std::min(first + static_cast<std::size_t>(*most), all.size());
    json::array shown_ones(all.begin() + static_cast<std::ptrdiff_t>(first),
                           all.begin() + static_cast<std::ptrdiff_t>(end));
    json::object body{{"totalCount", all.size()}, {"maxResults", *most}, {"workspaceId", context.segments.front()}};
    if (end < all.size()) body["nextToken"] = std::to_string(end);
    body[name] = std::move(shown_ones);
    return answer(std::move(body), context);
}

std::string add_node(json::object& memory, std::string_view content) {
    auto& nodes = memory["nodes"].as_array();
    auto const made = static_cast<std::size_t>(number_member(memory, "made").value_or(0)) + 1;
    memory["made"] = made;
    auto const id = generator(hash(text_member(memory, "memoryId"), made)).hex(32);
    nodes.push_back(json::object{{"memoryNodeId", id}, {"content", content}});
    return id;
}

json::array::iterator find_node(json::array& nodes, std::string_view id) {
    return std::ranges::find_if(
        nodes, [&](json::value const& node) { return text_member(node.get_object(), "memoryNodeId") == id; });
}

}  // namespace

plan create_app_memory(exchange const& context) {
    auto const query = read_form(context.asked.query);
    auto const serial = context.kept.of<archive>().names(kind).size();
    auto const id = generator(hash("memory", serial + 1 + context.settings.seed)).hex(32);
    keep({{"memoryId", id},
          {"description", form_field(query, "description").value_or("")},
          {"serial", serial},
          {"nodes", json::array{}}},
         context);
    return answer({{"memoryId", id}}, context);
}

plan list_app_memories(exchange const& context) {
    std::vector<json::object> all;
    for (auto const& id : context.kept.of<archive>().names(kind))
        if (auto memory = find_memory_of_app(id, context)) all.push_back(std::move(*memory));
    std::ranges::sort(all, {}, [](auto const& memory) { return number_member(memory, "serial").value_or(0); });
    json::array list;
    for (auto const& memory : all) list.push_back(shown(memory, context));
    return page("memories", list, context);
}

plan get_app_memory(exchange const& context) {
    auto const memory = find_memory_of_app(context.segments[1], context);
    return memory ? answer(shown(*memory, context), context) : no_such_memory(context);
}

plan update_app_memory(exchange const& context) {
    auto memory = find_memory_of_app(context.segments[1], context);
    if (!memory) return no_such_memory(context);
    (*memory)["description"] = form_field(read_form(context.asked.query), "description").value_or("");
    keep(*memory, context);
    return answer({}, context);
}

plan delete_app_memory(exchange const& context) {
    auto memory = find_memory_of_app(context.segments[1], context);
    if (!memory) return no_such_memory(context);
    (*memory)["deleted"] = true;
    keep(*memory, context);
    return answer({}, context);
}

plan create_app_node(exchange const& context) {
    auto memory = find_memory_of_app(context.segments[1], context);
    if (!memory) return no_such_memory(context);
    auto const query = read_form(context.asked.query);
    auto const content = form_field(query, "content").value_or("");
    if (content.empty()) return openapi_error({400, "InvalidParameter", "content can not be empty."}, context);
    auto const id = add_node(*memory, content);
    keep(*memory, context);
    return answer({{"memoryNodeId", id}}, context);
}

plan list_app_nodes(exchange const& context) {
    auto const memory = find_memory_of_app(context.segments[1], context);
    return memory ? page("memoryNodes", array_member(*memory, "nodes"), context) : no_such_memory(context);
}

plan get_app_node(exchange const& context) {
    auto memory = find_memory_of_app(context.segments[1], context);
    if (!memory) return no_such_memory(context);
    auto& nodes = (*memory)["nodes"].as_array();
    auto const found = find_node(nodes, context.segments[2]);
    if (found == nodes.end()) return no_such_memory(context);
    return answer({{"memoryNodeId", found->at("memoryNodeId")}, {"content", found->at("content")}}, context);
}

plan update_app_node(exchange const& context) {
    auto memory = find_memory_of_app(context.segments[1], context);
    if (!memory) return no_such_memory(context);
    auto& nodes = (*memory)["nodes"].as_array();
    auto const found = find_node(nodes, context.segments[2]);
    if (found == nodes.end()) return no_such_memory(context);
    auto const query = read_form(context.asked.query);
    auto const content = form_field(query, "content").value_or("");
    if (content.empty()) return openapi_error({400, "InvalidParameter", "content can not be empty."}, context);
    found->as_object()["content"] = content;
    keep(*memory, context);
    return answer({}, context);
}

plan delete_app_node(exchange const& context) {
    auto memory = find_memory_of_app(context.segments[1], context);
    if (!memory) return no_such_memory(context);
    auto& nodes = (*memory)["nodes"].as_array();
    auto const found = find_node(nodes, context.segments[2]);
    if (found == nodes.end()) return no_such_memory(context);
    nodes.erase(found);
    keep(*memory, context);
    return answer({}, context);
}

std::optional<std::vector<std::string>> app_memory_contents(std::string_view id, exchange const& context) {
    auto const memory = find_memory_of_app(id, context);
    if (!memory) return std::nullopt;
    std::vector<std::string> contents;
    for (auto const& node : array_member(*memory, "nodes"))
        contents.emplace_back(text_member(node.get_object(), "content"));
    return contents;
}

void add_app_memory(std::string_view id, std::string_view content, exchange const& context) {
    auto memory = find_memory_of_app(id, context);
    if (!memory) return;
    add_node(*memory, content);
    keep(*memory, context);
}

}  // namespace sandbox
