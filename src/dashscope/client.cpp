#include "dashscope/client.hpp"

#include "net/client.hpp"
#include "net/sse.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <stdexcept>

namespace dashscope {

namespace {

constexpr std::size_t plain_body_limit = 64 * 1024 * 1024;

std::chrono::system_clock::time_point wall_clock() {
    return std::chrono::system_clock::now();
}

bool is_event_stream(net::response_stream const& response) {
    auto type = response.fields().value_or("Content-Type", "");
    return type.find("event-stream") != std::string_view::npos;
}

/// Some gateways forget the type: the first bytes tell.
bool looks_like_events(std::string_view body) {
    for (auto beginning : {"data:", "id:", "event:", ":", "\xEF\xBB\xBF"})
        if (body.starts_with(beginning)) return true;
    return false;
}

}  // namespace

/// One call, ready to be sent any number of times.
struct client::plan {
    request_maker make;
    call_context context;
    call_options options;
    platform::clock::time_point deadline;

    std::chrono::milliseconds remaining() const {
        auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - platform::clock::now());
        return std::max(left, std::chrono::milliseconds(0));
    }

    net::client_request next_request() const {
        auto request = make();
        auto left = std::max(remaining(), std::chrono::milliseconds(1));
        request.limits.connect = std::min(request.limits.connect, left);
        request.limits.read = std::min(options.silence, left);
        request.limits.total = left;
        return request;
    }
};

namespace {

platform::task<net::client_response> exchange(net::client& http, net::client_request request,
                                              call_context const& context) {
    try {
        auto response = co_await http.send(std::move(request));
        co_return response;
    } catch (net::client_error const& error) {
        throw lost(error, context);
    }
}

platform::task<std::unique_ptr<net::response_stream>> open(net::client& http, net::client_request request,
                                                           call_context const& context) {
    try {
        auto response = co_await http.open(std::move(request));
        co_return response;
    } catch (net::client_error const& error) {
        throw lost(error, context);
    }
}

platform::task<std::string_view> read(net::response_stream& response, call_context const& context) {
    try {
        auto bytes = co_await response.read();
        co_return bytes;
    } catch (net::client_error const& error) {
        throw lost(error, context);
    }
}

platform::task<std::string> read_all(net::response_stream& response, call_context const& context) {
    std::string body;
    for (;;) {
        auto bytes = co_await read(response, context);
        if (bytes.empty()) co_return body;
        if (body.size() + bytes.size() > plain_body_limit)
            throw broken_answer("the answer is too large", request_id_of(response.fields()), context);
        body += bytes;
    }
}

void hand_on(net::sse_reader& reader, client::event_sink const& on_event, stream_summary& summary,
             call_context const& context) {
    while (auto event = reader.next()) {
        if (auto error = find_stream_error(*event)) {
            if (error->request_id.empty()) error->request_id = summary.request_id;
            throw failure(std::move(*error), context.words, context.secret);
        }
        if (event->data.empty()) continue;  // heartbeats, `event: done`
        ++summary.events;
        if (event->data == "[DONE]") summary.done = true;
        on_event(*event);
    }
    if (reader.overflowed()) throw broken_answer("one event of the stream is too large", summary.request_id, context);
}

void hand_on_plain(std::string body, client::event_sink const& on_event, stream_summary& summary,
                   call_context const& context) {
    if (looks_like_events(body)) {
        net::sse_reader reader;
        reader.feed(body);
        reader.finish();
        return hand_on(reader, on_event, summary, context);
    }
    net::client_response whole{200, {{"x-request-id", summary.request_id}}, std::move(body)};
    auto value = decode(whole, context, wall_clock());
    if (!value.is_object()) return;
    net::sse_event event;
    event.data = std::move(whole.body);
    ++summary.events;
    on_event(event);
}

}  // namespace

client::client(net::client& http, platform::executor executor, client_options options)
    : http_(http), executor_(executor), options_(options) {}

