#include "tools/memory_manage.hpp"

#include "tools/app_handles.hpp"
#include "tools/app_memories.hpp"
#include "tools/asking.hpp"
#include "tools/generation.hpp"
#include "tools/heartbeat.hpp"
#include "tools/long_text.hpp"
#include "tools/memory_asking.hpp"
#include "tools/ownership.hpp"
#include "tools/typed_tool.hpp"
#include "tools/user.hpp"

#include <boost/describe/class.hpp>

#include <charconv>

namespace json = boost::json;

namespace tools {

namespace {

struct manage_arguments {
    std::string action;
    std::string id;
    std::string node_id;
    std::string content;
    std::string name;
    std::string description;
    json::array attributes;
    std::string user_id;
    std::string page;  // a number, or of app_list and app_get the token that the page before named
    std::string workspace_id;
    bool confirm = false;
    bool dry_run = false;
    json::object parameters;
};
BOOST_DESCRIBE_STRUCT(manage_arguments, (),
                      (action, id, node_id, content, name, description, attributes, user_id, page, workspace_id,
                       confirm, dry_run, parameters))

using dashscope::op_class;

constexpr std::int64_t page_size = 20;

/// 1 where none was given; nothing for what is no page's number.
std::optional<std::int64_t> page_number(std::string const& text) {
    std::int64_t number = 1;
    auto const* end = text.data() + text.size();
    auto const [rest, error] = std::from_chars(text.data(), end, number);
    if (text.empty()) return 1;
    if (error != std::errc() || rest != end || number < 1 || number > 1'000'000) return std::nullopt;
    return number;
}

void check(manage_arguments const& from) {
    std::vector<std::string> problems;
    auto const& action = from.action;
    auto const need = [&](bool missing, std::string_view what) {
        if (missing) problems.push_back("action " + action + " needs " + std::string(what));
    };
    bool const of_memory = action == "update" || action == "delete";
    bool const of_schema = action == "schema_get" || action == "schema_update" || action == "schema_delete";
    need(of_memory && from.id.empty(), "`id`: the memory's, as memory_search shows it");
    need(of_schema && from.id.empty(), "`id`: the schema's, as schema_list shows it");
    need(action == "update" && from.content.empty(), "`content`: what is remembered from now on");
    need(action == "schema_create" && from.name.empty(), "`name`: at most 32 characters");
    need(action == "schema_create" && from.attributes.empty(), "`attributes`: [{name, description, default_value}]");
    need(action == "schema_update" && from.name.empty() && from.description.empty() && from.attributes.empty() &&
             from.parameters.empty(),
         "`name`, `description` or `attributes`: [{op: add|update|delete, attribute_id, name, …}]");
    if (action == "schema_list" && !page_number(from.page)) problems.emplace_back("page must be a number from 1");
    refuse("memory_manage", problems);
}

bool is_of_memory(manage_arguments const& from) {
    return from.action == "update" || from.action == "delete";
}

/// A description that is to be set bears the mark of who sets it.
std::string marked_description(manage_arguments const& from, std::string_view principal) {
    bool const sets = from.action == "schema_create" || !from.description.empty();
    return sets ? owned_text(principal, from.description) : std::string();
}

/// `id` is the memory's own, not its handle.
dashscope::memory_request request_of(manage_arguments const& from, std::string const& id, std::string_view principal) {
    auto const user = memory_user(principal, from.user_id);
    dashscope::profile_schema const schema{from.name, marked_description(from, principal), from.attributes};
    if (from.action == "update") return dashscope::update_memory(user, id, from.content);
    if (from.action == "delete") return dashscope::delete_memory(user, id);
    if (from.action == "schema_create") return dashscope::create_profile_schema(schema);
    if (from.action == "schema_get") return dashscope::get_profile_schema(from.id);
    if (from.action == "schema_update") return dashscope::update_profile_schema(from.id, schema);
    if (from.action == "schema_delete") return dashscope::delete_profile_schema(from.id);
    return dashscope::list_profile_schemas(page_number(from.page).value_or(1), page_size);
}

std::string attribute_line(dashscope::profile_attribute const& from) {
    auto line = "- " + from.name + " (attribute_id " + from.id + ")";
    if (!from.description.empty()) line += ": " + from.description;
    if (!from.default_value.empty()) line += "; default: " + from.default_value;
    if (from.immutable) line += "; immutable";
    return line + "\n";
}

std::string schema_text(dashscope::profile_schema_facts const& schema, std::string const& id,
                        std::string_view principal) {
    auto const about = read_owned_text(principal, schema.description);
    if (about.owner == whose::anothers) throw mcp::tool_error("Profile schema " + id + " is not one of yours.");
    auto text = "Profile schema " + id + ": " + schema.name;
    if (!about.text.empty()) text += ", " + about.text;
    text += "\n";
    for (auto const& each : schema.attributes) text += attribute_line(each);
    return text;
}

// Of the account's schemas those that others of its principals made are left out.
std::string schemas_text(dashscope::profile_schema_page const& page, std::int64_t number, std::string_view principal) {
    std::string lines;
    for (auto const& each : page.schemas) {
        auto const about = read_owned_text(principal, each.description);
        if (about.owner == whose::anothers) continue;
        lines += "- " + each.name + " (id " + each.id + ")" + (about.text.empty() ? "" : ": " + about.text) + "\n";
    }
    auto const where = "page " + std::to_string(number);
    auto text = lines.empty() ? "No profile schemas on " + where + ".\n" : "Profile schemas, " + where + ":\n" + lines;
    if (page.total && number * page_size < *page.total) text += "More: page " + std::to_string(number + 1) + ".";
    return text;
}

std::string created_text(std::string const& id) {
    return "New profile schema: " + id +
           "\nGive it as `profile_schema` to memory_add with messages: the profile is filled from them. memory_search "
           "with the same profile_schema reads it.";
}

std::string text_of(json::value const& answer, manage_arguments const& from, std::string_view principal) {
    if (from.action == "update") return "Changed memory " + from.id + ". It now says: " + from.content;
    if (from.action == "delete")
        return "Deleted memory " + from.id + ": it is not found any more. DashScope may show it by its id, as deleted.";
    if (from.action == "schema_update") return "Changed profile schema " + from.id + ".";
    if (from.action == "schema_delete")
        return "Deleted profile schema " + from.id + "; the profiles that were made by it can't be read any more.";
    auto const page = dashscope::read_profile_schemas(answer);
    if (from.action == "schema_list") return schemas_text(page, page_number(from.page).value_or(1), principal);
    if (page.schemas.empty()) return "DashScope's answer names no profile schema.";
    if (from.action == "schema_create") return created_text(page.schemas.front().id);
    return schema_text(page.schemas.front(), from.id, principal);
}

op_class class_of(std::string_view action) {
    if (action == "schema_list" || action == "schema_get") return op_class::read;
    return action == "schema_create" ? op_class::change : op_class::compute;
}

// What the account has for all of its principals only the operator changes.
platform::task<void> check_schema_owner(services with, std::string id, mcp::request_context& context) {
    auto call = plan_memory(with, context, "Looking up profile schema " + id, op_class::read,
                            dashscope::get_profile_schema(id), {});
    auto const answer = co_await ask(with, std::move(call));
    auto const page = dashscope::read_profile_schemas(answer);
    auto const description = page.schemas.empty() ? std::string() : page.schemas.front().description;
    if (read_owned_text(context.principal(), description).owner != whose::mine)
        throw mcp::tool_error("Profile schema " + id + " is not one of yours: make one with schema_create.");
}

platform::task<mcp::tool_result> manage_library(services with, manage_arguments from, mcp::request_context& context) {
    auto const& principal = context.principal();
    auto const id = is_of_memory(from) ? opened_memory_handle(with, context, from.id, "id") : from.id;
    auto call = plan_memory(with, context, "Managing memories", class_of(from.action), request_of(from, id, principal),
                            from.parameters);
    if (from.dry_run) co_return dry_run_result(with, call);
    if (from.action == "delete")
        co_await need_consent(context, from.confirm, "Delete memory " + from.id + " for good.");
    if (from.action == "schema_delete")
        co_await need_consent(
            context, from.confirm,
            "Delete profile schema " + from.id + " for good; profiles that were made by it can't be read any more.");
    heartbeat const signs(context, "Managing memories");
    bool const changes_schema = from.action == "schema_update" || from.action == "schema_delete";
    if (changes_schema && !principal.empty()) co_await check_schema_owner(with, id, context);
    auto const answer = co_await ask(with, std::move(call));
    auto text = text_of(answer, from, principal);
    auto result = co_await long_text_result(with, std::move(text), "schemas", memory_footer(answer), context);
    co_return result;
}

app_memory_call app_call_of(manage_arguments from) {
    return {std::move(from.action),
            std::move(from.id),
            std::move(from.node_id),
            std::move(from.content),
            std::move(from.description),
            std::move(from.page),
            std::move(from.workspace_id),
            from.confirm,
            from.dry_run,
            std::move(from.parameters)};
}

platform::task<mcp::tool_result> run(services with, manage_arguments from, mcp::request_context& context) {
    if (!from.action.starts_with("app_")) {
        check(from);
        return manage_library(with, std::move(from), context);
    }
    auto call = app_call_of(std::move(from));
    refuse("memory_manage", problems_of(call));
    return manage_app_memory(with, std::move(call), context);
}

}  // namespace

std::unique_ptr<mcp::tool> make_memory_manage(services const& with) {
    return make_tool(with, run);
}

}  // namespace tools
