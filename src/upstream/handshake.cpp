#include "upstream/handshake.hpp"

#include "upstream/failure.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace upstream {

namespace {

constexpr std::string_view known_versions[] = {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"};

std::string text_at(json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

}  // namespace

std::string initialize_params(identity const& who) {
    return json::serialize(json::object{{"protocolVersion", wanted_version},
                                        {"capabilities", json::object()},
                                        {"clientInfo", {{"name", who.name}, {"version", who.version}}}});
}

session read_initialize(json::value const& result) {
    auto const* object = result.if_object();
    auto const version = object ? text_at(*object, "protocolVersion") : std::string();
    if (version.empty()) throw failure::broken("its answer to initialize names no protocolVersion");
    if (std::ranges::find(known_versions, version) == std::end(known_versions))
        throw failure::broken("it speaks MCP " + version + ", which is not known here");
    session made;
    made.version = version;
    auto const* info = object->if_contains("serverInfo");
    if (info && info->is_object()) made.server = text_at(info->get_object(), "name");
    return made;
}

std::string list_params(std::string_view cursor) {
    return cursor.empty() ? "{}" : json::serialize(json::object{{"cursor", cursor}});
}

tools_page read_tools(json::value const& result) {
    auto const* object = result.if_object();
    auto const* list = object ? object->if_contains("tools") : nullptr;
    if (!list || !list->is_array()) throw failure::broken("its answer to tools/list holds no tools");
    tools_page page;
    page.next = text_at(*object, "nextCursor");
    for (auto const& each : list->get_array())
        if (each.is_object() && !text_at(each.get_object(), "name").empty()) page.tools.push_back(each.get_object());
    return page;
}

std::string call_params(std::string_view tool, json::object const& arguments,
                        std::optional<std::uint64_t> progress_token) {
    json::object params{{"name", tool}, {"arguments", arguments}};
    if (progress_token) params["_meta"] = json::object{{"progressToken", *progress_token}};
    return json::serialize(params);
}

}  // namespace upstream
