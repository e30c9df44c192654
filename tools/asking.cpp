#include "tools/asking.hpp"

#include "dashscope/settings.hpp"

namespace json = boost::json;

namespace tools {

planned_call plan_request(services const& with, mcp::request_context& context, std::string what,
                          dashscope::op_class repeats, std::string method, std::string path) {
    planned_call call;
    call.what = {std::move(what), repeats, std::move(method)};
    call.path = std::move(path);
    call.options.timeout = with.settings.timeout;
    call.options.workspace_id = with.settings.workspace_id;
    call.options.on_retry = [&context](dashscope::retry_notice const& notice) {
        context.log(mcp::log_level::info, notice.reason.text() + " Trying again.");
    };
    return call;
}

platform::task<json::value> ask(services with, planned_call call) {
    auto who = operator_credential(with);
    who.base = call.elsewhere.value_or(who.base);
    json::value body;
    if (!call.body.empty()) body = std::move(call.body);
    auto answer = co_await with.api.call(std::move(who), std::move(call.what), std::move(call.path), std::move(body),
                                         std::move(call.options));
    co_return answer;
}

std::string request_id_in(json::value const& answer) {
    auto const* whole = answer.if_object();
    auto const* id = whole ? whole->if_contains("request_id") : nullptr;
    return id && id->is_string() ? std::string(id->get_string()) : std::string();
}

}  // namespace tools
