#include "sandbox/mcp_server.hpp"

#include "sandbox/behaviour.hpp"
#include "sandbox/mcp_tools.hpp"
#include "sandbox/native.hpp"
#include "sandbox/quirks.hpp"
#include "sandbox/random.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <set>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::string_view revisions[] = {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"};
constexpr std::string_view usual_revision = "2025-03-26";
constexpr std::size_t most_sessions = 10'000;

enum rpc_error { parse_error = -32700, invalid_request = -32600, no_method = -32601, bad_params = -32602 };

struct mcp_sessions {
    std::set<std::string, std::less<>> open;
    std::uint64_t made = 0;
};

/// The servers that exist give one of these to each client.
std::string begin_session(exchange const& context) {
    auto& sessions = context.kept.of<mcp_sessions>();
    if (sessions.open.size() >= most_sessions) sessions.open.clear();
    auto id = generator(hash("session", context.seed + ++sessions.made)).hex(32);
    sessions.open.insert(id);
    return id;
}

failure named(int status, std::string code, std::string message) {
    failure error;
    error.status = status;
    error.code = std::move(code);
    error.message = std::move(message);
    return error;
}

/// Why the gateway lets nothing through.
verdict check_gateway(wishes const& asked, exchange const& context) {
    auto const server = std::string(context.segments.front());
    if (context.asked.field("authorization").value_or("").starts_with("Bearer sk-sp-"))
        return named(403, "AccessDenied", "Token Plan keys are not authorized to call MCP services.");
    if (has_quirk("search-not-activated", asked, context))
        return named(404, "NotFound", "MCP服务未开通: " + server + " is not activated for this account.");
    if (has_quirk("search-invalid", asked, context) || tools_of(server, asked, context).empty())
        return named(404, "MCP_IS_INVALID", "MCP不存在: " + server);
    if (has_quirk("search-quota", asked, context))
        return named(429, "Throttling.AllocationQuota", "The monthly quota of MCP service " + server + " is used up.");
    if (has_quirk("search-older-transport", asked, context))
        return named(405, "MethodNotAllowed", "Request method 'POST' is not supported.");
    return std::nullopt;
}

bool has_sessions(exchange const& context) {
    return !has_quirk("search-no-session", {}, context);
}

/// Nothing when the request belongs to an open session, or needs none.
verdict check_session(std::string_view method, exchange const& context) {
    if (!has_sessions(context) || method == "initialize") return std::nullopt;
    auto const id = context.asked.field("mcp-session-id");
    if (!id) return named(400, "InvalidParameter", "Bad Request: Mcp-Session-Id header is required");
    if (context.kept.of<mcp_sessions>().open.contains(*id)) return std::nullopt;
    return named(404, "SessionNotFound", "Session not found: " + std::string(*id));
}

json::object initialize(json::object const& params) {
    auto const wanted = text_member(params, "protocolVersion");
    bool const known = std::ranges::find(revisions, wanted) != std::end(revisions);
    return {{"protocolVersion", known ? wanted : usual_revision},
            {"capabilities", {{"tools", {{"listChanged", false}}}}},
            {"serverInfo", {{"name", "dashscope-mcp sandbox"}, {"version", "1.0.0"}}}};
}

json::object list_tools(exchange const& context) {
    json::array list;
    for (auto const& tool : tools_of(context.segments.front(), {}, context))
        list.push_back(json::object{{"name", tool.name},
                                    {"description", tool.description},
                                    {"inputSchema", json::parse({tool.schema.data(), tool.schema.size()})}});
    return {{"tools", std::move(list)}};
}

json::object rpc_result(json::value const& id, json::object result) {
    return {{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}};
}

json::object rpc_failure(json::value const& id, rpc_error code, std::string message) {
    return {
        {"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", static_cast<int>(code)}, {"message", std::move(message)}}}};
}

json::object call_tool(json::value const& id, json::object const& params, wishes const& asked,
                       exchange const& context) {
    auto const name = text_member(params, "name");
    for (auto const& tool : tools_of(context.segments.front(), asked, context)) {
        if (tool.name != name) continue;
        return rpc_result(id, tool.run(object_member(params, "arguments"), asked, context));
    }
    return rpc_failure(id, bad_params, "Unknown tool: " + std::string(name));
}

