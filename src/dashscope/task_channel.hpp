#pragma once
// The queries of one credential: runs what poll_schedule decides and tells those who wait. Private to this layer.

#include "dashscope/exchange.hpp"
#include "dashscope/poll_schedule.hpp"
#include "dashscope/tasks.hpp"
#include "platform/task.hpp"

#include <exception>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace dashscope {

class client;

/// Made with make_shared: its running queries hold it. One owner, one thread.
class task_channel : public std::enable_shared_from_this<task_channel> {
public:
    task_channel(client& api, platform::executor executor, credential who, poll_limits limits = {});

    /// As task_watcher's.
    platform::task<task_state> query(std::string id);
    platform::task<task_state> wait(std::string id, platform::clock::time_point until,
                                    std::function<void(task_state const&)> on_state);

    /// Nobody waits, and nothing has to be remembered of what was sent.
    bool idle(platform::clock::time_point now) const;
    /// Ends the timer; those who wait are left to their own cancellation.
    void stop();

private:
    // Someone who waits: told by a sleep that is cut short.
    struct waiter {
        explicit waiter(platform::executor executor) : wake(executor) {}
        platform::timer wake;
        std::optional<task_state> news;
        std::exception_ptr failed;
        std::exception_ptr trouble;  // the last that may pass
    };
    class attendance;

    void pump();
    platform::task<void> ask(std::string id);
    platform::task<task_state> ask_once(std::string id);
    void tell(std::string const& id, task_state const& state);
    void tell_failure(std::string const& id, std::exception_ptr failed);
    void take_trouble(std::string const& id, failure const& trouble);
    void note_trouble(std::string const& id);
    platform::task<void> sleep(waiter& who, platform::clock::time_point until);

    client& api_;
    platform::executor executor_;
    credential who_;
    poll_schedule schedule_;
    platform::timer timer_;
    std::map<std::string, std::list<waiter*>> waiters_;
    platform::clock::time_point last_asked_{};
    bool stopped_ = false;
};

}  // namespace dashscope
