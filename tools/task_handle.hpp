#pragma once
// What a caller names a task by: DashScope's own id over stdio, a token sealed for its principal over HTTP, where many
// principals share one key (design.md, State).

#include <chrono>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seal {
class keyring;
}

namespace tools {

/// A submission of a principal's.
struct submitted_task {
    std::string handle;
    std::string what;  // "Video generation with wan2.7-t2v"
    std::chrono::system_clock::time_point when;
};

/// Shared objects: safe.
class task_handles {
public:
    virtual ~task_handles() = default;
    virtual std::string make(std::string_view task_id, std::string_view principal) const = 0;
    /// The same of what DashScope keeps for another time than a task.
    virtual std::string make_for(std::string_view id, std::string_view principal, std::chrono::hours good) const = 0;
    /// Throws mcp::tool_error when the handle is none of this principal's; its text says what to do.
    virtual std::string open(std::string_view handle, std::string_view principal) const = 0;
    /// Whether all tasks of the account are the caller's: then DashScope's own list may be shown.
    virtual bool plain() const = 0;
    /// Notes a submission; only needed where the account's list may not be shown.
    virtual void remember(std::string_view task_id, std::string_view what, std::string_view principal) const = 0;
    /// This principal's submissions of the last day, newest first, as far as they are known: soft state.
    virtual std::vector<submitted_task> recent(std::string_view principal) const = 0;
};

/// The handle is the id.
class plain_task_handles final : public task_handles {
public:
    std::string make(std::string_view task_id, std::string_view principal) const override;
    std::string make_for(std::string_view id, std::string_view principal, std::chrono::hours good) const override;
    std::string open(std::string_view handle, std::string_view principal) const override;
    bool plain() const override { return true; }
    void remember(std::string_view, std::string_view, std::string_view) const override {}
    std::vector<submitted_task> recent(std::string_view) const override { return {}; }
};

/// The id sealed for its principal, good for as long as DashScope keeps a task.
class sealed_task_handles final : public task_handles {
public:
    using clock = std::function<std::chrono::system_clock::time_point()>;

    /// `keys` must outlive it.
    sealed_task_handles(seal::keyring const& keys, clock now) : keys_(keys), now_(std::move(now)) {}

    std::string make(std::string_view task_id, std::string_view principal) const override;
    std::string make_for(std::string_view id, std::string_view principal, std::chrono::hours good) const override;
    std::string open(std::string_view handle, std::string_view principal) const override;
    bool plain() const override { return false; }
    void remember(std::string_view task_id, std::string_view what, std::string_view principal) const override;
    std::vector<submitted_task> recent(std::string_view principal) const override;

private:
    struct record {
        std::string principal;
        std::string id;
        std::string what;
        std::chrono::system_clock::time_point when;
    };

    seal::keyring const& keys_;
    clock now_;
    mutable std::mutex mutex_;
    mutable std::deque<record> records_;  // oldest first
};

}  // namespace tools