json::object answer_to(json::object const& message, wishes const& asked, exchange const& context) {
    auto const& id = *member(message, "id");
    auto const method = text_member(message, "method");
    auto const& params = object_member(message, "params");
    if (method == "initialize") return rpc_result(id, initialize(params));
    if (method == "ping") return rpc_result(id, {});
    if (method == "tools/list") return rpc_result(id, list_tools(context));
    if (method == "tools/call") return call_tool(id, params, asked, context);
    return rpc_failure(id, no_method, "Method not found: " + std::string(method));
}

std::string frame(json::object const& message) {
    return "event:message\ndata:" + json::serialize(message) + "\n\n";
}

json::object progress(json::value const& token) {
    return {{"jsonrpc", "2.0"},
            {"method", "notifications/progress"},
            {"params", {{"progressToken", token}, {"progress", 0.5}, {"message", "searching"}}}};
}

/// An event stream, begun by a comment and what is told meanwhile.
plan as_stream(json::object const& message, json::object const& answer) {
    auto stream = stream_plan();
    stream.pieces.push_back({":\n\n", {}});
    auto const& meta = object_member(object_member(message, "params"), "_meta");
    if (auto const* token = member(meta, "progressToken")) stream.pieces.push_back({frame(progress(*token)), {}});
    stream.pieces.push_back({frame(answer), {}});
    return stream;
}

plan refuse_rpc(int status, rpc_error code, std::string message) {
    return json_plan(status, json::serialize(rpc_failure(nullptr, code, std::move(message))));
}

bool accepts(exchange const& context) {
    auto const field = context.asked.field("accept");
    if (!field) return true;
    for (std::string_view type : {"application/json", "text/event-stream", "*/*", "application/*"})
        if (field->find(type) != std::string_view::npos) return true;
    return false;
}

/// What the markers stand in: any text among the arguments.
std::string marked_text_of(json::object const& message) {
    std::string text;
    for (auto const& [name, value] : object_member(object_member(message, "params"), "arguments"))
        if (value.is_string()) text += std::string(value.get_string()) + "\n";
    return text;
}

plan handle(json::object const& message, exchange const& context) {
    auto const asked = read_markers(marked_text_of(message)).asked;
    auto const method = text_member(message, "method");
    if (auto refused = check_gateway(asked, context)) return refuse(*refused, context);
    if (auto refused = check_session(method, context)) return refuse(*refused, context);
    if (!member(message, "id") || method.empty()) {  // a notification, or an answer to a request we never sent
        auto accepted = json_plan(202, {});
        return accepted;
    }
    auto const answer = answer_to(message, asked, context);
    auto result =
        has_quirk("search-sse", asked, context) ? as_stream(message, answer) : json_plan(200, json::serialize(answer));
    if (method == "initialize" && has_sessions(context)) result.set("Mcp-Session-Id", begin_session(context));
    if (has_quirk("search-session-ends", asked, context))
        if (auto const id = context.asked.field("mcp-session-id"))
            context.kept.of<mcp_sessions>().open.erase(std::string(*id));
    return behave(std::move(result), asked, context);
}

}  // namespace

plan mcp_message(exchange const& context) {
    if (!accepts(context))
        return refuse_rpc(406, invalid_request, "Accept must name application/json, text/event-stream");
    boost::system::error_code error;
    auto const parsed = json::parse(context.asked.body, error);
    if (error) return refuse_rpc(400, parse_error, "Parse error");
    if (!parsed.is_object() || text_member(parsed.get_object(), "jsonrpc") != "2.0")
        return refuse_rpc(400, invalid_request, "Invalid Request");
    return handle(parsed.get_object(), context);
}

plan mcp_end_session(exchange const& context) {
    auto const id = context.asked.field("mcp-session-id");
    if (!id || context.kept.of<mcp_sessions>().open.erase(std::string(*id)) == 0)
        return refuse(named(404, "SessionNotFound", "Session not found."), context);
    return json_plan(200, {});
}

}  // namespace sandbox
