#include "tools/portable_schema.hpp"

#include "tools/schema_reference.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace tools {

namespace {

constexpr int deepest = 8;
constexpr std::string_view known_types[] = {"string", "integer", "number", "boolean", "array", "object"};

bool has(std::vector<std::string> const& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

// A string can say everything, if need be as JSON; of the others the first is what the author thought of first.
std::string chosen_type(std::vector<std::string> const& types) {
    if (types.empty() || has(types, "string")) return "string";
    if (has(types, "number")) return "number";
    bool const known = std::ranges::find(known_types, types.front()) != std::end(known_types);
    return known ? types.front() : "string";
}

void add_words(json::object& to, std::string const& words) {
    auto& text = to["description"];
    if (!text.is_string()) text = "";
    auto& string = text.get_string();
    if (!string.empty()) string += string.back() == '.' ? " " : ". ";
    string += words;
}

std::string joined(std::vector<std::string> const& list) {
    std::string text;
    for (auto const& each : list) text += (text.empty() ? "" : ", ") + each;
    return text;
}

// The values of enum and const, of branches too, as JSON texts.
std::vector<json::value> values_of(resolved_schema const& from) {
    std::vector<json::value> found;
    auto const look = [&](json::object const& at) {
        if (auto const* list = at.if_contains("enum"); list && list->is_array())
            for (auto const& each : list->get_array())
                if (!each.is_null()) found.push_back(each);
        if (auto const* only = at.if_contains("const")) found.push_back(*only);
        return at.contains("enum") || at.contains("const");
    };
    look(from.schema);
    bool all = true;
    for (auto const& each : from.branches) all = look(each) && all;
    // A union with an open branch allows more than the values of the others.
    if (!all) found.clear();
    return found;
}

void copy_values(json::object& to, std::vector<json::value> const& values) {
    if (values.empty()) return;
    json::array texts;
    std::vector<std::string> words;
    for (auto const& each : values) {
        auto const text = each.is_string() ? std::string(each.get_string()) : json::serialize(each);
        texts.push_back(json::string(text));
        words.push_back(text);
    }
    if (to["type"] == "string")
        to["enum"] = std::move(texts);
    else
        add_words(to, "One of: " + joined(words));
}

void copy_bounds(json::object& to, json::object const& from) {
    auto const& type = to.at("type").as_string();
    auto const copy = [&](std::initializer_list<char const*> names, auto fits) {
        for (auto const* name : names)
            if (auto const* value = from.if_contains(name); value && fits(*value)) to.emplace(name, *value);
    };
    auto const number = [](json::value const& value) { return value.is_number(); };
    auto const count = [](json::value const& value) { return value.is_int64() && value.get_int64() >= 0; };
    if (type == "integer" || type == "number")
        copy({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}, number);
    if (type == "string" && !to.contains("enum")) copy({"minLength", "maxLength"}, count);
    if (type == "array") copy({"minItems", "maxItems"}, count);
}

// What the subset has no keyword for is said.
void copy_words(json::object& to, json::object const& from) {
    if (auto const* text = from.if_contains("description"); text && text->is_string()) to["description"] = *text;
    for (auto const& [name, word] : {std::pair("pattern", "Pattern: "), std::pair("format", "Format: ")})
        if (auto const* value = from.if_contains(name); value && value->is_string())
            add_words(to, word + std::string(value->get_string()));
    if (auto const* value = from.if_contains("default"); value && !value->is_null() && !value->is_structured())
        add_words(to, "Default: " + json::serialize(*value));
}

json::object portable(json::object const& from, json::object const& root, int depth);

void copy_members(json::object& to, json::object const& from, json::object const& root, int depth) {
    auto const* properties = from.if_contains("properties");
    if (!properties || !properties->is_object() || depth >= deepest) return;
    json::object made;
    for (auto const& [name, schema] : properties->get_object())
        made[name] = portable(schema.is_object() ? schema.get_object() : json::object(), root, depth + 1);
    json::array required;
    if (auto const* list = from.if_contains("required"); list && list->is_array())
        for (auto const& each : list->get_array())
            if (each.is_string() && made.contains(each.get_string())) required.push_back(each);
    to["properties"] = std::move(made);
    if (!required.empty()) to["required"] = std::move(required);
}

void copy_items(json::object& to, json::object const& from, json::object const& root, int depth) {
    auto const* items = from.if_contains("items");
    bool const usable = items && items->is_object() && depth < deepest;
    to["items"] = usable ? portable(items->get_object(), root, depth + 1) : json::object{{"type", "string"}};
}

json::object portable(json::object const& from, json::object const& root, int depth) {
    auto const whole = resolve_schema(from, root);
    auto const types = types_of(whole, root);
    json::object to{{"type", chosen_type(types)}};
    // A bound of one branch holds for that branch alone.
    auto const& schema = whole.schema;
    copy_words(to, schema);
    copy_values(to, values_of(whole));
    if (types.size() <= 1) copy_bounds(to, schema);
    if (to.at("type") == "object") copy_members(to, schema, root, depth);
    if (to.at("type") == "array") copy_items(to, schema, root, depth);
    if (types.empty()) add_words(to, "Any value; what is no text as JSON");
    if (types.size() > 1 && !to.contains("enum")) add_words(to, "Of type " + joined(types));
    return to;
}

bool fits(json::value const& value, std::vector<std::string> const& types) {
    auto const one_of = [&](auto... names) { return types.empty() || (has(types, names) || ...); };
    if (value.is_int64() || value.is_uint64()) return one_of("integer", "number");
    if (value.is_double()) return one_of("number");
    if (value.is_bool()) return one_of("boolean");
    if (value.is_array()) return one_of("array");
    if (value.is_object()) return one_of("object");
    return false;
}

}  // namespace

json::object portable_schema(json::object const& schema) {
    auto to = portable(schema, schema, 0);
    if (to.at("type") != "object") to = {{"type", "object"}};
    if (!to.contains("properties")) to["properties"] = json::object();
    to.erase("description");
    auto const* open = schema.if_contains("additionalProperties");
    if (open && open->is_bool() && !open->get_bool()) to["additionalProperties"] = false;
    return to;
}

json::object as_declared(json::object arguments, json::object const& schema) {
    auto const whole = resolve_schema(schema, schema).schema;
    auto const* properties = whole.if_contains("properties");
    if (!properties || !properties->is_object()) return arguments;
    for (auto& [name, value] : arguments) {
        auto const* property = properties->get_object().if_contains(name);
        if (!value.is_string() || !property || !property->is_object()) continue;
        auto const types = types_of(resolve_schema(property->get_object(), schema), schema);
        boost::system::error_code failed;
        auto meant = json::parse(value.get_string(), failed);
        bool const only_string = types.size() == 1 && types.front() == "string";
        if (!failed && !only_string && fits(meant, types)) value = std::move(meant);
    }
    return arguments;
}

}  // namespace tools
