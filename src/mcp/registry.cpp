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

json::object const* object_member(json::object const& object, std::string_view name) {
    auto const* value = object.if_contains(name);
    return value ? &value->as_object() : nullptr;
}

bool flag_member(json::object const& object, std::string_view name, bool otherwise) {
    auto const* value = object.if_contains(name);
    return value && value->is_bool() ? value->get_bool() : otherwise;
}

bool is_read_only(json::object const& definition) {
    auto const* annotations = definition.if_contains("annotations");
    return annotations && annotations->is_object() && flag_member(annotations->get_object(), "readOnlyHint", false);
}

void add_word(std::string& list, std::string_view word) {
    if (word.empty() || (", " + list + ",").find(", " + std::string(word) + ",") != std::string::npos) return;
    list += (list.empty() ? "" : ", ") + std::string(word);
}

}  // namespace

void registry::add(std::string_view definition, std::shared_ptr<tool const> run) {
    auto object = json::parse(json::string_view(definition.data(), definition.size())).as_object();
    auto const name = string_member(object, "name");
    check_name(name);
    if (find(name)) refuse(name, "is registered twice");
    auto const description = string_member(object, "description");
    if (description.empty() || description.size() > longest_description)
        refuse(name, "a description of at most 1024 bytes is needed");
    auto const* schema = object.if_contains("inputSchema");
    if (!schema || !schema->is_object()) refuse(name, "an inputSchema is needed");
    arguments_schema compiled(schema->get_object(), object_member(object, "aliases"),
                              object_member(object, "unlisted"));
    auto const toolset = string_member(object, "toolset");
    bool const by_default = flag_member(object, "default", true);
    bool const read_only = is_read_only(object);
    for (auto const* ours : {"aliases", "unlisted", "toolset", "default"}) object.erase(ours);

    keep_listed({name, std::move(object), std::move(compiled), std::move(run), toolset, by_default, read_only});
}

void registry::add_as_is(json::object definition, std::shared_ptr<tool const> run) {
    auto const name = string_member(definition, "name");
    if (find(name)) refuse(name, "is registered twice");
    arguments_schema const anything({{"type", "object"}});
    bool const read_only = is_read_only(definition);
    keep_listed({name, std::move(definition), anything, std::move(run), {}, true, read_only});
}

void registry::keep_listed(registered_tool made) {
    if (auto const* schema = object_member(made.definition, "inputSchema"))
        made.mirrored = read_mirrored_parameters(*schema);
    list_.insert(list_.size() - 1, (tools_.empty() ? "" : ",") + json::serialize(made.definition));
    tools_.push_back(std::move(made));
}

std::string registry::list(tool_choice const& choice) const {
    json::array list;
    for (auto const& each : tools_)
        if (choice.takes(each, true)) list.push_back(each.definition);
    return json::serialize(list);
}

void registry::check_names(tool_choice const& choice, std::vector<std::string> const& later) const {
    auto const comes = [&](std::string const& name, std::string_view behind) {
        return std::ranges::any_of(later, [&](auto const& set) {
            return behind.empty() ? name == set : name.starts_with(set + std::string(behind));
        });
    };
    std::string names, sets = "default, all";
    for (auto const& each : tools_) {
        add_word(names, each.name);
        add_word(sets, each.toolset);
    }
    for (auto const* wanted : {&choice.tools, &choice.excluded})
        for (auto const& name : *wanted)
            if (!find(name) && !comes(name, "_"))
                throw std::invalid_argument("there is no tool " + name + "; the tools are " + names);
    for (auto const& name : choice.toolsets)
        if (!comes(name, "") && (", " + sets + ",").find(", " + name + ",") == std::string::npos)
            throw std::invalid_argument("there is no toolset " + name + "; the toolsets are " + sets);
}

void registry::restrict_to(tool_choice const& choice, std::vector<std::string> const& later) {
    check_names(choice, later);
    keep(choice);
}

void registry::keep(tool_choice const& choice) {
    std::erase_if(tools_, [&](registered_tool const& each) { return !choice.takes(each, each.by_default); });
    list_ = list(tool_choice{{"all"}, {}, {}, false});
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
