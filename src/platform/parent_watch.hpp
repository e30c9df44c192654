#pragma once
// Notices that the process which started this one is gone. A host that crashes or is killed does not always close the
// pipes (another child may hold them), and would leave the server behind.

#include "platform/task.hpp"

#include <functional>
#include <memory>

#include <sys/types.h>

namespace platform {

/// Calls `gone` at most once, on the executor, when `parent` has ended; never from the constructor.
///
/// The parent is awaited through a pidfd; where the kernel or a seccomp filter refuses one, getppid is asked each
/// second. (PR_SET_PDEATHSIG won't do: it fires when the *thread* that forked ends, which in Node or Java says
/// nothing.) Does nothing where there is no parent to lose: pid 1, or one outside of this pid namespace. For servers
/// that a host runs over stdio; one that is to outlive its shell must not have it. One owner, one thread: the
/// executor's. It keeps io_context::run from returning; destroy or `stop` it.
class parent_watch {
public:
    enum class method { best, polling };

    parent_watch(executor const& on, std::function<void()> gone, method how = method::best);
    ~parent_watch();
    parent_watch(parent_watch const&) = delete;
    parent_watch& operator=(parent_watch const&) = delete;

    /// No call is made after this.
    void stop();
    /// What is in use, for diagnostics: "pidfd", "polling" or "none".
    char const* mechanism() const;

private:
    struct state;
    std::shared_ptr<state> state_;
};

}  // namespace platform
