#include "mcp/task_methods.hpp"

#include "mcp/request_error.hpp"

#include <boost/json/serialize.hpp>

namespace json = boost::json;
using jsonrpc::errc;
using jsonrpc::ticket;

namespace mcp {

namespace {

// What a status brings, as members that follow those of the task.
std::string payload_members(task_detail const& task, answers const& texts, revision version) {
    if (task.facts.status == task_status::completed && task.result)
        return R"(,"result":)" + texts.tool_call(*task.result, version);
    if (task.facts.status == task_status::failed && task.error) {
        json::object error{{"code", static_cast<int>(task.error->code)}, {"message", task.error->message}};
        if (!task.error->data.is_null()) error["data"] = task.error->data;
        return R"(,"error":)" + json::serialize(error);
    }
    if (task.facts.status != task_status::input_required) return {};
    return R"(,"inputRequests":)" + json::serialize(input_requests(task.asked, version));
}

}  // namespace

/// One request about one task.
class task_methods::task_work final : public work {
public:
    task_work(verb what, std::string id, json::object responses, task_source& tasks, current_offering const& offered)
        : verb_(what), id_(std::move(id)), responses_(std::move(responses)), tasks_(tasks), offered_(offered) {}

    std::string_view name() const override { return "task"; }
    std::optional<std::string> failure_result(std::string_view, revision) const override { return std::nullopt; }
    platform::task<std::string> run(request_context& context) override {
        auto const& texts = offered_.texts();
        if (verb_ == verb::get) {
            auto const task = co_await tasks_.get(id_, context);
            co_return texts.result(task_members(task.facts) + payload_members(task, texts, context.version()), true);
        }
        if (verb_ == verb::update) co_await tasks_.update(id_, std::move(responses_), context);
        if (verb_ == verb::cancel) co_await tasks_.cancel(id_, context);
        co_return texts.empty(true);
    }

private:
    verb verb_;
    std::string id_;
    json::object responses_;
    task_source& tasks_;
    current_offering const& offered_;
};

std::vector<method> task_methods::methods() {
    if (!tasks_) return {};
    return {
        {"tasks/get", eras::modern, [this](incoming_request& incoming) { return start(verb::get, incoming); }},
        {"tasks/update", eras::modern, [this](incoming_request& incoming) { return start(verb::update, incoming); }},
        {"tasks/cancel", eras::modern, [this](incoming_request& incoming) { return start(verb::cancel, incoming); }},
    };
}

ticket task_methods::start(verb what, incoming_request& incoming) {
    if (!incoming.sender.client.tasks)
        return incoming.fail({errc::missing_client_capability, "Missing required client capability: extensions",
                              json::object{{"requiredCapabilities", tasks_capability()}}},
                             400);
    auto const* id = incoming.parameter("taskId");
    if (!id || !id->is_string()) return incoming.fail(errc::invalid_params, "Invalid params: taskId is missing");
    auto const* responses = incoming.parameter("inputResponses");
    if (what == verb::update && (!responses || !responses->is_object()))
        return incoming.fail(errc::invalid_params, "Invalid params: inputResponses must be an object");
    auto given = what == verb::update ? responses->get_object() : json::object();
    auto const name = std::string(id->get_string());
    return runner_.start(incoming, std::make_shared<task_work>(what, name, std::move(given), *tasks_, offered_));
}

}  // namespace mcp
