#include "mcp/work_runner.hpp"

#include "jsonrpc/write.hpp"
#include "mcp/request_error.hpp"
#include "mcp/tool.hpp"
#include "telemetry/logger.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>

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
std::variant<std::string, rejection> meaning_of(std::exception_ptr const& failed) {
    try {
        std::rethrow_exception(failed);
    } catch (tool_error const& error) {
        return error.what();
    } catch (request_error const& error) {
        return error.why();
    } catch (std::exception const& error) {
        telemetry::log().error("a request failed unexpectedly", {{"what", error.what()}});
    } catch (...) {
        telemetry::log().error("a request failed unexpectedly");
    }
    return internal_error();
}

}  // namespace

jsonrpc::ticket work_runner::start(incoming_request& incoming, std::shared_ptr<work> what) {
    if (incoming.from.fields) incoming.sender.host = incoming.from.fields->field("host").value_or("");
    // A token is a string or an integer, echoed as it came; anything else is no token.
    auto token = incoming.message.name_at({"params", "_meta", "progressToken"});
    call::origin from{std::string(incoming.message.method), incoming.message.id, std::move(token), incoming.to,
                      options_.marks_text};
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
    if (failed) {
        auto const meaning = meaning_of(failed);
        if (auto const* words = std::get_if<std::string>(&meaning)) return reply_in_words(done, what, *words);
        auto const& why = std::get<rejection>(meaning);
        return {jsonrpc::failure(id, why.problem), why.status, {}};
    }
    auto reply = jsonrpc::success(id, result);
    if (reply.size() <= options_.reply_limit) return {std::move(reply), 200, {}};
    return reply_in_words(done, what,
                          "The result has " + std::to_string(reply.size()) +
                              " bytes, more than MCP clients read (10 MiB). Ask for less of it.");
}

}  // namespace mcp
