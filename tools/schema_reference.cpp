#include "tools/schema_reference.hpp"

#include <boost/json/value.hpp>

#include <algorithm>

namespace json = boost::json;

namespace tools {

namespace {

// Schemas of strangers may refer to themselves, or fan out without end.
constexpr int most_steps = 64;

void add_type(std::vector<std::string>& to, std::string_view name) {
    if (name != "null" && std::ranges::find(to, name) == to.end()) to.emplace_back(name);
}

std::string_view type_of_value(json::value const& value) {
    switch (value.kind()) {
        case json::kind::null:
            return "null";
        case json::kind::bool_:
            return "boolean";
        case json::kind::string:
            return "string";
        case json::kind::array:
            return "array";
        case json::kind::object:
            return "object";
        case json::kind::double_:
            return "number";
        default:
            return "integer";
    }
}

// "#/definitions/a~1b" within the root; null for anything else.
json::object const* find_reference(std::string_view reference, json::object const& root) {
    if (!reference.starts_with("#")) return nullptr;
    if (reference == "#") return &root;
    boost::system::error_code failed;
    json::value const* found = nullptr;
    // Pointers begin in a value: look the first step up by hand.
    auto path = reference.substr(1);
    if (!path.starts_with('/')) return nullptr;
    auto const end = std::min(path.find('/', 1), path.size());
    auto const* first = root.if_contains(path.substr(1, end - 1));
    if (!first) return nullptr;
    auto const rest = path.substr(end);
    found = rest.empty() ? first : first->find_pointer({rest.data(), rest.size()}, failed);
    return found ? found->if_object() : nullptr;
}

void merge_required(json::object& into, json::value const& more) {
    auto const* list = more.if_array();
    if (!list) return;
    auto& to = into["required"];
    if (!to.is_array()) to = json::array();
    for (auto const& each : *list)
        if (std::ranges::find(to.get_array(), each) == to.get_array().end()) to.get_array().push_back(each);
}

// What `into` says wins; properties come together.
void merge(json::object& into, json::object const& more, bool with_required) {
    for (auto const& [name, value] : more) {
        if (name == "required") {
            if (with_required) merge_required(into, value);
        } else if (name == "properties" && value.is_object()) {
            auto& to = into["properties"];
            if (!to.is_object()) to = json::object();
            for (auto const& [property, schema] : value.get_object()) to.get_object().emplace(property, schema);
        } else if (!into.contains(name)) {
            into.emplace(name, value);
        }
    }
}

std::vector<json::object> objects_in(json::value const& list) {
    std::vector<json::object> found;
    if (auto const* array = list.if_array())
        for (auto const& each : *array)
            if (each.is_object()) found.push_back(each.get_object());
    return found;
}

json::value take(json::object& from, std::string_view name) {
    auto const* found = from.if_contains(name);
    if (!found) return nullptr;
    json::value taken = *found;
    from.erase(name);
    return taken;
}

// Everything that a schema pulls in without a choice.
void flatten(json::object& schema, json::object const& root, int& steps) {
    while (++steps < most_steps) {
        auto const reference = take(schema, "$ref");
        auto const all = objects_in(take(schema, "allOf"));
        if (reference.is_null() && all.empty()) return;
        if (reference.is_string())
            if (auto const* found = find_reference(reference.get_string(), root)) merge(schema, *found, true);
        for (auto const& each : all) merge(schema, each, true);
    }
    schema.erase("$ref");
    schema.erase("allOf");
}

bool is_null(json::object const& schema) {
    auto const* type = schema.if_contains("type");
    if (type) return *type == "null";
    auto const* only = schema.if_contains("const");
    return only && only->is_null();
}

bool is_object_schema(json::object const& schema) {
    auto const* type = schema.if_contains("type");
    return schema.contains("properties") || (type && *type == "object");
}

}  // namespace

resolved_schema resolve_schema(json::object schema, json::object const& root) {
    resolved_schema made{std::move(schema), {}};
    int steps = 0;
    flatten(made.schema, root, steps);
    for (auto const* name : {"anyOf", "oneOf"}) {
        for (auto branch : objects_in(take(made.schema, name))) {
            flatten(branch, root, steps);
            if (!is_null(branch)) made.branches.push_back(std::move(branch));
        }
    }
    bool const one = made.branches.size() == 1;
    // A branch with no properties of its own only says which of them go together.
    bool const objects = is_object_schema(made.schema) || std::ranges::all_of(made.branches, is_object_schema);
    if (!one && !objects) return made;
    for (auto const& each : made.branches) merge(made.schema, each, one);
    made.branches.clear();
    flatten(made.schema, root, steps);
    return made;
}

std::vector<std::string> types_of(resolved_schema const& of, json::object const& root) {
    std::vector<std::string> found;
    for (auto const& each : of.branches) {
        auto const inner = types_of({each, {}}, root);
        if (inner.empty()) return {};
        for (auto const& name : inner) add_type(found, name);
    }
    auto const& schema = of.schema;
    auto const* type = schema.if_contains("type");
    if (type && type->is_string()) add_type(found, type->get_string());
    if (type && type->is_array())
        for (auto const& each : type->get_array())
            if (each.is_string()) add_type(found, each.get_string());
    if (type || !found.empty()) return found;
    if (auto const* list = schema.if_contains("enum"); list && list->is_array())
        for (auto const& each : list->get_array()) add_type(found, type_of_value(each));
    if (auto const* only = schema.if_contains("const")) add_type(found, type_of_value(*only));
    if (found.empty() && schema.contains("properties")) add_type(found, "object");
    if (found.empty() && schema.contains("items")) add_type(found, "array");
    return found;
}

}  // namespace tools
