// GET: a legacy session comes back for a stream, or listens to what it is told unasked.

#include "jsonrpc/write.hpp"
#include "net/sse.hpp"
#include "transport/http_endpoint.hpp"
#include "transport/http_fields.hpp"
#include "transport/media_types.hpp"

namespace transport {

namespace {

// The client must not wait for an answer that nobody has any more; and a request that was paid for must not be repeated
// without a look.
std::string lost_reply(std::string const& request) {
    return jsonrpc::failure(request, {jsonrpc::errc::internal_error,
                                      "The rest of this answer is no longer kept: the server was restarted, or the "
                                      "connection was away for too long. What the request has started may have been "
                                      "done: look (task_list, the output directory) before you call again",
                                      nullptr});
}

}  // namespace

// 405 is what tells a client to go on without (wire-contract §6.5).
platform::task<void> http_endpoint::refuse_listening(net::responder& answer, std::string_view why,
                                                     net::headers common) {
    common.add("Allow", allowed_methods);
    co_await refuse(answer, 405, why, common);
}

platform::task<void> http_endpoint::listen(net::server_request const& request, net::responder& answer,
                                           net::headers common) {
    auto const session = request.field("mcp-session-id");
    if (!session || !parse_accept(request.field("accept")).event_stream) {
        co_await refuse_listening(answer, old_transport_refusal(options_.path), std::move(common));
        co_return;
    }
    request_fields const fields(request);
    auto const found = service_.find_session(fields, {});
    if (found.status != 200) {
        auto const why = found.status == 404 ? "Session not found: send initialize again"
                                             : "Bad Request: unsupported MCP-Protocol-Version";
        co_await refuse(answer, found.status, why, common);
        co_return;
    }
    auto const last = request.field("last-event-id");
    auto const where = last ? parse_event_position(*last) : std::nullopt;
    auto const known = where ? streams_.find(*where, found.whose) : nullptr;
    // A stream that is over is no stream any more: an empty one would be asked for again and again.
    if (known && known->is_over(where->number))
        co_await refuse_listening(answer, "Nothing more comes on this stream", std::move(common));
    else if (known)
        co_await follow(answer, known, where->number, found.whose.polls, std::move(common));
    else if (where && !where->request.empty())
        co_await answer_lost(answer, where->request, std::move(common));
    else
        co_await listen_unasked(answer, found.whose, std::move(common));
}

platform::task<void> http_endpoint::listen_unasked(net::responder& answer, jsonrpc::session_facts const& whose,
                                                   net::headers common) {
    auto const stream = streams_.standalone(whose);
    if (stream && service_.listen(whose, stream)) {
        co_await follow(answer, stream, stream->taken(), whose.polls, std::move(common));
        co_return;
    }
    streams_.drop_standalone(whose);
    co_await refuse_listening(answer, "This server has nothing to say unasked", std::move(common));
}

platform::task<void> http_endpoint::answer_lost(net::responder& answer, std::string const& request,
                                                net::headers common) {
    std::string out;
    net::write_sse_event(out, "message", lost_reply(request));
    co_await start_events(answer, std::move(common));
    co_await answer.write(out);
    co_await answer.finish();
}

platform::task<void> http_endpoint::follow(net::responder& answer, std::shared_ptr<event_stream> stream,
                                           std::uint64_t after, bool polls, net::headers common) {
    stream_place const place(stream);
    answer.watch_disconnect([stream, turn = place.turn()] { stream->leave(turn); }, [stream] { stream->nudge(); });
    co_await start_events(answer, std::move(common));
    co_await write_stream(answer, place, after, polls, options_.times);
}

}  // namespace transport
