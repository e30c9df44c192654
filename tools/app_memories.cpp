#include "tools/app_memories.hpp"

#include "tools/app_handles.hpp"
#include "tools/heartbeat.hpp"
#include "tools/job.hpp"
#include "tools/long_text.hpp"
#include "tools/memory_asking.hpp"
#include "tools/openapi_asking.hpp"
#include "tools/ownership.hpp"
#include "tools/user.hpp"

#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace tools {

namespace {

using dashscope::app_memory_action;
using dashscope::op_class;

constexpr std::int64_t page_size = 20;

app_memory_action action_of(app_memory_call const& from) {
    bool const of_node = !from.node_id.empty();
    if (from.action == "app_create") return app_memory_action::create;
    if (from.action == "app_get") return app_memory_action::list_nodes;
    if (from.action == "app_add") return app_memory_action::add_node;
    if (from.action == "app_update") return of_node ? app_memory_action::update_node : app_memory_action::update;
    if (from.action == "app_delete") return of_node ? app_memory_action::remove_node : app_memory_action::remove;
    return app_memory_action::list;
}

op_class class_of(app_memory_action action) {
    switch (action) {
        case app_memory_action::list:
        case app_memory_action::list_nodes:
        case app_memory_action::get:
            return op_class::read;
        case app_memory_action::create:
        case app_memory_action::add_node:
            return op_class::change;
        default:
            return op_class::compute;
    }
}

bool takes_content(app_memory_action action) {
    return action == app_memory_action::add_node || action == app_memory_action::update_node;
}

/// A description that is set bears the mark of who sets it.
std::string marked_description(app_memory_call const& from, app_memory_action action, std::string_view principal) {
    bool const sets = action == app_memory_action::create || action == app_memory_action::update;
    return sets ? owned_text(principal, from.description) : from.description;
}

void merge(dashscope::text_pairs& into, json::object const& parameters, std::string_view principal) {
    for (auto const& [name, value] : parameters) {
        // It says whose the memory is.
        if (name == "description" && !principal.empty()) continue;
        std::erase_if(into, [&](auto const& entry) { return entry.first == name; });
        into.emplace_back(name, value.is_string() ? std::string(value.get_string()) : json::serialize(value));
    }
}

planned_openapi_call plan(services const& with, mcp::request_context& context, app_memory_call const& from,
                          app_memory_action action) {
    dashscope::app_memory_wish wish;
    wish.action = action;
    wish.workspace = openapi_workspace(with, from.workspace_id);
    wish.memory_id = opened_memory_handle(with, context, from.id, "id");
    wish.node_id = from.node_id;
    wish.text = takes_content(action) ? from.content : marked_description(from, action, context.principal());
    if (action == app_memory_action::list || action == app_memory_action::list_nodes) {
        wish.max_results = page_size;
        wish.next_token = from.page_token;
    }
    auto made = dashscope::make_app_memory_request(wish);
    merge(made.request.query, from.parameters, context.principal());
    return plan_openapi(with, context, "Managing an application's memory", class_of(action), std::move(made.method),
                        std::move(made.request));
}

/// Of the workspace's memories the caller's own, known by their handles and described without their marks.
void keep_own(dashscope::app_memory_page& page, services const& with, mcp::request_context const& context) {
    std::vector<dashscope::app_memory_entry> own;
    for (auto& each : page.entries) {
        auto about = read_owned_text(context.principal(), each.text);
        if (about.owner != whose::mine) continue;
        own.push_back({memory_handle(with, context, each.id), std::move(about.text)});
    }
    page.entries = std::move(own);
}

std::string page_text(dashscope::app_memory_page const& page, std::string_view none) {
    if (page.entries.empty() && page.next_token.empty()) return std::string(none);
    auto text = page.entries.empty() ? std::string("None on this page.\n") : std::string(memory_note) + "\n";
    for (auto const& each : page.entries)
        text += "- " + (each.text.empty() ? "(no text)" : each.text) + " (id " + each.id + ")\n";
    if (!page.next_token.empty()) text += "More: the same call with page \"" + page.next_token + "\".";
    return text;
}

std::string done_text(app_memory_call const& from, dashscope::app_memory_page const& page) {
    auto const made = page.entries.empty() ? std::string() : page.entries.front().id;
    if (from.action == "app_create")
        return "New memory for applications: " + made +
               "\nGive it as `memory_id` to app_call: the application remembers and recalls under it by itself, if its "
               "long-term memory (长期记忆) is switched on in the console.";
    if (from.action == "app_add") return "Remembered in " + from.id + ", entry " + made + ".";
    auto const subject = from.node_id.empty() ? "memory " + from.id : "entry " + from.node_id + " of memory " + from.id;
    return (from.action == "app_delete" ? "Deleted: " : "Changed: ") + subject + ".";
}

std::string_view none_text(std::string_view principal) {
    return principal.empty() ? "There are no memories for applications in this workspace."
                             : "There are no memories for applications of yours in this workspace.";
}

std::string last_line(dashscope::app_memory_page const& page) {
    return footer("memories of applications", {}, page.request_id);
}

// What it is for, then its entries.
platform::task<mcp::tool_result> read_one(services with, app_memory_call from, mcp::request_context& context) {
    auto about = plan(with, context, from, app_memory_action::get);
    auto asking = ask(with, std::move(about));
    auto const known = co_await std::move(asking);
    auto const facts = dashscope::read_app_memories(known);
    auto entries = plan(with, context, from, app_memory_action::list_nodes);
    auto listing = ask(with, std::move(entries));
    auto const listed = co_await std::move(listing);
    auto const page = dashscope::read_app_memories(listed);
    auto text = "Memory " + from.id;
    if (!facts.entries.empty())
        if (auto const described = read_owned_text(context.principal(), facts.entries.front().text).text;
            !described.empty())
            text += ": " + described;
    text += "\n" + page_text(page, "It holds no entries yet.");
    auto result = co_await long_text_result(with, std::move(text), "memories", last_line(page), context);
    co_return result;
}

}  // namespace

