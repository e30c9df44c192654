#include "tools/task_handle.hpp"

#include "mcp/tool.hpp"
#include "seal/keyring.hpp"

#include <algorithm>

namespace tools {

namespace {

constexpr std::string_view purpose = "task";

// DashScope keeps a task for 24 h after its end; long ones run for an hour.
constexpr std::chrono::hours lifetime{48};
constexpr std::chrono::hours remembered{24};
constexpr std::size_t max_records = 10'000;

}  // namespace

std::string plain_task_handles::make(std::string_view task_id, std::string_view) const {
    return std::string(task_id);
}

std::string plain_task_handles::make_for(std::string_view id, std::string_view, std::chrono::hours) const {
    return std::string(id);
}

std::string plain_task_handles::open(std::string_view handle, std::string_view) const {
    bool const printable = std::ranges::all_of(handle, [](unsigned char c) { return c > ' ' && c < 0x7f; });
    if (handle.empty() || handle.size() > 200 || !printable)
        throw mcp::tool_error(
            "task_id is not a task's id: give it as the submitting tool's result named it, such as "
            "7408ef3d-a0be-4379-9e72-a6e95a569483.");
    return std::string(handle);
}

std::string sealed_task_handles::make(std::string_view task_id, std::string_view principal) const {
    return make_for(task_id, principal, lifetime);
}

std::string sealed_task_handles::make_for(std::string_view id, std::string_view principal,
                                          std::chrono::hours good) const {
    return keys_.seal(purpose, principal, id, now_(), good);
}

std::string sealed_task_handles::open(std::string_view handle, std::string_view principal) const {
    auto opened = keys_.open(purpose, principal, handle, now_());
    if (opened) return std::move(opened->payload);
    if (opened.error() == seal::open_errc::expired)
        throw mcp::tool_error(
            "This task_id has expired: DashScope keeps a task and its result for 24 hours. "
            "Submit the work again.");
    throw mcp::tool_error(
        "This task_id is not one that this server gave to you. Give the whole id as the submitting "
        "tool's result named it (it begins with v1.); DashScope's own ids are not taken here.");
}

void sealed_task_handles::remember(std::string_view task_id, std::string_view what, std::string_view principal) const {
    auto const now = now_();
    std::lock_guard const lock(mutex_);
    while (!records_.empty() && (records_.size() >= max_records || records_.front().when + remembered < now))
        records_.pop_front();
    records_.push_back({std::string(principal), std::string(task_id), std::string(what), now});
}

std::vector<submitted_task> sealed_task_handles::recent(std::string_view principal) const {
    std::vector<submitted_task> result;
    std::lock_guard const lock(mutex_);
    for (auto each = records_.rbegin(); each != records_.rend(); ++each) {
        if (each->principal != principal || each->when + remembered < now_()) continue;
        result.push_back({make(each->id, principal), each->what, each->when});
    }
    return result;
}

}  // namespace tools
