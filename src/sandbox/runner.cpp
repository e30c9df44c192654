#include "sandbox/runner.hpp"

#include "sandbox/acs3.hpp"

#include <memory>

namespace sandbox {
namespace {

using std::chrono::milliseconds;

/// Waits that end early when the peer goes. Shared with the responder's callback, which may outlive the wait.
struct pause {
    explicit pause(platform::executor executor) : timer(executor) {}

    void leave() {
        gone = true;
        timer.cancel();
    }

    platform::timer timer;
    bool gone = false;
};

platform::task<void> wait(std::shared_ptr<pause> state, milliseconds time) {
    if (time.count() <= 0 || state->gone) co_return;
    state->timer.expires_after(time);
    auto [error] = co_await state->timer.async_wait(platform::use_result);
    // Only leave() cancels the timer by itself; a cancelled coroutine is noticed at its next co_await.
    (void)error;
}

platform::task<void> wait_until_gone(std::shared_ptr<pause> state) {
    while (!state->gone) co_await wait(state, std::chrono::hours(1));
}

bool takes_time(plan const& what) {
    if (what.end == ending::stall || what.latency.value_or(milliseconds{0}).count() > 0) return true;
    for (auto const& part : what.pieces)
        if (part.delay.count() > 0) return true;
    return false;
}

net::headers to_headers(plan const& what) {
    net::headers fields;
    for (auto const& field : what.fields) fields.add(field.name, field.value);
    return fields;
}

}  // namespace

request to_request(net::server_request const& from) {
    request result{
        std::string(from.method()), std::string(from.path()), std::string(from.query()), std::string(from.body()), {}};
    for (auto name : request_fields)
        if (auto value = from.field(name)) result.fields.push_back({std::string(name), std::string(*value)});
    auto const authorization = parse_acs3(result.field("authorization").value_or(""));
    if (!authorization) return result;
    for (auto const& name : authorization->signed_names) {
        auto const value = result.field(name) ? std::nullopt : from.field(name);
        if (value) result.fields.push_back({name, std::string(*value)});
    }
    return result;
}

platform::task<void> perform(plan what, net::responder& answer, platform::executor executor) {
    auto state = std::make_shared<pause>(executor);
    if (takes_time(what)) answer.watch_disconnect([state] { state->leave(); });
    co_await wait(state, what.latency.value_or(milliseconds{0}));
    auto fields = to_headers(what);
    if (!what.streamed && what.end == ending::complete) {
        auto body = what.body();
        co_await answer.send(what.status, what.content_type, body, fields);
        co_return;
    }
    if (what.streamed) co_await answer.start(what.status, what.content_type, fields);
    for (auto const& part : what.pieces) {
        co_await wait(state, part.delay);
        if (state->gone) co_return;
        co_await answer.write(part.bytes);
    }
    if (what.end == ending::complete) co_await answer.finish();
    if (what.end == ending::stall) co_await wait_until_gone(state);
    if (what.end == ending::reset) answer.abort();
}

}  // namespace sandbox
