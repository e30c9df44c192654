#include "mcp/work_runner.hpp"

#include "jsonrpc/write.hpp"
#include "mcp/request_error.hpp"
#include "mcp/tool.hpp"
#include "telemetry/logger.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/json/serialize.hpp>

#include <variant>

namespace asio = boost::asio;
using jsonrpc::errc;

namespace mcp {

namespace {

std::string_view outcome_of(call const& done, bool failed) {
    switch (done.ended()) {
        case end_reason::none:
            return failed ? "error" : "ok";
        case end_reason::cancelled:
            return "cancelled";
        case end_reason::disconnected:
            return "disconnected";
        case end_reason::deadline:
            return "deadline";
        case end_reason::shutdown:
            return "shutdown";
    }
    return "error";
}

// Neither arguments nor results: they are the caller's.
void log_call(call const& done, std::string_view name, bool failed) {
    if (!telemetry::log().enabled(telemetry::level::debug)) return;
    auto const ms = std::chrono::duration_cast<std::chrono::milliseconds>(done.age()).count();
    telemetry::log().debug(
        done.from().method,
        {{"name", name}, {"client", done.client().name}, {"outcome", outcome_of(done, failed)}, {"ms", ms}});
}

rejection internal_error() {
    return {200, {errc::internal_error, "Internal error", nullptr}};
}

// Runs the failed coroutine's exception back into words for the caller, or into an error. Nothing internal is shown
// (design.md, Errors).
std::variant<std::string, rejection, input_required> meaning_of(std::exception_ptr const& failed) {
    try {
        std::rethrow_exception(failed);
    } catch (tool_error const& error) {
        return error.what();
    } catch (request_error const& error) {
        return error.why();
    } catch (input_required const& asked) {
        return asked;
    } catch (std::exception const& error) {
        telemetry::log().error("a request failed unexpectedly", {{"what", error.what()}});
    } catch (...) {
        telemetry::log().error("a request failed unexpectedly");
    }
    return internal_error();
}

}  // namespace

jsonrpc::ticket work_runner::start(incoming_request& incoming, std::shared_ptr<work> what) {
    call::origin from;
    try {
        from = origin_of(incoming);
    } catch (request_error const& error) {
        return incoming.fail(error.why().problem, error.why().status);
    }
    if (incoming.from.fields) incoming.sender.host = incoming.from.fields->field("host").value_or("");
    auto const running = std::make_shared<call>(executor_, incoming.sender, std::string(incoming.from.principal),
                                                platform::clock::now() + options_.call_timeout, std::move(from),
                                                options_.progress_interval);
    auto const number = running_.add(incoming.cancel_key(), running);
    running->ticket = number;
    auto done = [this, running, what](std::exception_ptr failed, std::string const& result) {
        complete(*running, *what, failed, result);
    };
    asio::co_spawn(executor_, what->run(*running),
                   asio::bind_cancellation_slot(running->cancellation.slot(), std::move(done)));
    if (!running_.contains(number)) return 0;
    running->watch_deadline();
    running->keep_pulse(options_.pulse_interval);
    return number;
}

call::origin work_runner::origin_of(incoming_request const& incoming) const {
    call::origin from;
    from.method = incoming.message.method;
    from.id = incoming.message.id;
    // A token is a string or an integer, echoed as it came; anything else is no token.
    from.progress_token = incoming.message.name_at({"params", "_meta", "progressToken"});
    from.outlet = incoming.to;
    from.marks_text = options_.marks_text;
    auto const& client = incoming.sender.client;
    bool const can_be_asked = client.elicitation_form || client.elicitation_url || client.sampling || client.roots;
    if (incoming.modern()) {
        // Others are never asked, and bring nothing.
        bool const brings = incoming.parameter("inputResponses") || incoming.parameter("requestState");
        if (can_be_asked || brings) from.answers = states_.read(incoming);
        return from;
    }
    from.session_key = incoming.session_key;
    from.open = open_;
    from.answer_timeout = options_.answer_timeout;
    return from;
}

void work_runner::complete(call& done, work const& what, std::exception_ptr const& failed, std::string const& result) {
    done.close();
    running_.remove(done.ticket);
    log_call(done, what.name(), failed != nullptr || what.failed());

    // Nobody waits for the answer to a cancelled request (2025-11-25 §Cancellation).
    bool const unheard = done.ended() == end_reason::cancelled || done.ended() == end_reason::disconnected;
    if (unheard)
        done.from().outlet->finish({{}, 200, {}});
    else
        done.from().outlet->finish(reply_to(done, what, failed, result));
}

jsonrpc::reply work_runner::reply_in_words(call const& done, work const& what, std::string const& words) const {
    auto const& id = done.from().id;
    auto const result = what.failure_result(words, done.version());
    if (result) return {jsonrpc::success(id, *result), 200, {}};
    return {jsonrpc::failure(id, {errc::internal_error, words, nullptr}), 200, {}};
}

std::string work_runner::input_required_result(call const& done, std::vector<question> const& missing) const {
    auto const requests = input_requests(missing, done.version());
    auto const state = states_.seal(done.from().answers, done.principal());
    return R"({"resultType":"input_required","inputRequests":)" + boost::json::serialize(requests) +
           R"(,"requestState":)" + jsonrpc::quoted(state) + "," + offered_.texts().server_meta() + "}";
}

jsonrpc::reply work_runner::failure_reply(call const& done, work const& what, std::exception_ptr const& failed) const {
    auto const& id = done.from().id;
    auto meaning = meaning_of(failed);
    if (auto const* asked = std::get_if<input_required>(&meaning)) {
        try {
            return {jsonrpc::success(id, input_required_result(done, asked->missing)), 200, {}};
        } catch (request_error const& error) {
            meaning = error.why();
        }
    }
    if (auto const* words = std::get_if<std::string>(&meaning)) return reply_in_words(done, what, *words);
    auto const& why = std::get<rejection>(meaning);
    return {jsonrpc::failure(id, why.problem), why.status, {}};
}

jsonrpc::reply work_runner::reply_to(call const& done, work const& what, std::exception_ptr const& failed,
                                     std::string const& result) const {
    auto const& id = done.from().id;
    if (failed && done.ended() == end_reason::deadline)
        return reply_in_words(
            done, what,
            "The call took longer than " + std::to_string(options_.call_timeout.count()) + " s and was ended.");
    if (failed && done.ended() == end_reason::shutdown)
        return {jsonrpc::failure(id, {errc::internal_error, "The server is shutting down: call again later", nullptr}),
                200,
                {}};
    if (failed) return failure_reply(done, what, failed);
    auto reply = jsonrpc::success(id, result);
    if (reply.size() <= options_.reply_limit) return {std::move(reply), 200, {}};
    return reply_in_words(done, what,
                          "The result has " + std::to_string(reply.size()) +
                              " bytes, more than MCP clients read (10 MiB). Ask for less of it.");
}

}  // namespace mcp
