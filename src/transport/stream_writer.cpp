#include "transport/stream_writer.hpp"

#include "net/sse.hpp"

#include <algorithm>

namespace transport {

namespace {

constexpr std::string_view keep_alive_comment = ": keep-alive\n\n";
constexpr std::size_t enough_for_a_write = 256 * 1024;

// 2025-11-25 §Sending Messages: an id to come back with, before there is anything to say. On every connection, for some
// clients know the ids of the current one only.
std::string priming(event_position const& where, stream_times const& times) {
    return "id: " + to_string(where) + "\nretry: " + std::to_string(times.retry.count()) + "\ndata: \n\n";
}

std::string farewell(stream_times const& times) {
    return "retry: " + std::to_string(times.retry.count()) + "\n\n";
}

// Writes what there is; gives the number of the last event.
platform::task<std::uint64_t> write_events(net::responder& answer, stream_place const& place, std::uint64_t after) {
    std::string out;
    auto& stream = place.stream();
    while (place.is_held()) {
        out.clear();
        while (out.size() < enough_for_a_write) {
            auto const event = stream.next(after);
            if (!event) break;
            after = event->number;
            net::write_sse_event(out, "message", event->text, to_string(stream.position(after)));
        }
        if (out.empty()) break;
        // First what is certain: the events count as taken before the write that may never return.
        stream.take(after);
        co_await answer.write(out);
    }
    co_return after;
}

}  // namespace

platform::task<void> start_events(net::responder& answer, net::headers common) {
    common.add("Cache-Control", "no-cache, no-transform");
    common.add("X-Accel-Buffering", "no");
    co_await answer.start(200, "text/event-stream", common);
}

platform::task<void> write_exchange(net::responder& answer, std::shared_ptr<http_exchange> exchange,
                                    stream_times const& times) {
    std::string out;
    while (true) {
        out.clear();
        while (auto const text = exchange->next_notification()) net::write_sse_event(out, "message", *text);
        bool const last = exchange->finished();
        if (last && !exchange->answer().body.empty()) net::write_sse_event(out, "message", exchange->answer().body);
        co_await answer.write(out);
        if (last && !exchange->has_notifications()) break;
        auto const silence = platform::clock::now() + times.keep_alive;
        co_await exchange->wait(silence);
        if (!exchange->finished() && !exchange->has_notifications()) co_await answer.write(keep_alive_comment);
    }
    co_await answer.finish();
}

platform::task<void> write_stream(net::responder& answer, stream_place const& place, std::uint64_t after, bool polls,
                                  stream_times const& times) {
    auto& stream = place.stream();
    auto const opened = platform::clock::now();
    bool const limited = polls && times.longest_connection.count() > 0;
    auto const until = limited ? opened + times.longest_connection : platform::clock::time_point::max();
    if (polls) co_await answer.write(priming(stream.position(after), times));
    while (place.is_held()) {
        after = co_await write_events(answer, place, after);
        if (!place.is_held() || stream.is_over(after)) break;
        bool const closes = stream.is_to_close() || platform::clock::now() >= until;
        if (polls && closes) {
            co_await answer.write(farewell(times));
            break;
        }
        auto const silence = platform::clock::now() + times.keep_alive;
        co_await stream.wait(place.turn(), after, std::min(silence, until));
        bool const silent = place.is_held() && !stream.next(after) && !stream.is_over(after);
        if (silent) co_await answer.write(keep_alive_comment);
    }
    co_await answer.finish();
}

}  // namespace transport
