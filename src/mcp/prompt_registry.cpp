#include "mcp/prompt_registry.hpp"

#include "jsonrpc/utf8.hpp"
#include "mcp/params_error.hpp"
#include "mcp/schema.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <stdexcept>

namespace json = boost::json;

namespace mcp {

namespace {

std::string string_member(json::object const& object, std::string_view name) {
    auto const* value = object.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::vector<prompt_argument> arguments_of(std::string const& prompt, json::object const& definition) {
    std::vector<prompt_argument> all;
    auto const* listed = definition.if_contains("arguments");
    if (!listed) return all;
    for (auto const& each : listed->as_array()) {
        auto const& argument = each.as_object();
        if (string_member(argument, "name").empty() || string_member(argument, "description").empty())
            throw std::invalid_argument("prompt " + prompt + ": an argument needs a name and a description");
        auto const* required = argument.if_contains("required");
        all.push_back({string_member(argument, "name"), required && required->as_bool()});
    }
    return all;
}

std::string names_of(std::vector<prompt_argument> const& arguments) {
    std::string names;
    for (auto const& each : arguments)
        names += (names.empty() ? "" : ", ") + each.name + (each.required ? " (required)" : "");
    return names.empty() ? "none" : names;
}

}  // namespace

bool registered_prompt::has(std::string_view argument) const {
    return std::ranges::any_of(arguments, [&](auto const& each) { return each.name == argument; });
}

json::object registered_prompt::check(json::object const& given) const {
    auto const refuse = [&](std::string const& problem) {
        throw params_error("Invalid arguments for the prompt " + name + ": " + problem +
                           ". Arguments: " + names_of(arguments));
    };
    json::object taken;
    for (auto const& [argument, value] : given) {
        if (!has(argument)) refuse("`" + jsonrpc::excerpt(argument) + "` is not one");
        if (value.is_null()) continue;
        taken[argument] = value.is_string() ? value : json::value(json::serialize(value));
    }
    for (auto const& each : arguments)
        if (each.required && !taken.contains(each.name)) refuse("`" + each.name + "` is missing");
    return taken;
}

void prompt_registry::add(json::object definition, std::shared_ptr<prompt const> run) {
    auto const name = string_member(definition, "name");
    if (name.empty() || string_member(definition, "description").empty())
        throw std::invalid_argument("prompt " + name + ": a name and a description are needed");
    if (find(name)) throw std::invalid_argument("prompt " + name + " is registered twice");
    list_.insert(list_.size() - 1, (prompts_.empty() ? "" : ",") + json::serialize(definition));
    prompts_.push_back({name, arguments_of(name, definition), std::move(run)});
}

registered_prompt const* prompt_registry::find(std::string_view name) const {
    auto const found = std::ranges::find(prompts_, name, &registered_prompt::name);
    return found == prompts_.end() ? nullptr : &*found;
}

std::optional<std::string_view> prompt_registry::nearest_name(std::string_view name) const {
    std::vector<std::string_view> names;
    for (auto const& each : prompts_) names.push_back(each.name);
    return nearest(name, names);
}

}  // namespace mcp
