#include "mcp/schema_node.hpp"

#include <array>
#include <stdexcept>

namespace json = boost::json;

namespace mcp {

namespace {

using node = arguments_schema::node;

[[noreturn]] void refuse(std::string const& place, std::string const& why) {
    throw std::invalid_argument(place + ": " + why);
}

value_type parse_type(json::value const& value, std::string const& place) {
    struct {
        std::string_view name;
        value_type type;
    } constexpr types[] = {{"string", value_type::string}, {"integer", value_type::integer},
                           {"number", value_type::number}, {"boolean", value_type::boolean},
                           {"array", value_type::array},   {"object", value_type::object}};
    if (value.is_string())
        for (auto const& each : types)
            if (each.name == std::string_view(value.get_string())) return each.type;
    refuse(place, "\"type\" must be one of string, integer, number, boolean, array, object");
}

double number(json::value const& value, std::string const& place) {
    if (!value.is_number()) refuse(place, "must be a number");
    return value.to_number<double>();
}

std::size_t count(json::value const& value, std::string const& place) {
    if (!value.is_int64() || value.get_int64() < 0) refuse(place, "must be a count");
    return static_cast<std::size_t>(value.get_int64());
}

std::vector<std::string> strings(json::value const& value, std::string const& place) {
    std::vector<std::string> out;
    if (!value.is_array()) refuse(place, "must be an array of strings");
    for (auto const& each : value.get_array()) {
        if (!each.is_string()) refuse(place, "must hold strings only");
        out.emplace_back(each.get_string());
    }
    return out;
}

void compile_properties(node& into, json::object const& properties, std::string const& place) {
    for (auto const& [name, schema] : properties) {
        if (!schema.is_object()) refuse(place + "." + std::string(name), "must be an object");
        into.properties.push_back(
            {std::string(name), compile_schema(schema.get_object(), place + "." + std::string(name)), false});
    }
}

void mark_required(node& into, std::vector<std::string> const& names, std::string const& place) {
    for (auto const& name : names) {
        bool known = false;
        for (auto& each : into.properties) {
            if (each.name != name) continue;
            each.required = known = true;
        }
        if (!known) refuse(place, "required names the unknown property " + name);
    }
}

// For the reader only; nothing to enforce.
bool is_annotation(std::string_view keyword) {
    for (std::string_view each : {"title", "description", "default", "examples", "format"})
        if (each == keyword) return true;
    return false;
}

bool compile_bound(node& into, std::string_view keyword, json::value const& value, std::string const& place) {
    if (keyword == "minimum")
        into.minimum = number(value, place);
    else if (keyword == "maximum")
        into.maximum = number(value, place);
    else if (keyword == "exclusiveMinimum")
        into.exclusive_minimum = number(value, place);
    else if (keyword == "exclusiveMaximum")
        into.exclusive_maximum = number(value, place);
    else if (keyword == "minLength")
        into.min_length = count(value, place);
    else if (keyword == "maxLength")
        into.max_length = count(value, place);
    else if (keyword == "minItems")
        into.min_items = count(value, place);
    else if (keyword == "maxItems")
        into.max_items = count(value, place);
    else
        return false;
    return true;
}

bool compile_structure(node& into, std::string_view keyword, json::value const& value, std::string const& place) {
    if (keyword == "type")
        into.type = parse_type(value, place);
    else if (keyword == "enum")
        into.allowed = strings(value, place);
    else if (keyword == "properties" && value.is_object())
        compile_properties(into, value.get_object(), place);
    else if (keyword == "items" && value.is_object())
        into.items = std::make_unique<node>(compile_schema(value.get_object(), place));
    else if (keyword == "additionalProperties" && value.is_bool())
        into.additional_properties = value.get_bool();
    else
        return false;
    return true;
}

}  // namespace

property const* node::find(std::string_view name) const {
    for (auto const& each : properties)
        if (each.name == name) return &each;
    return nullptr;
}

node compile_schema(json::object const& schema, std::string const& place) {
    node result;
    for (auto const& [keyword, value] : schema) {
        std::string_view const word = keyword;
        if (is_annotation(word) || word == "required") continue;
        auto const where = place + "." + std::string(word);
        if (!compile_structure(result, word, value, where) && !compile_bound(result, word, value, where))
            refuse(where, "is outside the portable subset that arguments are checked by");
    }
    if (auto const* required = schema.if_contains("required"))
        mark_required(result, strings(*required, place + ".required"), place + ".required");
    return result;
}

}  // namespace mcp
