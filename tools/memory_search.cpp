#include "tools/memory_search.hpp"

#include "tools/app_handles.hpp"
#include "tools/asking.hpp"
#include "tools/generation.hpp"
#include "tools/heartbeat.hpp"
#include "tools/long_text.hpp"
#include "tools/memory_asking.hpp"
#include "tools/ownership.hpp"
#include "tools/seen_ids.hpp"
#include "tools/typed_tool.hpp"

#include <boost/describe/class.hpp>

namespace json = boost::json;

namespace tools {

namespace {

struct search_arguments {
    std::string action;
    std::string query;
    std::string user_id;
    std::string memory_id;
    std::string profile_schema;
    std::optional<std::int64_t> top_k;
    std::optional<double> min_score;
    std::int64_t page = 1;
    std::int64_t page_size = 20;
    bool dry_run = false;
    json::object parameters;
};
BOOST_DESCRIBE_STRUCT(search_arguments, (),
                      (action, query, user_id, memory_id, profile_schema, top_k, min_score, page, page_size, dry_run,
                       parameters))

using dashscope::op_class;

// Told by what was given, where the caller did not say.
std::string action_of(search_arguments const& from) {
    if (!from.action.empty()) return from.action;
    if (!from.query.empty()) return "search";
    if (!from.memory_id.empty()) return "get";
    return from.profile_schema.empty() ? "list" : "profile";
}

void check(search_arguments const& from, std::string_view action) {
    std::vector<std::string> problems;
    if (action == "search" && from.query.empty()) problems.emplace_back("action search needs `query`");
    if (action == "get" && from.memory_id.empty())
        problems.emplace_back("action get needs `memory_id`, as search and list show it");
    if (action == "profile" && from.profile_schema.empty())
        problems.emplace_back("action profile needs `profile_schema`: an id as memory_manage lists it (schema_list)");
    refuse("memory_search", problems);
}

dashscope::memory_request request_of(search_arguments const& from, std::string_view action, std::string const& user,
                                     std::string const& memory_id) {
    if (action == "search") return dashscope::search_memories({user, from.query, from.top_k, from.min_score});
    if (action == "get") return dashscope::get_memory(memory_id);
    if (action == "profile") return dashscope::get_user_profile(from.profile_schema, user);
    return dashscope::list_memories(user, from.page, from.page_size);
}

std::string found_text(dashscope::memory_page const& page, std::string const& user, std::string const& lines) {
    if (page.nodes.empty())
        return "Nothing that is remembered about " + user_words(user) +
               " fits. A lower min_score (usual: 0.3) finds more; action list shows all.";
    return "Remembered about " + user_words(user) + ", nearest first. " + std::string(memory_note) + "\n" + lines;
}

std::string list_text(dashscope::memory_page const& page, search_arguments const& from, std::string const& user,
                      std::string const& lines) {
    auto const all = page.total ? " of " + std::to_string(*page.total) : std::string();
    if (page.nodes.empty())
        return "No memories of " + user_words(user) + " on page " + std::to_string(from.page) +
               (page.total ? " (" + std::to_string(*page.total) + " in all)." : ".");
    auto text = std::to_string(page.nodes.size()) + all + " memories of " + user_words(user) + ", page " +
                std::to_string(from.page) + ". " + std::string(memory_note) + "\n" + lines;
    if (page.total && from.page * from.page_size < *page.total)
        text += "More: page " + std::to_string(from.page + 1) + ".";
    return text;
}

std::string profile_text(dashscope::user_profile const& profile, std::string const& user) {
    auto text = "Profile \"" + profile.name + "\" of " + user_words(user) + ". " + std::string(memory_note) + "\n";
    for (auto const& [name, value] : profile.attributes)
        text += "- " + name + ": " + (value.empty() ? "(not known yet)" : value) + "\n";
    return text;
}

/// Answers as texts.
struct wording {
    services const& with;
    mcp::request_context const& context;
    search_arguments const& from;
    std::string const& user;

    std::string operator()(json::value const& answer, std::string_view action) const {
        if (action == "profile") return profile_text(dashscope::read_user_profile(answer), user);
        auto const page = dashscope::read_memories(answer);
        auto const lines = lines_of(with, context, page);
        if (action == "search") return found_text(page, user, lines);
        if (action == "list") return list_text(page, from, user, lines);
        if (page.nodes.empty()) return "DashScope's answer holds no memory with this id.";
        return std::string(memory_note) + "\n" + lines;
    }
};

platform::task<mcp::tool_result> run(services with, search_arguments from, mcp::request_context& context) {
    auto const action = action_of(from);
    check(from, action);
    auto const user = memory_user(context.principal(), from.user_id);
    auto const memory = opened_memory_handle(with, context, from.memory_id, "memory_id");
    auto call = plan_memory(with, context, "Recalling", op_class::read, request_of(from, action, user, memory),
                            from.parameters);
    if (from.dry_run) co_return dry_run_result(with, call);
    heartbeat const signs(context, "Recalling");
    auto const answer = co_await ask(with, std::move(call));
    note_seen(with, id_kind::memory_library, context.principal(), string_in(from.parameters, "memory_library_id"));
    auto text = wording{with, context, from, user}(answer, action);
    auto result = co_await long_text_result(with, std::move(text), "memories", memory_footer(answer), context);
    co_return result;
}

}  // namespace

std::unique_ptr<mcp::tool> make_memory_search(services const& with) {
    return make_tool(with, run);
}

}  // namespace tools
