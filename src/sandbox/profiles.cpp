#include "sandbox/profiles.hpp"

#include "sandbox/archive.hpp"
#include "sandbox/chat_request.hpp"
#include "sandbox/digest.hpp"
#include "sandbox/native.hpp"
#include "sandbox/random.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::string_view schemas = "profile-schema";
constexpr std::string_view profiles = "profile";
constexpr std::size_t longest_name = 32;
constexpr std::size_t longest_description = 128;

std::optional<json::object> read(archive const& from, std::string_view kind, std::string_view name) {
    auto const bytes = from.get(kind, name);
    if (!bytes) return std::nullopt;
    boost::system::error_code error;
    auto parsed = json::parse(*bytes, error);
    if (error || !parsed.is_object()) return std::nullopt;
    return std::move(parsed.get_object());
}

/// The schema that is kept; not those of others, not the deleted ones.
std::optional<json::object> find_schema(std::string_view id, exchange const& context) {
    auto schema = read(context.kept.of<archive>(), schemas, id);
    bool visible = schema && text_member(*schema, "account") == account_of(context) && !member(*schema, "deleted");
    return visible ? schema : std::nullopt;
}

void keep_schema(json::object const& schema, exchange const& context) {
    context.kept.of<archive>().put(schemas, text_member(schema, "id"), json::serialize(schema));
}

failure no_such_schema(std::string_view id) {
    auto error = invalid_parameter("Profile schema '" + std::string(id) + "' does not exist.");
    error.status = 404;
    return error;
}

verdict check_attribute(json::value const& value) {
    if (!value.is_object()) return invalid_parameter("Each of attributes must be an object.");
    auto const name = text_member(value.get_object(), "name");
    if (name.empty() || count_characters(name) > longest_name)
        return invalid_parameter("An attribute's name must have 1 to 32 characters.");
    if (count_characters(text_member(value.get_object(), "description")) > longest_description)
        return invalid_parameter("An attribute's description must have at most 128 characters.");
    return std::nullopt;
}

verdict check_schema(json::object const& body) {
    auto const name = text_member(body, "name");
    if (name.empty() || count_characters(name) > longest_name)
        return invalid_parameter("name must have 1 to 32 characters.");
    auto const& attributes = array_member(body, "attributes");
    if (attributes.empty()) return invalid_parameter("attributes must not be empty.");
    for (auto const& attribute : attributes)
        if (auto refused = check_attribute(attribute)) return refused;
    return std::nullopt;
}

void copy_members(json::object const& from, json::object& to) {
    for (auto name : {"name", "description", "default_value", "immutable"})
        if (auto const* value = member(from, name)) to[name] = *value;
}

json::object new_attribute(json::object const& from, std::string_view schema, std::size_t index) {
    json::object attribute{{"attribute_id", generator(hash(schema, index + 1)).hex(32)}};
    copy_members(from, attribute);
    return attribute;
}

/// As answers show it.
json::object shown(json::object const& schema) {
    return {{"profile_schema_id", schema.at("id")},
            {"name", schema.at("name")},
            {"description", text_member(schema, "description")},
            {"attributes", schema.at("attributes")}};
}

verdict apply_operation(json::object& schema, json::value const& wanted) {
    if (!wanted.is_object()) return invalid_parameter("Each of attributes_operations must be an object.");
    auto const& operation = wanted.get_object();
    auto const op = text_member(operation, "op");
    auto& attributes = schema["attributes"].as_array();
    if (op == "add") {
        if (auto refused = check_attribute(wanted)) return refused;
        auto const made = static_cast<std::size_t>(number_member(schema, "made").value_or(0));
        attributes.push_back(new_attribute(operation, text_member(schema, "id"), made));
        schema["made"] = made + 1;
        return std::nullopt;
    }
    if (op != "update" && op != "delete") return invalid_parameter("op must be add, update or delete.");
    auto const id = text_member(operation, "attribute_id");
    auto const found = std::ranges::find_if(
        attributes, [&](json::value const& it) { return text_member(it.get_object(), "attribute_id") == id; });
    if (found == attributes.end()) return invalid_parameter("There is no attribute '" + std::string(id) + "'.");
    if (op == "delete")
        attributes.erase(found);
    else
        copy_members(operation, found->get_object());
    return std::nullopt;
}

std::string profile_name(std::string_view schema, std::string_view user, exchange const& context) {
    return fingerprint(account_of(context) + '\n' + std::string(schema) + '\n' + std::string(user));
}

std::size_t find_ignoring_case(std::string_view text, std::string_view part) {
    for (std::size_t at = 0; at + part.size() <= text.size(); ++at)
        if (net::equal_ignoring_case(text.substr(at, part.size()), part)) return at;
    return std::string_view::npos;
}

std::string trimmed(std::string_view text) {
    return std::string(net::trim(text));
}

/// What `text` says of the attribute; empty when it says nothing.
std::string value_in(std::string_view text, std::string_view name) {
    auto const at = find_ignoring_case(text, name);
    if (at == std::string_view::npos) return {};
    auto rest = text.substr(at + name.size());
    while (rest.starts_with(' ')) rest.remove_prefix(1);
    for (std::string_view link : {"is ", "is: ", "are ", "是", "：", ":", "=", "为", "为：", "叫"}) {
        if (!rest.starts_with(link)) continue;
        rest.remove_prefix(link.size());
        auto end = rest.size();
        for (std::string_view stop : {". ", ",", ";", "\n", "。", "，", "；", "！"})
            end = std::min(end, rest.find(stop));
        auto value = trimmed(rest.substr(0, end));
        if (value.ends_with('.')) value.pop_back();
        return value;
    }
    return {};
}

}  // namespace

