#include "mcp/question.hpp"

#include "seal/random.hpp"

#include <algorithm>

namespace json = boost::json;

namespace mcp {

namespace {

constexpr std::string_view elicitation = "elicitation/create";
constexpr std::string_view sampling = "sampling/createMessage";
constexpr std::string_view roots = "roots/list";

bool is_page(question const& what) {
    return what.method == elicitation && what.params.contains("url");
}

std::string_view text_at(json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    return value && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

json::array const* array_at(json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    return value ? value->if_array() : nullptr;
}

bool is_one_of(json::array const& allowed, json::value const& given) {
    return std::ranges::any_of(allowed, [&](json::value const& each) { return each == given; });
}

// The constants of `oneOf` or `anyOf`, by which titled choices are written.
bool is_titled_choice(json::array const& choices, json::value const& given) {
    return std::ranges::any_of(choices, [&](json::value const& each) {
        auto const* object = each.if_object();
        auto const* constant = object ? object->if_contains("const") : nullptr;
        return constant && *constant == given;
    });
}

bool fits(json::object const& schema, json::value const& given);

bool fits_list(json::object const& schema, json::value const& given) {
    if (!given.is_array()) return false;
    auto const* items = schema.if_contains("items");
    if (!items || !items->is_object()) return true;
    return std::ranges::all_of(given.get_array(),
                               [&](json::value const& each) { return fits(items->get_object(), each); });
}

// A primitive of a requestedSchema (2026-07-28 §Elicitation, Requested Schema).
bool fits(json::object const& schema, json::value const& given) {
    if (auto const* allowed = array_at(schema, "enum")) return is_one_of(*allowed, given);
    for (auto const* name : {"oneOf", "anyOf"})
        if (auto const* choices = array_at(schema, name)) return is_titled_choice(*choices, given);
    auto const type = text_at(schema, "type");
    if (type == "array") return fits_list(schema, given);
    if (type == "string") return given.is_string();
    if (type == "boolean") return given.is_bool();
    if (type == "integer") return given.is_int64() || given.is_uint64();
    if (type == "number") return given.is_number();
    return true;
}

// What the schema does not name is not looked at.
bool fills(json::object const& schema, json::object const& content) {
    if (auto const* required = array_at(schema, "required"))
        for (auto const& name : *required)
            if (name.is_string() && !content.contains(name.get_string())) return false;
    auto const* properties = schema.if_contains("properties");
    if (!properties || !properties->is_object()) return true;
    for (auto const& [name, property] : properties->get_object()) {
        auto const* given = content.if_contains(name);
        if (given && property.is_object() && !fits(property.get_object(), *given)) return false;
    }
    return true;
}

bool is_elicited(question const& what, json::object const& result) {
    auto const action = text_at(result, "action");
    if (action == "decline" || action == "cancel") return true;
    if (action != "accept") return false;
    if (is_page(what)) return true;
    auto const* content = result.if_contains("content");
    auto const* schema = what.params.if_contains("requestedSchema");
    static json::object const nothing;
    auto const& filled = content && content->is_object() ? content->get_object() : nothing;
    return !schema || !schema->is_object() || fills(schema->get_object(), filled);
}

}  // namespace

question ask_form(std::string key, std::string_view message, json::object properties, json::array required) {
    json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
    if (!required.empty()) schema["required"] = std::move(required);
    return {std::move(key), std::string(elicitation), {{"message", message}, {"requestedSchema", std::move(schema)}}};
}

question ask_page(std::string key, std::string_view message, std::string_view url) {
    return {std::move(key), std::string(elicitation), {{"mode", "url"}, {"message", message}, {"url", url}}};
}

question ask_model(std::string key, json::object params) {
    return {std::move(key), std::string(sampling), std::move(params)};
}

question ask_roots(std::string key) {
    return {std::move(key), std::string(roots), {}};
}

bool can_answer(client_traits const& client, question const& what) {
    if (what.method == sampling) return client.sampling;
    if (what.method == roots) return client.roots;
    return is_page(what) ? client.elicitation_url : client.elicitation_form;
}

json::object needed_capabilities(question const& what) {
    if (what.method == sampling) return {{"sampling", json::object()}};
    if (what.method == roots) return {{"roots", json::object()}};
    if (is_page(what)) return {{"elicitation", {{"url", json::object()}}}};
    return {{"elicitation", {{"form", json::object()}}}};
}

json::object params_for(question const& what, revision version) {
    auto params = what.params;
    // The end of a page's visit is told by this name (2025-11-25 §URL Mode); 2026-07-28 has neither.
    if (is_page(what) && !is_modern(version)) params["elicitationId"] = seal::random_id();
    return params;
}

json::object input_requests(std::vector<question> const& all, revision version) {
    json::object requests;
    for (auto const& each : all) requests[each.key] = {{"method", each.method}, {"params", params_for(each, version)}};
    return requests;
}

bool is_answer(question const& what, json::value const& result) {
    auto const* object = result.if_object();
    if (!object) return false;
    if (what.method == roots) return array_at(*object, "roots") != nullptr;
    if (what.method == sampling) {
        auto const* content = object->if_contains("content");
        return content && (content->is_object() || content->is_array());
    }
    return is_elicited(what, *object);
}

form_answer read_form(json::object const& result) {
    auto const action = text_at(result, "action");
    if (action == "decline") return {decision::declined, {}};
    if (action != "accept") return {decision::cancelled, {}};
    auto const* content = result.if_contains("content");
    return {decision::accepted, content && content->is_object() ? content->get_object() : json::object()};
}

}  // namespace mcp
