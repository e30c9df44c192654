#include "conformance/jobs.hpp"

#include "mcp/request_error.hpp"
#include "seal/random.hpp"

#include <algorithm>

namespace json = boost::json;
using mcp::task_status;

namespace conformance {

namespace {

constexpr std::string_view prefix = "fixture-";

}  // namespace

struct jobs::job {
    mcp::task_detail detail;
    json::object answers;
    std::function<job_end(json::object const&)> finish;
    std::shared_ptr<platform::timer> timer;

    bool is_over() const {
        return detail.facts.status != task_status::working && detail.facts.status != task_status::input_required;
    }
    void become(task_status status) {
        detail.facts.status = status;
        detail.facts.updated = std::chrono::system_clock::now();
    }
    void end(job_end how) {
        if (is_over()) return;
        detail.error = std::move(how.error);
        if (!detail.error) detail.result = std::make_shared<mcp::tool_result const>(std::move(how.result));
        become(detail.error ? task_status::failed : task_status::completed);
    }
};

std::shared_ptr<jobs::job> jobs::make() {
    auto const made = std::make_shared<job>();
    auto& facts = made->detail.facts;
    facts.id = std::string(prefix) + seal::random_id();
    facts.created = facts.updated = std::chrono::system_clock::now();
    facts.ttl = std::chrono::minutes(10);
    facts.poll_interval = std::chrono::milliseconds(100);
    all_.emplace(facts.id, made);
    return made;
}

mcp::task_facts jobs::work(platform::executor executor, std::chrono::milliseconds time, job_end end) {
    auto const made = make();
    made->timer = std::make_shared<platform::timer>(executor, time);
    made->timer->async_wait([which = std::weak_ptr(made), how = std::move(end)](boost::system::error_code failed) {
        auto const working = which.lock();
        if (!failed && working) working->end(how);
    });
    return made->detail.facts;
}

mcp::task_facts jobs::ask(std::vector<mcp::question> what, std::function<job_end(json::object const&)> finish) {
    auto const made = make();
    made->detail.asked = std::move(what);
    made->finish = std::move(finish);
    // A task begins with work: what it asks is told by tasks/get.
    auto const seed = made->detail.facts;
    made->become(task_status::input_required);
    return seed;
}

bool jobs::is_others(std::string const& id) const {
    return others_ && !id.starts_with(prefix);
}

std::shared_ptr<jobs::job> jobs::find(std::string const& id) const {
    auto const found = all_.find(id);
    if (found == all_.end()) throw mcp::request_error(mcp::no_such_task(id));
    return found->second;
}

platform::task<mcp::task_detail> jobs::get(std::string id, mcp::request_context& context) {
    if (is_others(id)) return others_->get(std::move(id), context);
    return [](mcp::task_detail detail) -> platform::task<mcp::task_detail> { co_return detail; }(find(id)->detail);
}

platform::task<void> jobs::update(std::string id, json::object responses, mcp::request_context& context) {
    if (is_others(id)) {
        co_await others_->update(std::move(id), std::move(responses), context);
        co_return;
    }
    auto const waiting = find(id);
    auto& asked = waiting->detail.asked;
    for (auto& [key, response] : responses) {
        auto const which = std::ranges::find(asked, key, &mcp::question::key);
        if (which == asked.end()) continue;
        waiting->answers.insert_or_assign(key, std::move(response));
        asked.erase(which);
    }
    if (asked.empty() && waiting->finish) waiting->end(waiting->finish(waiting->answers));
}

platform::task<void> jobs::cancel(std::string id, mcp::request_context& context) {
    if (is_others(id)) {
        co_await others_->cancel(std::move(id), context);
        co_return;
    }
    auto const which = find(id);
    if (which->is_over()) co_return;
    which->become(task_status::cancelled);
    if (which->timer) which->timer->cancel();
}

}  // namespace conformance
