#include "sandbox/router.hpp"

#include "sandbox/chat.hpp"
#include "sandbox/pages.hpp"
#include "sandbox/results.hpp"
#include "sandbox/tasks.hpp"
#include "sandbox/uploads.hpp"

namespace sandbox {
namespace {

constexpr endpoint endpoints[] = {
    {"GET", "/", index_page, access::open, error_shape::native},
    {"POST", "/", post_object, access::open, error_shape::native},
    {"GET", "/errors", errors_page, access::open, error_shape::native},
    {"POST", "/compatible-mode/v1/chat/completions", chat, access::with_key, error_shape::compatible},
    {"GET", "/compatible-mode/v1/models", models_page, access::with_key, error_shape::compatible},
    {"GET", "/compatible-mode/v1/models/*", model_page, access::with_key, error_shape::compatible},
    {"GET", "/api/v1/uploads", get_policy, access::with_key, error_shape::native},
    {"GET", "/api/v1/tasks", list_tasks, access::with_key, error_shape::native},
    {"GET", "/api/v1/tasks/*", get_task, access::with_key, error_shape::native},
    {"POST", "/api/v1/tasks/*/cancel", cancel_task, access::with_key, error_shape::native},
    {"GET", "/dashscope-result/*/*/*", get_result, access::open, error_shape::native},
};

std::string_view take_segment(std::string_view& path) {
    auto end = path.find('/');
    auto segment = path.substr(0, end);
    path.remove_prefix(end == std::string_view::npos ? path.size() : end + 1);
    return segment;
}

}  // namespace

bool matches(std::string_view pattern, std::string_view path, std::vector<std::string_view>& segments) {
    segments.clear();
    if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);  // DashScope takes both forms
    while (!pattern.empty() && !path.empty()) {
        auto wanted = take_segment(pattern);
        auto given = take_segment(path);
        if (wanted == "*" && !given.empty())
            segments.push_back(given);
        else if (wanted != given)
            return false;
    }
    return pattern.empty() && path.empty();
}

routed find_endpoint(std::string_view method, std::string_view path) {
    routed result;
    for (auto const& candidate : endpoints) {
        std::vector<std::string_view> segments;
        if (!matches(candidate.path, path, segments)) continue;
        if (candidate.method == method) return {&candidate, std::move(segments), {}};
        if (!result.allowed.empty()) result.allowed += ", ";
        result.allowed += candidate.method;
    }
    return result;
}

error_shape shape_of(std::string_view path) {
    return path.starts_with("/compatible-mode/") ? error_shape::compatible : error_shape::native;
}

}  // namespace sandbox
