#include "sandbox/tasks.hpp"

#include "sandbox/behaviour.hpp"
#include "sandbox/native.hpp"
#include "sandbox/rate_limiter.hpp"
#include "sandbox/results.hpp"
#include "sandbox/task_record.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::size_t queries_a_second = 20;
constexpr milliseconds_since_1970 a_day = 24LL * 3600 * 1000;

archive& kept_in(exchange const& context) {
    return context.kept.of<archive>();
}

/// Each of the three operations has its own limit.
verdict check_rate(std::string_view operation, exchange const& context) {
    auto const name = std::string(operation) + ' ' + account_of(context);
    if (context.kept.of<rate_limiter>().admit(name, queries_a_second, time_of(context))) return std::nullopt;
    return to_failure(*find_error("Throttling.RateQuota"));
}

/// The same request may be sent twice, and each time it is another task.
std::string unused_id(exchange const& context) {
    for (std::size_t earlier = 0;; ++earlier) {
        auto id = generator(hash("task " + std::to_string(earlier), context.seed)).uuid();
        if (!find_task(kept_in(context), id)) return id;
    }
}

void fail(task_record& task, std::string const& code) {
    error_wish wish;
    wish.code = code;
    auto const error = wished_failure(wish);
    task.status = "FAILED";
    task.code = error.code;
    task.message = error.native_message.empty() ? error.message : error.native_message;
    task.failed = task.parts;
    task.output.clear();
    task.usage.clear();
}

task_record make_record(new_task what, task_wish const& wish, exchange const& context) {
    task_record task;
    task.id = unused_id(context);
    task.account = account_of(context);
    task.model = std::move(what.model);
    task.api = std::move(what.api);
    task.request_id = context.request_id;
    task.output = std::move(what.output);
    task.usage = std::move(what.usage);
    task.parts = static_cast<std::int64_t>(what.parts);
    task.failed = static_cast<std::int64_t>(what.failed);
    auto const length = wish.time.value_or(context.settings.task_time).count();
    task.submitted = time_of(context);
    task.scheduled = task.submitted + length / 3;
    task.ended = task.submitted + length;
    bool const nothing_left = wish.partial && what.failed >= what.parts;
    if (wish.failure || nothing_left) fail(task, wish.failure.value_or("InternalError.Algo"));
    if (wish.unknown) task.status = "UNKNOWN";
    if (wish.canceled) {
        task.status = "CANCELED";
        task.ended = task.scheduled;
    }
    return task;
}

/// A refused submission leaves no task; one whose answer only got lost on its way does.
bool is_accepted(plan const& answer, wishes const& asked, exchange const& context) {
    bool const recovered = asked.fail_times > 0 && context.earlier >= asked.fail_times;
    return answer.status == 200 && (recovered || !asked.error);
}

json::object metrics_of(task_record const& task, bool over) {
    auto const failed = over ? task.failed : 0;
    auto const succeeded = over ? task.parts - task.failed : 0;
    return {{"TOTAL", task.parts}, {"SUCCEEDED", succeeded}, {"FAILED", failed}};
}

json::object output_of(task_record const& task, std::string_view status, exchange const& context) {
    json::object output{{"task_id", task.id}, {"task_status", status}};
    output["submit_time"] = beijing_time(task.submitted);
    bool const over = status != "PENDING" && status != "RUNNING";
    if (status != "PENDING" && status != "CANCELED") output["scheduled_time"] = beijing_time(task.scheduled);
    if (over) output["end_time"] = beijing_time(task.ended);
    if (status == "FAILED") {
        output["code"] = task.code;
        output["message"] = task.message;
    }
    if (status == "SUCCEEDED") {
        auto const results = with_links(task.output, (task.ended + a_day) / 1000, context);
        for (auto const& [name, value] : results.get_object()) output[name] = value;
    }
    if (task.parts > 0 && status != "CANCELED") output["task_metrics"] = metrics_of(task, over);
    return output;
}

json::object listed(task_record const& task, milliseconds_since_1970 now) {
    auto const status = task.status_at(now);
    json::object entry{{"api_key_id", task.account.substr(0, 6)},
                       {"caller_parent_id", task.account.substr(0, 16)},
                       {"caller_uid", task.account.substr(0, 16)},
                       {"gmt_create", task.submitted},
                       {"model_name", task.model},
                       {"region", "cn-beijing"},
                       {"request_id", task.request_id},
                       {"status", status},
                       {"task_id", task.id},
                       {"user_api_unique_key", "apikey:v1:" + task.api + ":" + task.model}};
    if (status != "PENDING" && status != "CANCELED") entry["start_time"] = task.scheduled;
    if (status != "PENDING" && status != "RUNNING") entry["end_time"] = task.ended;
    return entry;
}

struct list_filter {
    milliseconds_since_1970 from = 0;
    milliseconds_since_1970 until = 0;
    std::string_view id;
    std::string_view model;
    std::string_view status;
    std::size_t page = 1;
    std::size_t page_size = 10;

