#include "dashscope/app_call.hpp"

#include "dashscope/app_request.hpp"
#include "dashscope/secret.hpp"
#include "net/sse.hpp"

namespace dashscope {

namespace {

struct collector {
    app_accumulator answer;
    std::function<void(app_delta const&)> on_delta;
    bool broken = false;

    void take(net::sse_event const& event) {
        if (event.data == "[DONE]") return;
        auto const delta = answer.feed(event.data);
        if (!delta)
            broken = true;
        else if (on_delta)
            on_delta(*delta);
    }
};

std::string_view what_is_wrong_with(collector const& collected) {
    if (collected.broken) return "the stream holds what is not JSON";
    if (collected.answer.finished()) return {};
    return collected.answer.has_answer() ? "the stream ended before the answer was complete"
                                         : "the stream ended without an answer";
}

}  // namespace

operation app_operation(std::string_view app_id) {
    return {"Calling the application " + one_line(app_id, 100), op_class::compute, "POST", {}};
}

platform::task<app_result> call_app(client& api, credential who, std::string app_id, json::object body,
                                    call_options options, std::function<void(app_delta const&)> on_delta) {
    auto what = app_operation(app_id);
    call_context const context{{what.what, {}, who.base}, who.api_key, what.repeats};
    options.native_sse = true;
    collector collected{{}, std::move(on_delta)};
    client::event_sink sink = std::bind_front(&collector::take, &collected);
    auto path = app_path(app_id);
    stream_summary summary;
    std::optional<failure> failed;
    try {
        summary = co_await api.stream(std::move(who), std::move(what), std::move(path), std::move(body),
                                      std::move(options), std::move(sink));
        auto const wrong = what_is_wrong_with(collected);
        if (!wrong.empty()) failed = broken_answer(wrong, summary.request_id, context);
    } catch (failure const& error) {
        failed = error;
    }
    bool const has_answer = collected.answer.has_answer();
    auto result = collected.answer.take();
    if (failed && has_answer) throw broken_off<app_result>(*failed, std::move(result));
    if (failed) throw *failed;
    if (result.request_id.empty()) result.request_id = summary.request_id;
    co_return result;
}

}  // namespace dashscope
