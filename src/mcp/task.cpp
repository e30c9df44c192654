#include "mcp/task.hpp"

#include "jsonrpc/utf8.hpp"

#include <boost/json/serialize.hpp>

#include <array>
#include <ctime>

namespace json = boost::json;

namespace mcp {

namespace {

constexpr std::array<std::string_view, 5> names = {"working", "input_required", "completed", "failed", "cancelled"};

// ISO 8601, to the second: DashScope says no more.
std::string iso_time(std::chrono::system_clock::time_point when) {
    auto const seconds = std::chrono::system_clock::to_time_t(when);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    char text[32];
    return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

}  // namespace

std::string_view to_string(task_status status) {
    return names[static_cast<std::size_t>(status)];
}

jsonrpc::error no_such_task(std::string_view id, std::string_view why) {
    auto text = "Task not found: " + jsonrpc::excerpt(id);
    if (!why.empty()) text += ". " + std::string(why);
    return {jsonrpc::errc::invalid_params, std::move(text), nullptr};
}

json::object tasks_capability() {
    return {{"extensions", {{"io.modelcontextprotocol/tasks", json::object()}}}};
}

std::string task_members(task_facts const& facts) {
    json::object members{{"taskId", facts.id}, {"status", to_string(facts.status)}};
    if (!facts.message.empty()) members["statusMessage"] = facts.message;
    members["createdAt"] = iso_time(facts.created);
    members["lastUpdatedAt"] = iso_time(facts.updated);
    if (facts.ttl)
        members["ttlMs"] = facts.ttl->count();
    else
        members["ttlMs"] = nullptr;
    if (facts.poll_interval) members["pollIntervalMs"] = facts.poll_interval->count();
    auto const text = json::serialize(members);
    return text.substr(1, text.size() - 2);
}

}  // namespace mcp
