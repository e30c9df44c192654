#include "mcp/registry.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace mcp {

namespace {

// Hosts add prefixes of their own: 64 characters with them is the least that one allows (wire-contract §6.8).
constexpr std::size_t longest_name = 30;
constexpr std::size_t longest_description = 1024;

[[noreturn]] void refuse(std::string_view name, std::string_view why) {
    throw std::invalid_argument("tool " + std::string(name) + ": " + std::string(why));
}

void check_name(std::string_view name) {
    bool const portable = !name.empty() && name.size() <= longest_name &&
                          name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
    if (!portable) refuse(name, "a name is 1 to 30 characters of a-z, 0-9 and _");
}

std::string string_member(json::object const& object, std::string_view name) {
    auto const* value = object.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

}  // namespace

void registry::add(std::string_view definition, std::unique_ptr<tool> run) {
    auto object = json::parse(json::string_view(definition.data(), definition.size())).as_object();
    auto const name = string_member(object, "name");
    check_name(name);
    if (find(name)) refuse(name, "is registered twice");
    auto const description = string_member(object, "description");
    if (description.empty() || description.size() > longest_description)
        refuse(name, "a description of at most 1024 bytes is needed");
    auto const* schema = object.if_contains("inputSchema");
    if (!schema || !schema->is_object()) refuse(name, "an inputSchema is needed");
    auto const* aliases = object.if_contains("aliases");
    arguments_schema compiled(schema->get_object(), aliases ? &aliases->as_object() : nullptr);
    object.erase("aliases");

    tools_.push_back({name, std::move(object), std::move(compiled), std::move(run)});
    json::array list;
    for (auto const& each : tools_) list.push_back(each.definition);
    list_ = json::serialize(list);
}

registered_tool const* registry::find(std::string_view name) const {
    auto const found = std::find_if(tools_.begin(), tools_.end(), [&](auto const& each) { return each.name == name; });
    return found == tools_.end() ? nullptr : &*found;
}

std::optional<std::string_view> registry::nearest_name(std::string_view name) const {
    std::vector<std::string_view> names;
    names.reserve(tools_.size());
    for (auto const& each : tools_) names.push_back(each.name);
    return nearest(name, names);
}

}  // namespace mcp
