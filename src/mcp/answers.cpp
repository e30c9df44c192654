#include "mcp/answers.hpp"

#include "jsonrpc/write.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace mcp {

namespace {

// More may come at any time, and a client without a subscription should not miss it for long.
constexpr cache_hint kept_for_seconds{std::chrono::seconds(5), true};

// What one caller's headers leave is theirs alone, and the next request may say otherwise.
constexpr cache_hint own_for_a_minute{std::chrono::minutes(1), false};

std::string versions() {
    json::array modern{to_string(latest_modern)};
    return json::serialize(modern);
}

std::string hints(cache_hint keep) {
    return R"("ttlMs":)" + std::to_string(keep.ttl.count()) + R"(,"cacheScope":")" +
           (keep.shared ? "public" : "private") + '"';
}

bool any_arguments(prompt_registry const& prompts) {
    return std::ranges::any_of(prompts.all(), [](auto const& each) { return !each.arguments.empty(); });
}

}  // namespace

answers::answers(server_info const& info, registry const& tools, prompt_registry const& prompts,
                 resource_registry const& resources)
    : tools_change_(info.tools_change),
      prompts_change_(info.prompts_change),
      tasks_(info.tasks),
      has_prompts_(!prompts.empty()),
      has_resources_(!resources.empty()),
      has_completions_(any_arguments(prompts) || !resources.templates().empty()),
      resource_list_changes_(resources.list_changes()),
      resources_change_(resources.contents_change()) {
    server_ = json::serialize(json::object{{"name", info.name}, {"title", info.title}, {"version", info.version}});
    instructions_ = jsonrpc::quoted(info.instructions);
    server_meta_ = R"("_meta":{"io.modelcontextprotocol/serverInfo":)" + server_ + "}";
    modern_tail_ = R"("resultType":"complete",)" + server_meta_ + "}";

    auto const discovered = R"("supportedVersions":)" + versions() + R"(,"capabilities":)" + capabilities(true, true) +
                            R"(,"instructions":)" + instructions_;
    discover_ = result(discovered, kept_for_an_hour, true);
    auto const listed = R"("tools":)" + tools.list();
    tools_legacy_ = result(listed, false);
    tools_modern_ = result(listed, tools_change_ ? kept_for_seconds : kept_for_an_hour, true);
    auto const prompted = R"("prompts":)" + prompts.list();
    prompts_legacy_ = result(prompted, false);
    prompts_modern_ = result(prompted, prompts_change_ ? kept_for_seconds : kept_for_an_hour, true);
    auto const shaped = R"("resourceTemplates":)" + json::serialize(resources.templates());
    templates_legacy_ = result(shaped, false);
    templates_modern_ = result(shaped, kept_for_an_hour, true);
    empty_legacy_ = "{}";
    empty_modern_ = "{" + modern_tail_;
}

// Only what is there, and only changes that happen: where the set of tools never changes `listChanged` would only cost
// each client a stream.
std::string answers::capabilities(bool announces, bool modern) const {
    auto const listing = [&](bool changes) {
        json::object offered;
        if (changes && announces) offered["listChanged"] = true;
        return offered;
    };
    json::object all;
    if (has_completions_) all["completions"] = json::object();
    if (tasks_ && modern) all["extensions"] = tasks_capability().at("extensions");
    all["logging"] = json::object();
    if (has_prompts_) all["prompts"] = listing(prompts_change_);
    if (has_resources_) {
        auto offered = listing(resource_list_changes_);
        if (resources_change_ && announces) offered["subscribe"] = true;
        all["resources"] = std::move(offered);
    }
    all["tools"] = listing(tools_change_);
    return json::serialize(all);
}

std::string answers::initialize(revision version, bool announces) const {
    return R"({"protocolVersion":")" + std::string(to_string(version)) + R"(","capabilities":)" +
           capabilities(announces, false) + R"(,"serverInfo":)" + server_ + R"(,"instructions":)" + instructions_ + "}";
}

std::string answers::result(std::string_view members, bool modern) const {
    auto const beginning = "{" + std::string(members);
    return modern ? beginning + "," + modern_tail_ : beginning + "}";
}

std::string answers::result(std::string_view members, cache_hint keep, bool modern) const {
    if (!modern) return result(members, false);
    return result(std::string(members) + "," + hints(keep), true);
}

std::string answers::narrowed_list(std::string_view list, bool modern) const {
    return result(R"("tools":)" + std::string(list), own_for_a_minute, modern);
}

std::string answers::tool_call(tool_result const& result, revision version) const {
    if (result.task && is_modern(version))
        return "{" + task_members(*result.task) + R"(,"resultType":"task",)" + server_meta_ + "}";
    std::string out = R"({"content":)" + json::serialize(result.content);
    // structuredContent came with 2025-06-18; an older client would not know it.
    if (result.structured && version >= revision::v2025_06_18)
        out += R"(,"structuredContent":)" + json::serialize(*result.structured);
    out += result.is_error ? R"(,"isError":true)" : R"(,"isError":false)";
    out += is_modern(version) ? "," + modern_tail_ : "}";
    return out;
}

std::string answers::subscription_end(std::string_view id) const {
    return R"({"resultType":"complete","_meta":{"io.modelcontextprotocol/subscriptionId":)" + std::string(id) +
           R"(,"io.modelcontextprotocol/serverInfo":)" + server_ + "}}";
}

}  // namespace mcp
