#pragma once
// What a caller names a task by: DashScope's own id over stdio, a token sealed for its principal over HTTP, where many
// principals share one key (design.md, State).

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace seal {
class keyring;
}

namespace tools {

/// Immutable. Shared between threads.
class task_handles {
public:
    virtual ~task_handles() = default;
    virtual std::string make(std::string_view task_id, std::string_view principal) const = 0;
    /// Throws mcp::tool_error when the handle is none of this principal's; its text says what to do.
    virtual std::string open(std::string_view handle, std::string_view principal) const = 0;
    /// Whether plain task ids may be shown: a list of the account's tasks is everybody's then.
    virtual bool plain() const = 0;
};

/// The handle is the id.
class plain_task_handles final : public task_handles {
public:
    std::string make(std::string_view task_id, std::string_view principal) const override;
    std::string open(std::string_view handle, std::string_view principal) const override;
    bool plain() const override { return true; }
};

/// The id sealed for its principal, good for as long as DashScope keeps a task.
class sealed_task_handles final : public task_handles {
public:
    using clock = std::function<std::chrono::system_clock::time_point()>;

    /// `keys` must outlive it.
    sealed_task_handles(seal::keyring const& keys, clock now) : keys_(keys), now_(std::move(now)) {}

    std::string make(std::string_view task_id, std::string_view principal) const override;
    std::string open(std::string_view handle, std::string_view principal) const override;
    bool plain() const override { return false; }

private:
    seal::keyring const& keys_;
    clock now_;
};

}  // namespace tools
