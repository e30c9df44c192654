#include "tools/task_list.hpp"

#include "mcp/tool.hpp"
#include "tools/output_item.hpp"

#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace tools {

namespace {

std::string text_at(json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::string number_at(json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    return value && value->is_number() ? json::serialize(*value) : std::string("?");
}

std::string time_at(json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    if (!value || !value->is_int64() || value->get_int64() <= 0) return {};
    return time_text(std::chrono::system_clock::time_point(std::chrono::milliseconds(value->get_int64())));
}

std::string line_of(json::object const& task) {
    auto line = "- " + text_at(task, "task_id") + "  " + text_at(task, "status") + "  " + text_at(task, "model_name");
    if (auto const time = time_at(task, "gmt_create"); !time.empty()) line += "  submitted " + time;
    if (auto const time = time_at(task, "end_time"); !time.empty()) line += "  ended " + time;
    return line;
}

constexpr std::string_view how_to_go_on = "\nFor a result call `task` with its task_id.";

}  // namespace

std::string task_time(std::string_view text, std::string_view name) {
    if (text.empty()) return {};
    std::string digits;
    for (char const c : text) {
        if (c >= '0' && c <= '9') digits += c;
        else if (c != '-' && c != ':' && c != ' ' && c != 'T') digits += 'x';
    }
    bool const whole = digits.size() == 8 || digits.size() == 12 || digits.size() == 14;
    if (!whole || digits.find('x') != std::string::npos)
        throw mcp::tool_error("Invalid arguments for task:\n- " + std::string(name) + ": '" + std::string(text) +
                              "' is no time; give YYYYMMDDhhmmss or \"2026-11-21 09:30\", in Beijing time (UTC+8)");
    digits.resize(14, '0');
    return digits;
}

std::string task_list_text(json::object const& page) {
    std::string text;
    auto const* tasks = page.if_contains("data");
    if (tasks && tasks->is_array())
        for (auto const& each : tasks->get_array())
            if (auto const* task = each.if_object()) text += "\n" + line_of(*task);
    if (text.empty())
        return "No tasks here. DashScope lists those of the last 24 hours, or of the given window of at most 24 hours.";
    return "Page " + number_at(page, "page_no") + " of " + number_at(page, "total_page") + ", " +
           number_at(page, "total") + " tasks in all:" + text + std::string(how_to_go_on);
}

std::string task_list_text(std::vector<submitted_task> const& tasks) {
    if (tasks.empty())
        return "No tasks that this server remembers to have submitted for you in the last 24 hours. A task_id that you "
               "were given works all the same.";
    std::string text = "Submitted for you in the last 24 hours, newest first:";
    for (auto const& each : tasks) text += "\n- " + each.handle + "  " + each.what + "  " + time_text(each.when);
    return text + std::string(how_to_go_on);
}

}  // namespace tools
