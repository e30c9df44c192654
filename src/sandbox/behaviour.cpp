#include "sandbox/behaviour.hpp"

namespace sandbox {
namespace {

error_shape shape_for(error_wish const& wish, error_shape usual) {
    if (wish.native) return error_shape::native;
    if (wish.compatible) return error_shape::compatible;
    return usual;
}

/// A stream that breaks off with an error. Native clients look for `event:error`, OpenAI's for an `error` member.
plan fail_midstream(plan answer, failure const& error, error_shape shape, std::string_view request_id) {
    answer.pieces.resize((answer.pieces.size() + 1) / 2);
    auto delay = answer.pieces.empty() ? std::chrono::milliseconds{0} : answer.pieces.back().delay;
    auto frame = shape == error_shape::native ? error_frame(error, shape, request_id, answer.pieces.size() + 1)
                                              : "data: " + error_body(error, shape, request_id) + "\n\n";
    answer.pieces.push_back({std::move(frame), delay});
    return answer;
}

plan fail(plan answer, error_wish const& wish, exchange const& context) {
    auto error = wished_failure(wish);
    if (wish.midstream && answer.streamed)
        return fail_midstream(std::move(answer), error, shape_for(wish, context.shape), context.request_id);
    if (wish.sse) {
        auto stream = stream_plan();
        auto shape = shape_for(wish, error_shape::native);
        stream.pieces.push_back({error_frame(error, shape, context.request_id, 1), {}});
        return stream;
    }
    auto refusal = error_plan(error, shape_for(wish, context.shape), context.request_id);
    if (wish.http200) refusal.status = 200;
    return refusal;
}

/// What fails when a prompt asks for failures without naming one.
error_wish usual_failure() {
    return read_error_wish("limit_requests");
}

plan spoil(plan answer, wishes const& asked, exchange const& context) {
    bool names_none = !asked.error && asked.faults.empty();
    if (asked.error) answer = fail(std::move(answer), *asked.error, context);
    if (names_none && (asked.fail_times > 0 || asked.retry_after))
        answer = fail(std::move(answer), usual_failure(), context);
    for (auto const& name : asked.faults) {
        auto found = find_fault(name);
        if (!found) return fail(std::move(answer), read_error_wish("fault " + name), context);
        answer = apply(*found, std::move(answer), context.shape, context.request_id);
    }
    if (asked.retry_after) answer.set("Retry-After", std::to_string(*asked.retry_after));
    return answer;
}

}  // namespace

failure wished_failure(error_wish const& wish) {
    auto const* known = find_error(wish.code);
    auto error = known
                     ? to_failure(*known)
                     : invalid_parameter("[sandbox] There is no error \"" + wish.code + "\"; GET /errors lists them.");
    if (wish.status != 0) error.status = wish.status;
    return error;
}

bool will_fail(wishes const& asked, exchange const& context) {
    return (asked.fails() || asked.retry_after) && (asked.fail_times == 0 || context.earlier < asked.fail_times);
}

plan behave(plan answer, wishes const& asked, exchange const& context) {
    auto delay = asked.chunk_delay.value_or(context.settings.chunk_delay);
    for (std::size_t i = 1; i < answer.pieces.size(); ++i) answer.pieces[i].delay = delay;
    bool recovered = asked.fail_times > 0 && context.earlier >= asked.fail_times;
    if (!recovered) answer = spoil(std::move(answer), asked, context);
    answer.latency = asked.latency;
    return answer;
}

}  // namespace sandbox
