#include "tools/openapi_asking.hpp"

#include "dashscope/secret.hpp"
#include "dashscope/settings.hpp"
#include "tools/job.hpp"
#include "tools/user.hpp"

namespace json = boost::json;

namespace tools {

namespace {

std::string masked_or(std::string const& secret, std::string_view without) {
    return secret.empty() ? std::string(without) : dashscope::masked(secret);
}

// The signature of a masked pair is none; showing it would only mislead.
void hide_signature(net::client_request& request) {
    constexpr std::string_view name = "Signature=";
    auto text = std::string(request.fields.value_or("Authorization", ""));
    auto const at = text.rfind(name);
    if (at == std::string::npos) return;
    text.replace(at + name.size(), std::string::npos, "***");
    request.fields.set("Authorization", text);
}

}  // namespace

planned_openapi_call plan_openapi(services const& with, mcp::request_context& context, std::string what,
                                  dashscope::op_class repeats, std::string method, dashscope::openapi_request request) {
    planned_openapi_call call;
    call.what = {std::move(what), repeats, std::move(method)};
    call.request = std::move(request);
    call.options.timeout = with.settings.timeout;
    call.options.on_retry = [&context](dashscope::retry_notice const& notice) {
        context.log(mcp::log_level::info, notice.reason.text() + " Trying again.");
    };
    return call;
}

std::string openapi_workspace(services const& with, std::string const& argument) {
    return argument.empty() ? with.settings.workspace_id : argument;
}

namespace {

std::string workspace_is_missing(std::string const& what) {
    return what +
           " needs the workspace id (llm-…, shown in the console of Model Studio beside the workspace's name): give "
           "`workspace_id`, or set BAILIAN_WORKSPACE_ID in the environment of this server.";
}

}  // namespace

void need_workspace(std::string const& workspace, std::string const& what) {
    if (workspace.empty()) throw mcp::tool_error(workspace_is_missing(what));
}

platform::task<std::string> workspace_for(services with, mcp::request_context& context, std::string argument,
                                          std::string what, bool dry_run) {
    auto workspace = openapi_workspace(with, argument);
    if (!workspace.empty()) co_return workspace;
    if (dry_run) throw mcp::tool_error(workspace_is_missing(what));
    wanted_text wanted{"workspace_id", "Workspace id",
                       what +
                           " needs the id of a workspace: llm-…, shown in the console of Model Studio "
                           "(https://bailian.console.aliyun.com) beside the workspace's name.",
                       workspace_is_missing(what)};
    workspace = co_await ask_for_text(context, std::move(wanted));
    co_return workspace;
}

mcp::tool_result dry_run_result(services const& with, planned_openapi_call const& call) {
    auto who = dashscope::openapi_credential_of(with.settings);
    who.key = {masked_or(who.key.id, "(no AccessKey configured)"), "masked", masked_or(who.key.security_token, "")};
    auto request =
        dashscope::make_openapi_request(who, call.what, call.request, call.options, dashscope::this_moment());
    hide_signature(request);
    auto const* body = call.request.body.if_object();
    mcp::tool_result result;
    result.add_text(dry_run_text(request, body ? *body : json::object()));
    return result;
}

platform::task<json::value> ask(services with, planned_openapi_call call) {
    auto who = dashscope::openapi_credential_of(with.settings);
    auto answer = co_await dashscope::call_openapi(with.api, std::move(who), std::move(call.what),
                                                   std::move(call.request), std::move(call.options));
    co_return answer;
}

}  // namespace tools
