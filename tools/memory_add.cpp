#include "tools/memory_add.hpp"

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

struct add_arguments {
    std::string content;
    json::array messages;
    std::string user_id;
    std::string profile_schema;
    json::object meta_data;
    bool dry_run = false;
    json::object parameters;
};
BOOST_DESCRIBE_STRUCT(add_arguments, (), (content, messages, user_id, profile_schema, meta_data, dry_run, parameters))

void check(add_arguments const& from) {
    std::vector<std::string> problems;
    if (from.content.empty() && from.messages.empty())
        problems.emplace_back("give `content` (kept as it is) or `messages` (facts are drawn from them)");
    if (!from.profile_schema.empty() && from.messages.empty())
        problems.emplace_back("profile_schema fills a profile from `messages`: give them");
    refuse("memory_add", problems);
}

/// `lines` are those of the memories; none for none.
std::string text_of(std::string const& lines, std::string const& user, bool profiled) {
    std::string const profile = profiled ? " The profile was updated too: memory_search, action profile." : "";
    if (lines.empty())
        return "Nothing new was remembered about " + user_words(user) +
               ": the messages told no fact, or only what was known." + profile;
    return "Remembered about " + user_words(user) + " (ADD: new, UPDATE: replaced, DELETE: forgotten):\n" + lines +
           "memory_search with the same user_id finds it; memory_manage changes and deletes." + profile;
}

platform::task<mcp::tool_result> run(services with, add_arguments from, mcp::request_context& context) {
    check(from);
    auto const user = memory_user(context.principal(), from.user_id);
    bool const profiled = !from.profile_schema.empty();
    auto request = dashscope::add_memory({user, std::move(from.content), std::move(from.messages),
                                          std::move(from.profile_schema), std::move(from.meta_data)});
    auto call =
        plan_memory(with, context, "Remembering", dashscope::op_class::change, std::move(request), from.parameters);
    if (from.dry_run) co_return dry_run_result(with, call);
    heartbeat const signs(context, "Remembering");
    auto const answer = co_await ask(with, std::move(call));
    note_seen(with, id_kind::memory_library, context.principal(), string_in(from.parameters, "memory_library_id"));
    auto const lines = lines_of(with, context, dashscope::read_memories(answer));
    auto result =
        co_await long_text_result(with, text_of(lines, user, profiled), "memories", memory_footer(answer), context);
    co_return result;
}

}  // namespace

std::unique_ptr<mcp::tool> make_memory_add(services const& with) {
    return make_tool(with, run);
}

}  // namespace tools