    bool takes(task_record const& task, milliseconds_since_1970 now) const {
        return task.submitted >= from && task.submitted <= until && (id.empty() || task.id == id) &&
               (model.empty() || task.model == model) && (status.empty() || task.status_at(now) == status);
    }
};

/// `text` is absent, or a time that is written as documented.
verdict read_time(std::string_view name, std::string_view text, std::optional<milliseconds_since_1970>& into) {
    if (text.empty()) return std::nullopt;
    into = parse_beijing_time(text);
    if (into) return std::nullopt;
    return invalid_parameter(std::string(name) + " must have the form YYYYMMDDhhmmss");
}

/// One of the two is enough, none means the last 24 hours; more than 24 hours are refused.
verdict read_window(form const& query, milliseconds_since_1970 now, list_filter& into) {
    std::optional<milliseconds_since_1970> from, until;
    if (auto refused = read_time("start_time", form_field(query, "start_time").value_or(""), from)) return refused;
    if (auto refused = read_time("end_time", form_field(query, "end_time").value_or(""), until)) return refused;
    into.from = from.value_or(until.value_or(now) - a_day);
    into.until = until.value_or(from ? *from + a_day : now);
    if (until) into.until += 999;  // the whole of its second
    if (into.until - into.from > a_day + 999 || into.from > into.until)
        return invalid_parameter("The difference between start_time and end_time must not exceed 24 hours");
    return std::nullopt;
}

verdict read_filter(form const& query, milliseconds_since_1970 now, list_filter& into) {
    constexpr std::string_view statuses[] = {"", "PENDING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELED", "UNKNOWN"};
    into.id = form_field(query, "task_id").value_or("");
    into.model = form_field(query, "model_name").value_or("");
    into.status = form_field(query, "status").value_or("");
    if (std::ranges::find(statuses, into.status) == std::end(statuses))
        return invalid_parameter("status must be one of PENDING, RUNNING, SUCCEEDED, FAILED, CANCELED, UNKNOWN");
    auto const page = form_number(query, "page_no", 1, 1, 1'000'000);
    auto const size = form_number(query, "page_size", 10, 1, 100);
    if (!page || !size) return invalid_parameter("page_no must be at least 1, page_size between 1 and 100");
    into.page = static_cast<std::size_t>(*page);
    into.page_size = static_cast<std::size_t>(*size);
    return read_window(query, now, into);
}

}  // namespace

plan submit_task(new_task what, wishes const& asked, exchange const& context) {
    auto const task = make_record(std::move(what), asked.task, context);
    json::object body{{"output", json::object{{"task_status", "PENDING"}, {"task_id", task.id}}}};
    auto answer = behave(native_answer(std::move(body), context), asked, context);
    if (is_accepted(answer, asked, context)) keep_task(kept_in(context), task);
    return answer;
}

plan get_task(exchange const& context) {
    if (auto const refused = check_rate("get", context)) return refuse(*refused, context);
    auto const id = context.segments.front();
    auto const task = find_task(kept_in(context), id);
    auto const status = task ? task->status_at(time_of(context)) : "UNKNOWN";
    bool const unknown = !task || task->account != account_of(context) || status == "UNKNOWN";
    if (unknown) return native_answer({{"output", {{"task_id", id}, {"task_status", "UNKNOWN"}}}}, context);
    json::object body{{"output", output_of(*task, status, context)}};
    if (status == "SUCCEEDED" && !task->usage.empty()) body["usage"] = task->usage;
    return native_answer(std::move(body), context);
}

plan list_tasks(exchange const& context) {
    if (auto const refused = check_rate("list", context)) return refuse(*refused, context);
    auto const now = time_of(context);
    auto const query = read_form(context.asked.query, false);
    list_filter filter;
    if (auto const refused = read_filter(query, now, filter)) return refuse(*refused, context);
    auto all = tasks_of(kept_in(context), account_of(context), now);
    std::erase_if(all, [&](auto const& task) { return !filter.takes(task, now); });
    json::array page;
    auto const begin = (filter.page - 1) * filter.page_size;
    for (auto i = begin; i < std::min(all.size(), begin + filter.page_size); ++i) page.push_back(listed(all[i], now));
    return native_answer({{"total", all.size()},
                          {"total_page", (all.size() + filter.page_size - 1) / filter.page_size},
                          {"page_no", filter.page},
                          {"page_size", filter.page_size},
                          {"data", std::move(page)}},
                         context);
}

plan cancel_task(exchange const& context) {
    if (auto const refused = check_rate("cancel", context)) return refuse(*refused, context);
    auto const now = time_of(context);
    auto task = find_task(kept_in(context), context.segments.front());
    bool const pending = task && task->account == account_of(context) && task->status_at(now) == "PENDING";
    if (!pending) {
        auto error = to_failure(*find_error("UnsupportedOperation"));
        error.message = "Failed to cancel the task, please confirm if the task is in PENDING status.";
        return refuse(error, context);
    }
    task->status = "CANCELED";
    task->scheduled = task->ended = now;
    keep_task(kept_in(context), *task);
    return native_answer({}, context);
}

}  // namespace sandbox
