#include "sandbox/task_record.hpp"

#include "sandbox/fields.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::string_view tasks = "tasks";
constexpr milliseconds_since_1970 retention = 24LL * 3600 * 1000;

std::int64_t whole(json::object const& from, std::string_view name) {
    auto const* found = member(from, name);
    return found && found->is_int64() ? found->get_int64() : 0;
}

/// Ids come from URLs: what is not the form of ours never reaches a file's name.
bool is_id(std::string_view text) {
    return text.size() == 36 && text.find_first_not_of("0123456789abcdef-") == std::string_view::npos;
}

}  // namespace

std::string_view task_record::status_at(milliseconds_since_1970 now) const {
    if (status == "UNKNOWN" || now >= ended + retention) return "UNKNOWN";
    if (now < scheduled) return "PENDING";
    if (now < ended) return "RUNNING";
    return status;
}

json::object to_json(task_record const& from) {
    return {{"id", from.id},
            {"account", from.account},
            {"model", from.model},
            {"api", from.api},
            {"request_id", from.request_id},
            {"status", from.status},
            {"code", from.code},
            {"message", from.message},
            {"submitted", from.submitted},
            {"scheduled", from.scheduled},
            {"ended", from.ended},
            {"output", from.output},
            {"usage", from.usage},
            {"parts", from.parts},
            {"failed", from.failed}};
}

task_record task_from(json::object const& from) {
    task_record task;
    task.id = text_member(from, "id");
    task.account = text_member(from, "account");
    task.model = text_member(from, "model");
    task.api = text_member(from, "api");
    task.request_id = text_member(from, "request_id");
    task.status = text_member(from, "status");
    task.code = text_member(from, "code");
    task.message = text_member(from, "message");
    task.submitted = whole(from, "submitted");
    task.scheduled = whole(from, "scheduled");
    task.ended = whole(from, "ended");
    task.output = object_member(from, "output");
    task.usage = object_member(from, "usage");
    task.parts = whole(from, "parts");
    task.failed = whole(from, "failed");
    return task;
}

void keep_task(archive& into, task_record const& task) {
    into.put(tasks, task.id, json::serialize(to_json(task)));
}

std::optional<task_record> find_task(archive const& from, std::string_view id) {
    if (!is_id(id)) return std::nullopt;
    auto const text = from.get(tasks, id);
    if (!text) return std::nullopt;
    boost::system::error_code failed;
    auto const parsed = json::parse(*text, failed);
    if (failed || !parsed.is_object()) return std::nullopt;
    return task_from(parsed.get_object());
}

std::vector<task_record> tasks_of(archive const& from, std::string_view account, milliseconds_since_1970 now) {
    std::vector<task_record> all;
    for (auto const& id : from.names(tasks)) {
        auto task = find_task(from, id);
        if (task && task->account == account && task->status_at(now) != "UNKNOWN") all.push_back(std::move(*task));
    }
    std::ranges::sort(all, [](auto const& left, auto const& right) {
        if (left.submitted != right.submitted) return left.submitted > right.submitted;
        return left.id < right.id;
    });
    return all;
}

}  // namespace sandbox
