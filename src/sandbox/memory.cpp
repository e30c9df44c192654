#include "sandbox/memory.hpp"

#include "sandbox/behaviour.hpp"
#include "sandbox/chat_request.hpp"
#include "sandbox/memory_store.hpp"
#include "sandbox/native.hpp"
#include "sandbox/profiles.hpp"
#include "sandbox/quirks.hpp"

#include <algorithm>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::size_t longest_id = 64;
constexpr std::size_t longest_content = 512;
constexpr std::size_t most_messages = 50;

failure no_such_node(std::string_view id) {
    auto error = invalid_parameter("Memory node '" + std::string(id) + "' does not exist.");
    error.status = 404;
    return error;
}

verdict check_id(std::string_view name, std::string_view id, bool required) {
    if (required && id.empty()) return invalid_parameter(std::string(name) + " must not be empty.");
    if (count_characters(id) <= longest_id) return std::nullopt;
    return invalid_parameter(std::string(name) + " must have at most 64 characters.");
}

memory_scope scope_of(std::string_view user, std::string_view library, exchange const& context) {
    return {account_of(context), std::string(user), std::string(library)};
}

verdict check_scope(std::string_view user, std::string_view library) {
    if (auto refused = check_id("user_id", user, true)) return refused;
    return check_id("memory_library_id", library, false);
}

json::object node_object(memory_node const& node) {
    json::object body{{"memory_node_id", node.id},
                      {"content", node.content},
                      {"created_at", node.created},
                      {"updated_at", node.updated}};
    if (!node.project.empty()) body["project_id"] = node.project;
    if (!node.meta_data.empty()) body["meta_data"] = node.meta_data;
    if (node.deleted) body["status"] = "delete";
    return body;
}

json::object event_object(memory_event const& event) {
    json::object body{{"memory_node_id", event.node.id}, {"content", event.node.content}, {"event", event.event}};
    if (event.event != "ADD") body["old_content"] = event.old_content;
    return body;
}

std::vector<std::string> user_texts(json::array const& messages) {
    std::vector<std::string> texts;
    for (auto const& message : messages) {
        if (!message.is_object() || text_member(message.get_object(), "role") != "user") continue;
        if (auto const* content = member(message.get_object(), "content")) texts.push_back(text_of(*content));
    }
    return texts;
}

/// What the markers may stand in.
std::string last_text(json::object const& body) {
    auto const texts = user_texts(array_member(body, "messages"));
    if (!texts.empty()) return texts.back();
    auto const query = text_member(body, "query");
    return std::string(query.empty() ? text_member(body, "custom_content") : query);
}

verdict check_messages_of(json::object const& body) {
    auto const* messages = member(body, "messages");
    if (!messages) return std::nullopt;
    if (!messages->is_array()) return invalid_parameter("messages must be a list.");
    if (messages->get_array().size() > most_messages)
        return invalid_parameter("messages must have at most 50 elements.");
    for (auto const& message : messages->get_array()) {
        bool good = message.is_object() && !text_member(message.get_object(), "role").empty() &&
                    member(message.get_object(), "content");
        if (!good) return invalid_parameter("Each of messages must have role and content.");
    }
    return std::nullopt;
}

verdict check_addition(json::object const& body) {
    if (auto refused = check_scope(text_member(body, "user_id"), text_member(body, "memory_library_id")))
        return refused;
    if (auto refused = check_messages_of(body)) return refused;
    auto const custom = text_member(body, "custom_content");
    if (count_characters(custom) > longest_content)
        return invalid_parameter("custom_content must have at most 512 characters.");
    if (custom.empty() && array_member(body, "messages").empty())
        return invalid_parameter("Either messages or custom_content must be given.");
    return std::nullopt;
}

std::vector<memory_event> take_in(json::object const& body, memory_scope const& scope, exchange const& context) {
    auto& kept = context.kept.of<archive>();
    std::vector<memory_event> events;
    if (auto const custom = read_markers(text_member(body, "custom_content")).rest; !custom.empty()) {
        auto node = new_memory(kept, scope, custom, context.unix_time());
        node.project = text_member(body, "project_id");
        node.meta_data = object_member(body, "meta_data");
        keep_memory(kept, node);
        events.push_back({std::move(node), "ADD", {}});
    }
    for (auto const& text : user_texts(array_member(body, "messages")))
        if (auto event = learn(kept, scope, read_markers(text).rest, context.unix_time())) events.push_back(*event);
    return events;
}

plan added(std::vector<memory_event> const& events, wishes const& asked, exchange const& context) {
    json::array nodes;
    json::array ids;
    for (auto const& event : events) {
        nodes.push_back(event_object(event));
        ids.emplace_back(event.node.id);
    }
    if (has_quirk("memory-ids", asked, context)) return native_answer({{"memory_ids", std::move(ids)}}, context);
    return native_answer({{"memory_nodes", std::move(nodes)}}, context);
}

