#include "transport/http_endpoint.hpp"

#include "jsonrpc/write.hpp"
#include "transport/http_exchange.hpp"
#include "transport/http_fields.hpp"
#include "transport/media_types.hpp"

#include <memory>

using jsonrpc::errc;

namespace transport {

namespace {

std::string error_body(errc code, std::string_view why) {
    return jsonrpc::failure({}, {code, std::string(why), nullptr});
}

// The paths of HTTP+SSE, the transport of 2024-11-05: who asks for them should learn what there is instead.
bool is_of_old_transport(std::string_view path) {
    for (std::string_view const old : {"/sse", "/message", "/messages"})
        if (path == old || (path.starts_with(old) && path[old.size()] == '/')) return true;
    return false;
}

}  // namespace

struct http_endpoint::exchange_state {
    std::shared_ptr<http_exchange> exchange;
    jsonrpc::ticket running = 0;
    accepted takes;

    // JSON is simpler for both sides: a stream is for those who need one. A status other than 200 can only be told
    // by a plain answer.
    bool streams() const {
        if (!takes.event_stream) return false;
        if (exchange->is_to_close()) return true;
        if (!exchange->finished() || exchange->has_notifications()) return true;
        // A call that was cancelled has no reply: its stream just ends.
        bool const silent = exchange->answer().body.empty();
        return (silent || !takes.json) && exchange->answer().status == 200;
    }
};

http_endpoint::http_endpoint(platform::executor executor, jsonrpc::service& service, http_options options)
    : executor_(executor),
      service_(service),
      options_(std::move(options)),
      streams_(executor, options_.replay, options_.queue_limit) {}

std::string http_endpoint::refusal(int status) const {
    switch (status) {
        case 413:
            return error_body(errc::invalid_request, "Request body too large: pass large media as a URL");
        case 431:
            return error_body(errc::invalid_request, "Request header too large");
        case 503:
            return error_body(errc::internal_error, "Too many connections: try again later");
        case 500:
            return error_body(errc::internal_error, "Internal error");
        default:
            return error_body(errc::invalid_request, "Bad Request: this is not HTTP/1.1");
    }
}

// A page of an allowed origin may read our answers (Fetch §CORS); others were refused before.
net::headers http_endpoint::common_headers(net::server_request const& request) const {
    net::headers result;
    auto const origin = request.field("origin");
    if (!origin) return result;
    result.add("Access-Control-Allow-Origin", *origin);
    result.add("Access-Control-Expose-Headers", "Mcp-Session-Id, WWW-Authenticate");
    result.add("Vary", "Origin");
    return result;
}

platform::task<void> http_endpoint::refuse(net::responder& answer, int status, std::string_view why,
                                           net::headers const& common) {
    auto const body = error_body(errc::invalid_request, why);
    co_await answer.send(status, "application/json", body, common);
}

bool http_endpoint::is_allowed(net::server_request const& request) const {
    return options_.origins.allows_host(request.field("host")) &&
           options_.origins.allows_origin(request.field("origin"));
}

net::request_handler* http_endpoint::route_of(net::server_request const& request) const {
    if (request.path() == options_.path) return nullptr;
    for (auto const& route : options_.routes)
        if (request.path().starts_with(route.prefix)) return route.handler;
    return nullptr;
}

bool http_endpoint::reads_body(net::server_request const& head) const {
    auto const* route = route_of(head);
    return route && is_allowed(head) && route->reads_body(head);
}

platform::task<void> http_endpoint::handle(net::server_request const& request, net::responder& answer) {
    // Before anything else: a page that reached us through a rebound name must learn nothing.
    if (!is_allowed(request)) {
        co_await refuse(answer, 403, "Forbidden: Host or Origin is not allowed (--allow-host adds names)", {});
        co_return;
    }
    if (auto* route = route_of(request)) {
        co_await route->handle(request, answer);
        co_return;
    }
    auto common = common_headers(request);
    if (request.path() != options_.path && is_of_old_transport(request.path())) {
        co_await refuse(answer, 404, old_transport_refusal(options_.path), common);
        co_return;
    }
    if (request.path() != options_.path) {
        // Clients probe /.well-known/* and /register for OAuth: a plain 404 in JSON tells them that there is none.
        co_await answer.send(404, "application/json", R"({"error":"not_found"})", common);
        co_return;
    }
    auto const method = request.method();
    if (method == "POST") {
        co_await post(request, answer, common);
    } else if (method == "GET") {
        co_await listen(request, answer, common);
    } else if (method == "DELETE") {
        co_await end_session(request, answer, common);
    } else if (method == "OPTIONS") {
        common.add("Allow", allowed_methods);
        common.add("Access-Control-Allow-Methods", allowed_methods);
        common.add("Access-Control-Allow-Headers",
                   "Content-Type, Accept, Authorization, Last-Event-ID, MCP-Protocol-Version, Mcp-Session-Id, "
                   "Mcp-Method, Mcp-Name");
        common.add("Access-Control-Max-Age", "86400");
        co_await answer.send(204, {}, {}, common);
    } else {
        common.add("Allow", allowed_methods);
        co_await refuse(answer, 405, "Method not allowed: POST messages to this endpoint", common);
    }
}

platform::task<void> http_endpoint::end_session(net::server_request const& request, net::responder& answer,
                                                net::headers const& common) {
    request_fields const fields(request);
    auto const found = service_.find_session(fields, {});
    int const status = service_.end_session(request.field("mcp-session-id"), {});
    if (status != 204) {
        co_await refuse(answer, status, status == 404 ? "Session not found" : "Mcp-Session-Id is missing", common);
        co_return;
    }
    if (found.status == 200) streams_.forget(found.whose);
    co_await answer.send(204, {}, {}, common);
}

platform::task<void> http_endpoint::post(net::server_request const& request, net::responder& answer,
                                         net::headers const& common) {
    if (!is_json(request.field("content-type"))) {
        co_await refuse(answer, 415, "Unsupported Media Type: Content-Type must be application/json", common);
        co_return;
    }
    exchange_state state;
    state.takes = parse_accept(request.field("accept"));
    state.exchange = std::make_shared<http_exchange>(executor_, options_.queue_limit, state.takes.event_stream);
    request_fields const fields(request);
    state.running = service_.receive({request.body(), &fields, {}}, state.exchange);
    if (!state.exchange->finished()) co_await wait_for_answer(answer, state);
    if (state.streams())
        co_await stream(answer, state, common);
    else
        co_await respond(answer, state.exchange->answer(), common);
}

// Returns when the answer is there, or when it is time to begin a stream.
platform::task<void> http_endpoint::wait_for_answer(net::responder& answer, exchange_state& state) {
    auto& exchange = *state.exchange;
    bool const may_stream = state.takes.event_stream;
    // A client that only ended its sending waits for the answer (scripts with `nc -N`, some proxies). Whether it does
    // shows when it is written to: a stream that is nudged writes a comment at once.
    answer.watch_disconnect(
        [this, running = state.running, exchange = state.exchange] {
            exchange->lose_connection();
            service_.disconnected(running);
        },
        [exchange = state.exchange] { exchange->nudge(); });
    auto const switch_at = platform::clock::now() + options_.stream_after;
    while (!exchange.finished() && !(may_stream && (exchange.has_notifications() || exchange.is_to_close()))) {
        if (may_stream && platform::clock::now() >= switch_at) co_return;
        // A client that takes only JSON has no use for notifications.
        while (exchange.next_notification()) {
        }
        co_await exchange.wait(may_stream ? switch_at : platform::clock::time_point::max());
    }
}

platform::task<void> http_endpoint::respond(net::responder& answer, jsonrpc::reply const& reply, net::headers common) {
    if (!reply.session_id.empty()) common.add("Mcp-Session-Id", reply.session_id);
    auto const type = reply.body.empty() ? std::string_view() : std::string_view("application/json");
    int const status = reply.body.empty() && reply.status == 200 ? 202 : reply.status;
    co_await answer.send(status, type, reply.body, common);
}

platform::task<void> http_endpoint::stream(net::responder& answer, exchange_state& state, net::headers common) {
    auto const exchange = state.exchange;
    if (exchange->finished() && !exchange->answer().session_id.empty())
        common.add("Mcp-Session-Id", exchange->answer().session_id);
    auto const whose = exchange->whose();
    // Nobody can come back for a stream whose name was never told.
    bool const known = whose && !exchange->is_lost();
    auto const resumable = known ? streams_.open(*whose, exchange->request()) : nullptr;
    if (!resumable) {
        co_await start_events(answer, std::move(common));
        co_await write_exchange(answer, exchange, options_.times);
        co_return;
    }
    stream_place const place(resumable);
    exchange->continue_on(resumable, place.turn());
    co_await start_events(answer, std::move(common));
    co_await write_stream(answer, place, 0, whose->polls, options_.times);
}

}  // namespace transport
