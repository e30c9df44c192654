#include "tools/marketplace.hpp"

#include "dashscope/failure.hpp"
#include "dashscope/hints.hpp"
#include "dashscope/retry.hpp"
#include "dashscope/secret.hpp"
#include "dashscope/settings.hpp"

#include <algorithm>
#include <random>

namespace json = boost::json;

namespace tools {

namespace {

using dashscope::error_kind;

constexpr std::string_view market = "https://bailian.console.aliyun.com/?tab=mcp#/mcp-market";

bool is_about_activation(dashscope::api_error const& error) {
    auto const all = error.code + " " + error.message;
    for (auto part : {"MCP_IS_INVALID", "未开通", "MCP不存在", "not activated"})
        if (all.find(part) != std::string::npos) return true;
    return false;
}

std::string advice(dashscope::api_error const& error, std::string const& server,
                   dashscope::error_context const& context) {
    if (error.http_status == 404 || is_about_activation(error) || error.kind == error_kind::not_purchased)
        return "The MCP server " + server +
               " is not activated for this account, or there is none of that name. "
               "Activate it once in the marketplace, then call again: " +
               std::string(market);
    if (error.kind == error_kind::quota_exhausted || error.kind == error_kind::free_tier_only)
        return "The account's calls of " + server +
               " are used up, usually until the next month: repeating the call "
               "will not help now. See " +
               std::string(market);
    if (error.http_status == 401 || error.http_status == 403)
        return "MCP servers take the ordinary keys (sk-…) of an account that has activated them, not those of a Token "
               "or Coding Plan (sk-sp-…). Check the key, that it belongs to the region of " +
               context.base.text() + ", and that " + server + " is activated: " + std::string(market);
    if (error.http_status == 405)
        return server +
               " still speaks the older transport (HTTP with SSE) of MCP, which is not supported here: activate "
               "its Streamable HTTP version in the marketplace: " +
               std::string(market);
    return dashscope::hint(error, context);
}

// "M" or "M." as a sentence's end.
std::string ended(std::string text) {
    if (!text.ends_with('.')) text += '.';
    return text;
}

std::string words_of_refusal(upstream::failure const& failed, std::string const& server,
                             dashscope::error_context const& context) {
    auto error = dashscope::parse_error(failed.status, failed.body);
    if (error.request_id.empty()) error.request_id = dashscope::one_line(failed.request_id, 100);
    auto const status = "HTTP " + std::to_string(failed.status);
    std::string text = context.what + " failed. DashScope answered " +
                       (error.code.empty() ? status : error.code + " (" + status + ")") + ": " +
                       ended(error.message.empty() ? "no message" : error.message);
    if (!error.request_id.empty()) text += " Request id: " + error.request_id + ".";
    return text + " " + advice(error, server, context);
}

// A server's own errors: of the protocol, or of its tool's arguments.
std::string words_of_reply(upstream::failure const& failed, std::string const& server,
                           dashscope::error_context const& context) {
    constexpr std::int64_t invalid_params = -32602;
    auto text = context.what + " failed. The MCP server " + server + " answered error " + std::to_string(failed.code) +
                ": " + ended(dashscope::one_line(failed.message, 1000));
    if (failed.code == invalid_params) return text + " Correct the arguments that the message names, then call again.";
    return text + " Try again; if it persists, look at the server in the marketplace: " + std::string(market);
}

dashscope::attempt_facts facts_of(upstream::failure const& failed) {
    if (failed.kind == upstream::fault::transport)
        return dashscope::facts_of(dashscope::failure(*failed.cause, {}, {}));
    dashscope::failure same(dashscope::parse_error(failed.status, failed.body), {}, {});
    same.retry_after = dashscope::parse_retry_after(failed.retry_after, std::chrono::system_clock::now());
    return dashscope::facts_of(same);
}

// A broken answer, or an error of the protocol, would come again.
bool may_pass(upstream::failure const& failed) {
    return failed.kind == upstream::fault::transport || failed.kind == upstream::fault::refused;
}

/// One attempt.
platform::task<json::object> call_once(upstream::client& server, hosted_call call, mcp::request_context& context,
                                       platform::clock::time_point until) {
    if (call.tool.empty()) {
        auto const list = co_await server.tools(until);
        call.tool = call.choose(list, call.arguments);
        if (call.tool.empty())
            throw mcp::tool_error(call.what + " failed. The MCP server " + call.server +
                                  " offers no tool for it any more.");
    }
    upstream::call_options how{until};
    if (context.wants_progress())
        how.on_progress = [&context](upstream::progress_report const& report) {
            context.report(report.done, report.total, report.message);
        };
    auto result = co_await server.call(call.tool, call.arguments, std::move(how));
    co_return result;
}

/// Waits before another attempt; throws where there is to be none.
platform::task<void> wait_or_throw(services const& with, hosted_call const& call, upstream::failure const& failed,
                                   int attempt, mcp::request_context& context, platform::clock::time_point until) {
    std::minstd_rand random{std::random_device{}()};
    dashscope::retry_policy const policy;
    auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(until - platform::clock::now());
    std::optional<std::chrono::milliseconds> delay;
    if (may_pass(failed))
        delay = policy.next_delay(call.repeats, attempt, facts_of(failed), left,
                                  std::uniform_real_distribution<double>(0, 1)(random));
    auto const words = words_for(failed, call.what, call.server, operator_credential(with));
    if (!delay) throw mcp::tool_error(words);
    context.log(mcp::log_level::info, words + " Trying again.");
    platform::timer timer(context.executor(), *delay);
    co_await timer.async_wait(platform::use_task);
}

}  // namespace

std::string marketplace_path(std::string_view server) {
    return "/api/v1/mcps/" + std::string(server) + "/mcp";
}

upstream::endpoint marketplace_endpoint(services const& with, std::string_view server) {
    auto const who = operator_credential(with);
    upstream::endpoint made;
    made.where.where = who.base;
    made.where.target = marketplace_path(server);
    made.fields.set("Authorization", "Bearer " + who.api_key);
    if (with.settings.source_channel) made.fields.set("x-dashscope-source-config", R"({"channel":"dashscope-mcp"})");
    return made;
}

std::string words_for(upstream::failure const& failed, std::string_view what, std::string_view server,
                      dashscope::credential const& who) {
    dashscope::error_context const context{std::string(what), {}, who.base};
    std::string const name(server);
    std::string text;
    switch (failed.kind) {
        case upstream::fault::refused:
            text = words_of_refusal(failed, name, context);
            break;
        case upstream::fault::error_reply:
            text = words_of_reply(failed, name, context);
            break;
        case upstream::fault::timed_out:
            text = context.what + " failed. The MCP server " + name +
                   " did not answer in time. Try again, or let the operator allow more time (--timeout, "
                   "DASHSCOPE_TIMEOUT).";
            break;
        case upstream::fault::transport:
            return dashscope::failure(*failed.cause, context, who.api_key).text();
        case upstream::fault::bad_answer:
            text = context.what + " failed. The MCP server " + name +
                   " did not answer as one does: " + ended(failed.message) +
                   " Try again; if it persists, check the base URL and any proxy on the way.";
            break;
    }
    return dashscope::scrubbed(text, who.api_key);
}

platform::task<json::object> call_hosted(services with, hosted_call call, mcp::request_context& context) {
    auto const who = operator_credential(with);
    dashscope::check_key(who, {call.what, {}, who.base});
    auto const server = with.servers.to(marketplace_endpoint(with, call.server));
    auto const until = std::min(context.deadline(), platform::clock::now() + with.settings.timeout);
    for (int attempt = 1;; ++attempt) {
        std::optional<upstream::failure> failed;
        try {
            auto result = co_await call_once(*server, call, context, until);
            co_return result;
        } catch (upstream::failure const& error) {
            failed = error;
        }
        // What the list said may be out of date.
        if (failed->kind == upstream::fault::error_reply) server->forget_tools();
        co_await wait_or_throw(with, call, *failed, attempt, context, until);
    }
}

}  // namespace tools