client::plan client::prepare(credential const& who, operation const& what, std::string_view path,
                             json::value const& body, call_options& options) const {
    error_context words{what.what, what.model, who.base};
    check_key(who, words);
    auto text = body.is_null() ? std::string() : json::serialize(body);
    plan made;
    try {
        auto request = make_request(who, what, path, std::move(text), options, options_.source_channel);
        made.make = [request = std::move(request)] { return request; };
    } catch (std::invalid_argument const&) {
        throw failure(error_kind::invalid_parameter,
                      words.what + " failed. An id that goes into the request's head holds a line break: correct it.");
    }
    made.context = {std::move(words), who.api_key, what.repeats, options.async};
    made.deadline = platform::clock::now() + options.timeout;
    made.options = std::move(options);
    return made;
}

platform::task<json::value> client::call(credential who, operation what, std::string path, json::value body,
                                         call_options options) {
    auto plan = prepare(who, what, path, body, options);
    auto answer = co_await repeat(plan);
    co_return answer;
}

platform::task<json::value> client::send(request_maker make, call_context context, call_options options) {
    auto deadline = platform::clock::now() + options.timeout;
    plan made{std::move(make), std::move(context), std::move(options), deadline};
    auto answer = co_await repeat(made);
    co_return answer;
}

platform::task<json::value> client::repeat(plan const& plan) {
    for (int attempt = 1;; ++attempt) {
        std::optional<failure> failed;
        try {
            auto answer = co_await call_once(plan);
            co_return answer;
        } catch (failure const& error) {
            failed = error;
        }
        co_await wait_or_throw(plan, attempt, *failed);
    }
}

platform::task<stream_summary> client::stream(credential who, operation what, std::string path, json::value body,
                                              call_options options, event_sink on_event) {
    auto plan = prepare(who, what, path, body, options);
    for (int attempt = 1;; ++attempt) {
        stream_summary summary;
        std::optional<failure> failed;
        try {
            co_await stream_once(plan, on_event, summary);
            co_return summary;
        } catch (failure const& error) {
            failed = error;
        }
        // What was handed on can't be taken back: a repetition would say it twice.
        if (summary.events > 0) throw *failed;
        co_await wait_or_throw(plan, attempt, *failed);
    }
}

platform::task<json::value> client::call_once(plan const& plan) {
    auto response = co_await exchange(http_, plan.next_request(), plan.context);
    co_return decode(response, plan.context, wall_clock());
}

platform::task<void> client::stream_once(plan const& plan, event_sink const& on_event, stream_summary& summary) {
    auto response = co_await open(http_, plan.next_request(), plan.context);
    summary.request_id = request_id_of(response->fields());
    bool fine = response->status() >= 200 && response->status() <= 299;
    if (fine && is_event_stream(*response)) {
        co_await read_events(plan, *response, on_event, summary);
    } else {
        auto body = co_await read_all(*response, plan.context);
        if (!fine) throw refusal(response->status(), response->fields(), body, plan.context, wall_clock());
        hand_on_plain(std::move(body), on_event, summary, plan.context);
    }
    if (summary.events == 0)
        throw broken_answer("the stream ended before its first event", summary.request_id, plan.context);
}

platform::task<void> client::read_events(plan const& plan, net::response_stream& response, event_sink const& on_event,
                                         stream_summary& summary) {
    net::sse_reader reader;
    for (;;) {
        std::string_view bytes;
        try {
            bytes = co_await read(response, plan.context);
        } catch (failure const&) {
            // All was said: how the connection ends does not matter any more.
            if (!summary.done) throw;
        }
        if (bytes.empty()) break;
        reader.feed(bytes);
        hand_on(reader, on_event, summary, plan.context);
    }
    reader.finish();
    hand_on(reader, on_event, summary, plan.context);
}

platform::task<void> client::wait_or_throw(plan const& plan, int attempt, failure const& failed) {
    auto random = std::uniform_real_distribution<double>(0, 1)(random_);
    auto delay = options_.retry.next_delay(plan.context.repeats, attempt, facts_of(failed), plan.remaining(), random);
    if (!delay || plan.options.once) throw failed;
    if (plan.options.on_retry) plan.options.on_retry({attempt, *delay, failed});
    platform::timer timer(executor_, *delay);
    co_await timer.async_wait(platform::use_task);
}

}  // namespace dashscope
