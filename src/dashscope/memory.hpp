#pragma once
// The memory library: what is remembered about users of an application (catalogue §10). Authorized by API key. Not the
// memories that DashScope's applications keep: those are in app_memory.hpp.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dashscope {

namespace json = boost::json;

/// A request of this API: what stands in the body, or for GET and DELETE in the query.
struct memory_request {
    std::string method;
    std::string path;     // without the query
    json::object fields;  // more may be merged in

    bool has_body() const { return method == "POST" || method == "PATCH"; }
    /// The path with its query, for methods without a body.
    std::string target() const;
};

struct memory_addition {
    std::string user_id;
    std::string content;   // kept as it is, or
    json::array messages;  // what facts are drawn from: [{role, content}]
    std::string profile_schema;
    json::object meta_data;
};
memory_request add_memory(memory_addition const& wish);

struct memory_question {
    std::string user_id;
    std::string query;
    std::optional<std::int64_t> top_k;
    std::optional<double> min_score;
};
memory_request search_memories(memory_question const& wish);

memory_request list_memories(std::string_view user_id, std::int64_t page, std::int64_t page_size);
memory_request get_memory(std::string_view id);
memory_request update_memory(std::string_view user_id, std::string_view id, std::string_view content);
memory_request delete_memory(std::string_view user_id, std::string_view id);
memory_request get_user_profile(std::string_view schema_id, std::string_view user_id);

/// A kind of profile: which attributes of a user are kept.
struct profile_schema {
    std::string name;
    std::string description;
    json::array attributes;  // created: [{name, description, default_value, immutable}]; updated: [{op, …}]
};
memory_request create_profile_schema(profile_schema const& wish);
memory_request list_profile_schemas(std::int64_t page, std::int64_t page_size);
memory_request get_profile_schema(std::string_view id);
memory_request update_profile_schema(std::string_view id, profile_schema const& changes);
memory_request delete_profile_schema(std::string_view id);

struct profile_attribute {
    std::string id;
    std::string name;
    std::string description;
    std::string default_value;
    bool immutable = false;
};
struct profile_schema_facts {
    std::string id;  // not told by the answer to get_profile_schema
    std::string name;
    std::string description;
    std::vector<profile_attribute> attributes;  // lists may leave them out
};
struct profile_schema_page {
    std::vector<profile_schema_facts> schemas;
    std::optional<std::int64_t> total;
};
/// Of a list, or of one: created, read.
profile_schema_page read_profile_schemas(json::value const& answer);

struct memory_node {
    std::string id;
    std::string content;
    std::string event;  // of an addition: ADD, UPDATE, DELETE
    std::string old_content;
    std::string status;   // "delete" of one that was deleted
    std::string created;  // a date in UTC, or as sent
    std::string updated;
    std::optional<double> score;
    json::object meta_data;
};

struct memory_page {
    std::vector<memory_node> nodes;
    std::optional<std::int64_t> total;
};
/// Of an addition, a search, a list or a single memory, in the documented and the older forms.
memory_page read_memories(json::value const& answer);

struct user_profile {
    std::string name;
    std::string description;
    std::vector<std::pair<std::string, std::string>> attributes;  // name and value, empty where none is known
};
user_profile read_user_profile(json::value const& answer);

}  // namespace dashscope