plan create_schema(exchange const& context) {
    auto const body = read_object(context.asked);
    if (!body) return refuse(body.error(), context);
    if (auto refused = check_schema(*body)) return refuse(*refused, context);
    auto const serial = context.kept.of<archive>().names(schemas).size();
    auto const id = generator(hash(context.asked.body, serial + 1)).hex(32);
    json::array attributes;
    for (auto const& attribute : array_member(*body, "attributes"))
        attributes.push_back(new_attribute(attribute.get_object(), id, attributes.size()));
    json::object schema{{"id", id},
                        {"account", account_of(context)},
                        {"name", text_member(*body, "name")},
                        {"description", text_member(*body, "description")},
                        {"serial", serial},
                        {"made", attributes.size()}};
    schema["attributes"] = std::move(attributes);
    keep_schema(schema, context);
    return native_answer({{"profile_schema_id", id}}, context);
}

plan list_schemas(exchange const& context) {
    std::vector<json::object> all;
    for (auto const& id : context.kept.of<archive>().names(schemas))
        if (auto schema = find_schema(id, context)) all.push_back(std::move(*schema));
    std::ranges::sort(all, {}, [](auto const& schema) { return number_member(schema, "serial").value_or(0); });
    json::array list;
    for (auto const& schema : all) list.push_back(shown(schema));
    auto const total = list.size();
    return native_answer({{"profile_schemas", std::move(list)}, {"total", total}}, context);
}

plan get_schema(exchange const& context) {
    auto const schema = find_schema(context.segments.front(), context);
    if (!schema) return refuse(no_such_schema(context.segments.front()), context);
    return native_answer(shown(*schema), context);
}

plan update_schema(exchange const& context) {
    auto const body = read_object(context.asked);
    if (!body) return refuse(body.error(), context);
    auto schema = find_schema(context.segments.front(), context);
    if (!schema) return refuse(no_such_schema(context.segments.front()), context);
    if (count_characters(text_member(*body, "name")) > longest_name)
        return refuse(invalid_parameter("name must have 1 to 32 characters."), context);
    for (auto name : {"name", "description"})
        if (auto const text = text_member(*body, name); !text.empty()) (*schema)[name] = text;
    for (auto const& operation : array_member(*body, "attributes_operations"))
        if (auto refused = apply_operation(*schema, operation)) return refuse(*refused, context);
    keep_schema(*schema, context);
    return native_answer({}, context);
}

plan delete_schema(exchange const& context) {
    auto schema = find_schema(context.segments.front(), context);
    if (!schema) return refuse(no_such_schema(context.segments.front()), context);
    (*schema)["deleted"] = true;
    keep_schema(*schema, context);
    return native_answer({}, context);
}

plan get_user_profile(exchange const& context) {
    auto const query = read_form(context.asked.query);
    auto const user = form_field(query, "user_id").value_or("");
    if (user.empty()) return refuse(invalid_parameter("user_id must not be empty."), context);
    auto const schema = find_schema(context.segments.front(), context);
    if (!schema) return refuse(no_such_schema(context.segments.front()), context);
    auto const known = read(context.kept.of<archive>(), profiles, profile_name(context.segments.front(), user, context))
                           .value_or(json::object{});
    json::array attributes;
    for (auto const& item : array_member(*schema, "attributes")) {
        auto const& attribute = item.get_object();
        auto const id = text_member(attribute, "attribute_id");
        json::object shown_attribute{{"id", id}, {"name", text_member(attribute, "name")}};
        auto const* value = member(known, id);
        if (!value) value = member(attribute, "default_value");
        if (value) shown_attribute["value"] = *value;
        attributes.push_back(std::move(shown_attribute));
    }
    json::object profile{{"schema_name", text_member(*schema, "name")},
                         {"schema_description", text_member(*schema, "description")},
                         {"attributes", std::move(attributes)}};
    return native_answer({{"profile", std::move(profile)}}, context);
}

std::optional<failure> learn_profile(std::string_view schema_id, std::string_view user,
                                     std::vector<std::string> const& texts, exchange const& context) {
    auto const schema = find_schema(schema_id, context);
    if (!schema) return no_such_schema(schema_id);
    auto& kept = context.kept.of<archive>();
    auto const name = profile_name(schema_id, user, context);
    auto known = read(kept, profiles, name).value_or(json::object{});
    for (auto const& item : array_member(*schema, "attributes")) {
        auto const& attribute = item.get_object();
        auto const id = text_member(attribute, "attribute_id");
        for (auto const& text : texts) {
            auto const value = value_in(text, text_member(attribute, "name"));
            bool fixed = member(known, id) && bool_member(attribute, "immutable").value_or(false);
            if (!value.empty() && !fixed) known[id] = value;
        }
    }
    kept.put(profiles, name, json::serialize(known));
    return std::nullopt;
}

}  // namespace sandbox
