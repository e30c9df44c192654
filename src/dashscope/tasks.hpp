#pragma once
// DashScope's asynchronous tasks (catalogue §6): read, waited for, listed, cancelled. DashScope is the job store.

#include "dashscope/exchange.hpp"
#include "platform/task.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace dashscope {

class client;

enum class task_status { pending, running, suspended, succeeded, failed, canceled, unknown };
std::string_view name_of(task_status status);  // as DashScope writes it
std::optional<task_status> parse_task_status(std::string_view text);

struct task_state {
    std::string id;
    task_status status = task_status::pending;
    json::object output;  // as sent
    json::object usage;   // as sent
    std::string code, message;  // of a failed task
    std::string request_id;

    /// Nothing changes any more. UNKNOWN is terminal too: the task expired (24 h) or never was.
    bool terminal() const;
};

/// Reads `{"output":{"task_id","task_status",…},"usage":…,"request_id"}`: a submission's answer or a query's.
task_state read_task(json::value const& body);

struct task_filter {
    std::string start_time, end_time;  // YYYYMMDDhhmmss in Beijing time; the window is at most 24 h
    std::string model;
    std::string status;
    int page = 1;
    int page_size = 10;
};

/// The paths of requests, for those who show them.
std::string task_path(std::string_view id);
std::string task_list_path(task_filter const& filter);

/// Shares DashScope's 20 queries a second per account among all who wait: one poll per task however many wait for it,
/// slower as their number grows. One owner, one thread.
class task_watcher {
public:
    task_watcher(client& api, platform::executor executor);
    ~task_watcher();

    /// Asks once, within the budget. Throws failure.
    platform::task<task_state> query(credential who, std::string id);
    /// Polls until the task is terminal or the time has come; gives the last state. `on_state` hears every state, and
    /// the last one again at least each 5 s. Passing troubles of a poll are outlived; lasting ones throw failure.
    /// Cancelling ends the wait, never the task.
    platform::task<task_state> wait(credential who, std::string id, platform::clock::time_point until,
                                    std::function<void(task_state const&)> on_state);
    /// One page of the account's tasks, as sent. Throws failure.
    platform::task<json::object> list(credential who, task_filter filter);
    /// Only a PENDING task can be cancelled. Throws failure.
    platform::task<void> cancel(credential who, std::string id);

private:
    struct impl;
    std::shared_ptr<impl> impl_;
};

}  // namespace dashscope
