#include "dashscope/memory.hpp"

#include "dashscope/acs3.hpp"
#include "dashscope/fields.hpp"
#include "dashscope/json_put.hpp"
#include "net/url.hpp"

#include <boost/json/serialize.hpp>

namespace dashscope {

namespace {

constexpr std::string_view base_path = "/api/v2/apps/memory";

std::string path_of(std::initializer_list<std::string_view> segments) {
    std::string path(base_path);
    for (auto const segment : segments) path += "/" + net::percent_encode(segment);
    return path;
}

memory_request request(std::string_view method, std::initializer_list<std::string_view> segments,
                       json::object fields = {}) {
    return {std::string(method), path_of(segments), std::move(fields)};
}

// Unix seconds, or as older answers have it, a text.
std::string time_at(json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    if (!value) return {};
    if (auto const* text = value->if_string()) return std::string(*text);
    if (!value->is_number()) return {};
    constexpr double year_10000 = 253'402'300'800;
    auto const seconds = value->to_number<double>();
    if (!(seconds > 0) || seconds >= year_10000) return {};
    return acs3_date(std::chrono::sys_seconds(std::chrono::seconds(static_cast<std::int64_t>(seconds))));
}

memory_node node_of(json::value const& from) {
    memory_node made;
    if (auto const* id = from.if_string()) made.id = std::string(*id);
    auto const* fields = from.if_object();
    if (!fields) return made;
    made.id = first_string(*fields, {"memory_node_id", "memory_id", "id"});
    made.content = string_at(*fields, "content");
    made.event = string_at(*fields, "event");
    made.old_content = string_at(*fields, "old_content");
    made.status = string_at(*fields, "status");
    made.created = time_at(*fields, "created_at");
    made.updated = time_at(*fields, "updated_at");
    if (auto const* score = fields->if_contains("score"); score && score->is_number())
        made.score = score->to_number<double>();
    if (auto const* data = object_at(*fields, "meta_data")) made.meta_data = *data;
    return made;
}

std::string text_of(json::value const* value) {
    if (!value || value->is_null()) return {};
    return value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
}

// With `need_detail` an attribute has a list of values in place of one.
std::string value_of(json::object const& attribute) {
    auto const* items = array_at(attribute, "value_items");
    if (!items) return text_of(attribute.if_contains("value"));
    std::string text;
    for (auto const& each : *items) {
        auto const* item = each.if_object();
        if (item) text += (text.empty() ? "" : "; ") + text_of(item->if_contains("value"));
    }
    return text;
}

std::optional<std::int64_t> total_of(json::object const& answer) {
    auto const* total = answer.if_contains("total");
    if (!total || !total->is_int64()) return std::nullopt;
    return total->get_int64();
}

profile_attribute attribute_of(json::object const& from) {
    profile_attribute made;
    made.id = first_string(from, {"attribute_id", "id"});
    made.name = string_at(from, "name");
    made.description = string_at(from, "description");
    made.default_value = text_of(from.if_contains("default_value"));
    auto const* immutable = from.if_contains("immutable");
    made.immutable = immutable && immutable->is_bool() && immutable->get_bool();
    return made;
}

profile_schema_facts schema_of(json::object const& from) {
    profile_schema_facts made;
    made.id = string_at(from, "profile_schema_id");
    made.name = string_at(from, "name");
    made.description = string_at(from, "description");
    if (auto const* attributes = array_at(from, "attributes"))
        for (auto const& each : *attributes)
            if (auto const* attribute = each.if_object()) made.attributes.push_back(attribute_of(*attribute));
    return made;
}

}  // namespace

std::string memory_request::target() const {
    if (has_body() || fields.empty()) return path;
    text_pairs query;
    for (auto const& [name, value] : fields) query.emplace_back(name, text_of(&value));
    return path + "?" + acs3_query(std::move(query));
}

memory_request add_memory(memory_addition const& wish) {
    auto made = request("POST", {"add"}, {{"user_id", wish.user_id}});
    put(made.fields, "messages", wish.messages);
    put(made.fields, "custom_content", wish.content);
    put(made.fields, "profile_schema", wish.profile_schema);
    put(made.fields, "meta_data", wish.meta_data);
    return made;
}

memory_request search_memories(memory_question const& wish) {
    // `query` is what an older client sent; the documented form is a conversation.
    json::array messages{json::object{{"role", "user"}, {"content", wish.query}}};
    auto made =
        request("POST", {"memory_nodes", "search"}, {{"user_id", wish.user_id}, {"messages", std::move(messages)}});
    put(made.fields, "top_k", wish.top_k);
    put(made.fields, "min_score", wish.min_score);
    return made;
}

memory_request list_memories(std::string_view user_id, std::int64_t page, std::int64_t page_size) {
    return request("GET", {"memory_nodes"}, {{"user_id", user_id}, {"page_num", page}, {"page_size", page_size}});
}

memory_request get_memory(std::string_view id) {
    return request("GET", {"memory_nodes", id});
}

memory_request update_memory(std::string_view user_id, std::string_view id, std::string_view content) {
    return request("PATCH", {"memory_nodes", id}, {{"custom_content", content}, {"user_id", user_id}});
}

memory_request delete_memory(std::string_view user_id, std::string_view id) {
    return request("DELETE", {"memory_nodes", id}, {{"user_id", user_id}});
}

memory_request get_user_profile(std::string_view schema_id, std::string_view user_id) {
    return request("GET", {"profile_schemas", schema_id, "user_profile"}, {{"user_id", user_id}});
}

memory_request create_profile_schema(profile_schema const& wish) {
    auto made = request("POST", {"profile_schemas"}, {{"name", wish.name}});
    put(made.fields, "description", wish.description);
    put(made.fields, "attributes", wish.attributes);
    return made;
}

memory_request list_profile_schemas(std::int64_t page, std::int64_t page_size) {
    return request("GET", {"profile_schemas"}, {{"page_num", page}, {"page_size", page_size}});
}

memory_request get_profile_schema(std::string_view id) {
    return request("GET", {"profile_schemas", id});
}

memory_request update_profile_schema(std::string_view id, profile_schema const& changes) {
    auto made = request("PATCH", {"profile_schemas", id});
    put(made.fields, "name", changes.name);
    put(made.fields, "description", changes.description);
    put(made.fields, "attributes_operations", changes.attributes);
    return made;
}

memory_request delete_profile_schema(std::string_view id) {
    return request("DELETE", {"profile_schemas", id});
}

memory_page read_memories(json::value const& answer) {
    memory_page page;
    auto const* whole = answer.if_object();
    if (!whole) return page;
    for (auto const* name : {"memory_nodes", "memory_ids"})
        if (auto const* list = array_at(*whole, name))
            for (auto const& each : *list) page.nodes.push_back(node_of(each));
    if (auto const* one = whole->if_contains("memory_node"); one && one->is_object())
        page.nodes.push_back(node_of(*one));
    page.total = total_of(*whole);
    return page;
}

profile_schema_page read_profile_schemas(json::value const& answer) {
    profile_schema_page page;
    auto const* whole = answer.if_object();
    if (!whole) return page;
    page.total = total_of(*whole);
    auto const* list = array_at(*whole, "profile_schemas");
    if (!list) {
        page.schemas.push_back(schema_of(*whole));
        return page;
    }
    for (auto const& each : *list)
        if (auto const* schema = each.if_object()) page.schemas.push_back(schema_of(*schema));
    return page;
}

user_profile read_user_profile(json::value const& answer) {
    user_profile made;
    auto const* whole = answer.if_object();
    auto const* profile = whole ? object_at(*whole, "profile") : nullptr;
    if (!profile) return made;
    made.name = first_string(*profile, {"schema_name", "schemaName"});
    made.description = first_string(*profile, {"schema_description", "schemaDescription"});
    auto const* attributes = array_at(*profile, "attributes");
    if (!attributes) return made;
    for (auto const& each : *attributes)
        if (auto const* attribute = each.if_object())
            made.attributes.emplace_back(string_at(*attribute, "name"), value_of(*attribute));
    return made;
}

}  // namespace dashscope