verdict check_search(json::object const& body) {
    if (auto refused = check_scope(text_member(body, "user_id"), text_member(body, "memory_library_id")))
        return refused;
    if (auto refused = check_messages_of(body)) return refused;
    if (last_text(body).empty()) return invalid_parameter("messages must not be empty.");
    auto const top = number_member(body, "top_k").value_or(10);
    if (top < 1 || top > 100) return invalid_parameter("top_k must be between 1 and 100.");
    auto const least = number_member(body, "min_score").value_or(0);
    if (least < 0 || least > 1) return invalid_parameter("min_score must be between 0 and 1.");
    return std::nullopt;
}

}  // namespace

plan add_memory(exchange const& context) {
    auto const body = read_object(context.asked);
    if (!body) return refuse(body.error(), context);
    if (auto refused = check_addition(*body)) return refuse(*refused, context);
    auto const asked = read_markers(last_text(*body)).asked;
    if (will_fail(asked, context)) return behave(native_answer({}, context), asked, context);
    auto const scope = scope_of(text_member(*body, "user_id"), text_member(*body, "memory_library_id"), context);
    if (auto const schema = text_member(*body, "profile_schema"); !schema.empty()) {
        auto refused = learn_profile(schema, scope.user, user_texts(array_member(*body, "messages")), context);
        if (refused) return refuse(*refused, context);
    }
    return behave(added(take_in(*body, scope, context), asked, context), asked, context);
}

plan search_memories(exchange const& context) {
    auto const body = read_object(context.asked);
    if (!body) return refuse(body.error(), context);
    if (auto refused = check_search(*body)) return refuse(*refused, context);
    auto const scope = scope_of(text_member(*body, "user_id"), text_member(*body, "memory_library_id"), context);
    auto const query = read_markers(last_text(*body));
    auto const found = recall(context.kept.of<archive>(), scope, query.rest,
                              static_cast<std::size_t>(number_member(*body, "top_k").value_or(10)),
                              number_member(*body, "min_score").value_or(0.3));
    json::array nodes;
    for (auto const& [node, score] : found) {
        auto object = node_object(node);
        object["score"] = score;
        nodes.push_back(std::move(object));
    }
    return behave(native_answer({{"memory_nodes", std::move(nodes)}}, context), query.asked, context);
}

plan list_memories(exchange const& context) {
    auto const query = read_form(context.asked.query);
    auto const user = form_field(query, "user_id").value_or("");
    auto const library = form_field(query, "memory_library_id").value_or("");
    if (auto refused = check_scope(user, library)) return refuse(*refused, context);
    auto const page = form_number(query, "page_num", 1, 1, 1'000'000);
    auto const size = form_number(query, "page_size", 10, 1, 100);
    if (!page || !size) return refuse(invalid_parameter("page_num must be at least 1, page_size 1 to 100."), context);
    auto nodes = memories_of(context.kept.of<archive>(), scope_of(user, library, context));
    auto const project = form_field(query, "project_id");
    if (project) std::erase_if(nodes, [&](auto const& node) { return node.project != *project; });
    std::ranges::reverse(nodes);
    json::array shown;
    auto const first = static_cast<std::size_t>((*page - 1) * *size);
    for (auto i = first; i < nodes.size() && i < first + static_cast<std::size_t>(*size); ++i)
        shown.push_back(node_object(nodes[i]));
    return native_answer(
        {{"memory_nodes", std::move(shown)}, {"total", nodes.size()}, {"page_num", *page}, {"page_size", *size}},
        context);
}

plan get_memory(exchange const& context) {
    auto const node = find_memory(context.kept.of<archive>(), account_of(context), context.segments.front());
    if (!node) return refuse(no_such_node(context.segments.front()), context);
    return native_answer({{"memory_node", node_object(*node)}}, context);
}

plan update_memory(exchange const& context) {
    auto const body = read_object(context.asked);
    if (!body) return refuse(body.error(), context);
    auto node = find_memory(context.kept.of<archive>(), account_of(context), context.segments.front());
    if (!node || node->deleted) return refuse(no_such_node(context.segments.front()), context);
    auto content = text_member(*body, "custom_content");
    if (content.empty()) content = text_member(*body, "content");
    if (content.empty()) return refuse(invalid_parameter("custom_content must not be empty."), context);
    if (count_characters(content) > longest_content)
        return refuse(invalid_parameter("custom_content must have at most 512 characters."), context);
    auto const marked = read_markers(content);
    node->content = marked.rest;
    node->updated = context.unix_time();
    if (auto const* meta = member(*body, "meta_data"); meta && meta->is_object()) node->meta_data = meta->get_object();
    keep_memory(context.kept.of<archive>(), *node);
    return behave(native_answer({}, context), marked.asked, context);
}

plan delete_memory(exchange const& context) {
    auto node = find_memory(context.kept.of<archive>(), account_of(context), context.segments.front());
    if (!node || node->deleted) return refuse(no_such_node(context.segments.front()), context);
    node->deleted = true;
    node->updated = context.unix_time();
    keep_memory(context.kept.of<archive>(), *node);
    return native_answer({}, context);
}

}  // namespace sandbox
