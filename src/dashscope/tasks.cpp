#include "dashscope/tasks.hpp"

#include "dashscope/client.hpp"
#include "dashscope/poll_schedule.hpp"
#include "dashscope/task_channel.hpp"

#include <map>

namespace dashscope {

namespace {

call_options query_options() {
    call_options options;
    options.timeout = std::chrono::seconds(30);
    options.silence = std::chrono::seconds(20);
    return options;
}

void add_parameter(std::string& query, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    query += query.ends_with('?') ? "" : "&";
    query += std::string(name) + "=" + net::percent_encode(value);
}

}  // namespace

std::string task_path(std::string_view id) { return "/api/v1/tasks/" + net::percent_encode(id); }

// With the slash behind `tasks`, as documented; the Python SDK leaves it out, and both are served.
std::string task_list_path(task_filter const& filter) {
    std::string path = "/api/v1/tasks/?";
    add_parameter(path, "start_time", filter.start_time);
    add_parameter(path, "end_time", filter.end_time);
    add_parameter(path, "model_name", filter.model);
    add_parameter(path, "status", filter.status);
    add_parameter(path, "page_no", std::to_string(filter.page));
    add_parameter(path, "page_size", std::to_string(filter.page_size));
    return path;
}

struct task_watcher::impl {
    impl(client& made, platform::executor on) : api(made), executor(on) {}

    std::shared_ptr<task_channel> channel_of(credential const& who) {
        std::erase_if(channels, [](auto const& each) { return each.second->idle(platform::clock::now()); });
        auto& channel = channels[who.base.text() + ' ' + who.api_key];
        if (!channel) channel = std::make_shared<task_channel>(api, executor, who);
        return channel;
    }

    client& api;
    platform::executor executor;
    std::map<std::string, std::shared_ptr<task_channel>> channels;
};

task_watcher::task_watcher(client& api, platform::executor executor) : impl_(std::make_shared<impl>(api, executor)) {}

task_watcher::~task_watcher() {
    for (auto const& [key, channel] : impl_->channels) channel->stop();
}

platform::task<task_state> task_watcher::query(credential who, std::string id) {
    auto const channel = impl_->channel_of(who);
    auto state = co_await channel->query(std::move(id));
    co_return state;
}

platform::task<task_state> task_watcher::wait(credential who, std::string id, platform::clock::time_point until,
                                              std::function<void(task_state const&)> on_state) {
    auto const channel = impl_->channel_of(who);
    auto state = co_await channel->wait(std::move(id), until, std::move(on_state));
    co_return state;
}

platform::task<json::object> task_watcher::list(credential who, task_filter filter) {
    operation const what{"Listing the tasks", op_class::read, "GET", {}};
    auto answer = co_await impl_->api.call(std::move(who), what, task_list_path(filter), nullptr, query_options());
    if (!answer.is_object()) co_return json::object();
    co_return std::move(answer.get_object());
}

platform::task<void> task_watcher::cancel(credential who, std::string id) {
    operation const what{"Cancelling task " + id, op_class::compute, "POST", {}};
    co_await impl_->api.call(std::move(who), what, task_path(id) + "/cancel", nullptr, query_options());
}

}  // namespace dashscope