std::vector<std::string> problems_of(app_memory_call const& given) {
    std::vector<std::string> problems;
    auto const action = action_of(given);
    bool const of_one = action != app_memory_action::create && action != app_memory_action::list;
    if (of_one && given.id.empty())
        problems.push_back("action " + given.action + " needs `id`: the memory's, as app_list shows it");
    if (takes_content(action) && given.content.empty())
        problems.push_back("action " + given.action + " needs `content`: what to remember");
    if (action == app_memory_action::update && given.description.empty())
        problems.emplace_back("action app_update needs `description`, or `node_id` and `content`");
    return problems;
}

platform::task<mcp::tool_result> manage_app_memory(services with, app_memory_call given,
                                                   mcp::request_context& context) {
    given.workspace_id =
        co_await workspace_for(with, context, given.workspace_id, "Managing an application's memory", given.dry_run);
    auto const action = action_of(given);
    auto call = plan(with, context, given, action);
    if (given.dry_run) co_return dry_run_result(with, call);
    if (given.action == "app_delete") {
        auto const subject = given.node_id.empty() ? "memory " + given.id + " with all that it holds"
                                                   : "entry " + given.node_id + " of memory " + given.id;
        co_await need_consent(context, given.confirm, "Delete " + subject + " for good.");
    }
    heartbeat const signs(context, "Managing an application's memory");
    if (action == app_memory_action::list_nodes) {
        auto whole = co_await read_one(with, std::move(given), context);
        co_return whole;
    }
    auto asking = ask(with, std::move(call));
    auto const answer = co_await std::move(asking);
    auto page = dashscope::read_app_memories(answer);
    if (action == app_memory_action::list) keep_own(page, with, context);
    if (action == app_memory_action::create)
        for (auto& each : page.entries) each.id = memory_handle(with, context, each.id);
    auto text =
        action == app_memory_action::list ? page_text(page, none_text(context.principal())) : done_text(given, page);
    auto result = co_await long_text_result(with, std::move(text), "memories", last_line(page), context);
    co_return result;
}

}  // namespace tools
