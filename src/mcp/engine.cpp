#include "mcp/engine.hpp"

#include "jsonrpc/utf8.hpp"
#include "jsonrpc/write.hpp"
#include "mcp/batch.hpp"
#include "telemetry/logger.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace asio = boost::asio;
namespace json = boost::json;
using jsonrpc::errc;
using jsonrpc::message_kind;
using jsonrpc::ticket;

namespace mcp {

/// One message on its way through the engine.
struct engine::request {
    jsonrpc::message const& message;
    jsonrpc::arrival const& from;
    std::shared_ptr<jsonrpc::outlet> to;
    envelope sender;
    std::string session_key;  // names the session to notifications/cancelled; empty where nothing can be cancelled
    session const* known = nullptr;  // of a legacy HTTP request

    bool modern() const { return sender.modern(); }

    /// Answers with a result; `result` is a JSON text.
    ticket succeed(std::string_view result) const {
        to->finish({jsonrpc::success(message.id, result), 200, {}});
        return 0;
    }
    /// Answers with an error. After dispatch errors travel under HTTP 200, but for an unknown modern method.
    ticket fail(errc code, std::string text, int status = 200) const {
        to->finish({jsonrpc::failure(message.id, {code, std::move(text), nullptr}), status, {}});
        return 0;
    }
};

struct engine::method {
    std::string_view name;
    bool legacy;
    bool modern;
    ticket (engine::*handle)(request&);
};

engine::method const engine::methods[] = {
    {"tools/call", true, true, &engine::call_tool},
    {"tools/list", true, true, &engine::list_tools},
    {"initialize", true, false, &engine::initialize},
    {"ping", true, false, &engine::ping},
    {"logging/setLevel", true, false, &engine::set_log_level},
    {"server/discover", false, true, &engine::discover},
    {"subscriptions/listen", false, true, &engine::listen},
};

engine::engine(platform::executor executor, engine_options options, registry const& tools, answers const& texts,
               std::unique_ptr<sessions> http_sessions)
    : executor_(executor),
      options_(options),
      tools_(&tools),
      answers_(&texts),
      sessions_(std::move(http_sessions)),
      parser_(options.json) {
    connection_.logging = log_level::warning;
}

engine::~engine() = default;

void engine::offer(std::shared_ptr<offering const> now) {
    offered_ = std::move(now);
    tools_ = &offered_->tools;
    answers_ = &offered_->texts;
    narrowed_lists_.clear();
    if (unasked_) unasked_->notify(jsonrpc::notification("notifications/tools/list_changed", "{}"));
    subscriptions_.tools_changed();
}

ticket engine::receive(jsonrpc::arrival const& what, std::shared_ptr<jsonrpc::outlet> to) {
    jsonrpc::document text;
    if (auto const broken = parser_.parse(what.text, text)) {
        to->finish({jsonrpc::failure(id_of_broken(what.text), *broken), 400, {}});
        return 0;
    }
    if (text.is_batch()) return receive_batch(text, what, std::move(to));
    return receive_message(text.at(0), what, std::move(to), false);
}

// Bytes that are not UTF-8 spoil a text, but not its id: the peer should learn which of its requests it was.
std::string engine::id_of_broken(std::string_view text) {
    if (jsonrpc::is_utf8(text)) return {};
    jsonrpc::document mended;
    if (parser_.parse(jsonrpc::repair_utf8(text), mended) || mended.is_batch()) return {};
    return mended.at(0).id;
}

ticket engine::receive_batch(jsonrpc::document const& text, jsonrpc::arrival const& what,
                             std::shared_ptr<jsonrpc::outlet> to) {
    auto const refuse = [&](std::string_view why) {
        jsonrpc::error const problem{errc::invalid_request, "Invalid request: " + std::string(why), nullptr};
        to->finish({jsonrpc::failure({}, problem), 400, {}});
        return ticket{0};
    };
    if (text.size() == 0) return refuse("an empty batch");

    // Batches were taken out with 2025-06-18: they are served where nothing says that a later revision is spoken.
    std::optional<revision> spoken;
    if (!what.fields && initialized_) spoken = connection_.version;
    if (what.fields) {
        jsonrpc::message const nothing;
        request batch{nothing, what, to, {}, {}, nullptr};
        auto const header = what.fields->field("mcp-protocol-version");
        if (header && !parse_revision(*header)) return refuse("an unsupported MCP-Protocol-Version");
        if (auto const why = identify_legacy(batch)) {
            to->finish({jsonrpc::failure({}, why->problem), why->status, {}});
            return 0;
        }
        spoken = header ? *parse_revision(*header) : batch.sender.version;
    }
    if (spoken && *spoken >= revision::v2025_06_18) return refuse("batches ended with revision 2025-03-26");
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const kind = classify(text.at(i), nullptr);
        if (!std::holds_alternative<std::monostate>(kind)) return refuse("a modern message can't be in a batch");
    }

    auto const gathered = std::make_shared<batch_outlet>(std::move(to), text.size(), options_.reply_limit);
    for (std::size_t i = 0; i < text.size(); ++i) receive_message(text.at(i), what, gathered, true);
    return 0;
}

ticket engine::receive_message(jsonrpc::message const& message, jsonrpc::arrival const& what,
                               std::shared_ptr<jsonrpc::outlet> to, bool in_batch) {
    request incoming{message, what, std::move(to), {}, {}, nullptr};
    auto const reject = [&](rejection const& why) {
        // A notification or a response that can't be taken has no reply; HTTP says so by its status and an error body.
        bool const silent =
            !what.fields && message.kind != message_kind::request && message.kind != message_kind::invalid;
        incoming.to->finish({silent ? std::string() : jsonrpc::failure(message.id, why.problem), why.status, {}});
        return ticket{0};
    };
    if (message.kind == message_kind::invalid) return reject({400, message.problem});
    if (in_batch && message.method == "initialize")
        return reject({400, {errc::invalid_request, "Invalid request: initialize can't be in a batch", nullptr}});
    if (auto const why = identify(incoming)) return reject(*why);
    if (message.kind == message_kind::request && is_in_flight(incoming))
        return reject({400,
                       {errc::invalid_request,
                        "Invalid request: the id " + jsonrpc::excerpt(message.id) +
                            " is in use by a request that has no answer yet",
                        nullptr}});
    if (message.kind == message_kind::request) return dispatch(incoming);

    if (message.kind == message_kind::notification) take_notification(incoming);
    incoming.to->finish({{}, 202, {}});
    return 0;
}

std::optional<rejection> engine::identify(request& incoming) {
    auto kind = classify(incoming.message, incoming.from.fields);
    if (auto* why = std::get_if<rejection>(&kind)) return std::move(*why);
    if (auto* modern = std::get_if<envelope>(&kind)) {
        incoming.sender = std::move(*modern);
        // Ids of different HTTP clients may be equal, and a modern one cancels by closing its stream.
        if (!incoming.from.fields)
            incoming.session_key = "stdio";
        else
            return check_headers(incoming.message, *incoming.from.fields);
        return std::nullopt;
    }
    return identify_legacy(incoming);
}

std::optional<rejection> engine::identify_legacy(request& incoming) {
    if (!incoming.from.fields) {
        incoming.sender = connection_;
        incoming.session_key = "stdio";
        return std::nullopt;
    }
    auto const& fields = *incoming.from.fields;
    auto const header = fields.field("mcp-protocol-version");
    incoming.sender.version = header ? parse_revision(*header).value_or(latest_legacy) : assumed_without_header;
    auto const id = fields.field("mcp-session-id");
    if (!id || !sessions_ || incoming.message.method == "initialize") return std::nullopt;

    incoming.known = sessions_->find(*id, incoming.from.principal);
    if (!incoming.known)
        return rejection{404, {errc::session_not_found, "Session not found: send initialize again", nullptr}};
    incoming.session_key = incoming.known->nonce;
    incoming.sender = {incoming.known->version, incoming.known->client, sessions_->log_level_of(*incoming.known)};
    return std::nullopt;
}

// 2025-11-25 §Requests: an id MUST NOT have been used before in the session. Over stdio two answers under one id could
// not be told apart, a cancellation could mean either, and a request sent again by a client that lost patience would
// run, and be paid for, twice. So the second is refused; the first goes on. Clients without a session share no ids.
bool engine::is_in_flight(request const& incoming) const {
    if (by_cancel_key_.empty() || incoming.session_key.empty()) return false;
    return by_cancel_key_.contains(incoming.session_key + ' ' + incoming.message.id);
}

ticket engine::dispatch(request& incoming) {
    for (auto const& each : methods)
        if (each.name == incoming.message.method && (incoming.modern() ? each.modern : each.legacy))
            return (this->*each.handle)(incoming);
    return incoming.fail(errc::method_not_found, "Method not found: " + jsonrpc::excerpt(incoming.message.method),
                         incoming.modern() ? 404 : 200);
}

void engine::take_notification(request const& incoming) {
    auto const& message = incoming.message;
    if (message.method != "notifications/cancelled" || incoming.session_key.empty()) return;
    auto const id = message.name_at({"params", "requestId"});
    if (id.empty()) return;
    auto const found = by_cancel_key_.find(incoming.session_key + ' ' + id);
    if (found == by_cancel_key_.end()) return;
    if (subscriptions_.find(found->second)) return end_subscription(found->second, {});
    // Held here: ending a call may complete it, and that erases it.
    auto const running = calls_.at(found->second);
    running->end(end_reason::cancelled);
}

ticket engine::initialize(request& incoming) {
    auto const* params = incoming.message.params;
    auto const* asked = params ? params->if_contains("protocolVersion") : nullptr;
    if (!asked || !asked->is_string())
        return incoming.fail(errc::invalid_params, "Invalid params: protocolVersion is missing");
    auto const member = [&](char const* name) -> json::object const* {
        auto const* value = params->if_contains(name);
        return value ? value->if_object() : nullptr;
    };
    auto version = parse_revision(asked->get_string()).value_or(latest_legacy);
    // A modern revision can't be agreed on by a handshake (wire-contract §3).
    if (is_modern(version)) version = latest_legacy;
    auto client = read_client(member("capabilities"), member("clientInfo"));

    bool const announces = incoming.from.unasked != nullptr;
    jsonrpc::reply answer{jsonrpc::success(incoming.message.id, answers_->initialize(version, announces)), 200, {}};
    if (!incoming.from.fields) {
        unasked_ = incoming.from.unasked;
        connection_.version = version;
        connection_.client = std::move(client);
        initialized_ = true;
    } else if (sessions_) {
        answer.session_id = sessions_->create(version, std::move(client), incoming.from.principal);
    }
    incoming.to->finish(std::move(answer));
    return 0;
}

ticket engine::discover(request& incoming) {
    return incoming.succeed(answers_->discover());
}

ticket engine::ping(request& incoming) {
    return incoming.succeed(answers_->empty(false));
}

namespace {

// stdio has no headers: there the operator's choice is the only one.
tool_choice choice_of(jsonrpc::arrival const& from) {
    return from.fields ? choice_in_headers(*from.fields) : tool_choice{};
}

}  // namespace

ticket engine::list_tools(request& incoming) {
    auto const* params = incoming.message.params;
    auto const* cursor = params ? params->if_contains("cursor") : nullptr;
    // There is one page; the only cursor that anyone could hold is the empty one (wire-contract §2.10). Some clients
    // write null for a cursor that they don't have.
    bool const first_page = !cursor || cursor->is_null() || (cursor->is_string() && cursor->get_string().empty());
    if (!first_page) return incoming.fail(errc::invalid_params, "Invalid params: unknown cursor");
    if (options_.later) options_.later->wanted();
    auto const choice = choice_of(incoming.from);
    if (choice.empty()) return incoming.succeed(answers_->tools_list(incoming.modern()));
    return incoming.succeed(narrowed_list(choice, incoming.modern()));
}

std::string const& engine::narrowed_list(tool_choice const& choice, bool modern) {
    // Headers are a stranger's: what they name must not grow without bound.
    constexpr std::size_t most_lists = 64;
    std::string key = modern ? "modern" : "legacy";
    for (auto const& each : tools_->all())
        if (choice.takes(each, true)) key += " " + each.name;
    auto const known = narrowed_lists_.find(key);
    if (known != narrowed_lists_.end()) return known->second;
    if (narrowed_lists_.size() >= most_lists) narrowed_lists_.clear();
    return narrowed_lists_.emplace(std::move(key), answers_->narrowed_list(tools_->list(choice), modern)).first->second;
}

ticket engine::set_log_level(request& incoming) {
    auto const* params = incoming.message.params;
    auto const* value = params ? params->if_contains("level") : nullptr;
    auto const level = value && value->is_string() ? parse_log_level(value->get_string()) : std::nullopt;
    if (!level)
        return incoming.fail(errc::invalid_params,
                             "Invalid params: level must be one of debug, info, notice, warning, error, critical, "
                             "alert, emergency");
    if (!incoming.from.fields)
        connection_.logging = *level;
    else if (incoming.known)
        sessions_->set_log_level(*incoming.known, *level);
    return incoming.succeed(answers_->empty(false));
}

// Where the tools never change there is nothing to listen to: the honoured set is empty and the subscription ends at
// once.
ticket engine::listen(request& incoming) {
    auto const* params = incoming.message.params;
    auto const* wanted = params ? params->if_contains("notifications") : nullptr;
    if (!wanted || !wanted->is_object())
        return incoming.fail(errc::invalid_params, "Invalid params: notifications must be an object");
    auto const* tools = wanted->get_object().if_contains("toolsListChanged");
    bool const honoured = answers_->tools_change() && tools && tools->is_bool() && tools->get_bool();
    if (honoured && subscriptions_.full())
        return incoming.fail(errc::internal_error, "Too many subscriptions: try again later");
    incoming.to->notify(acknowledgement(incoming.message.id, honoured));
    if (!honoured) return incoming.succeed(answers_->subscription_end(incoming.message.id));

    auto const number = next_ticket_++;
    std::string key;
    if (!incoming.session_key.empty()) key = incoming.session_key + ' ' + incoming.message.id;
    if (!key.empty()) by_cancel_key_.emplace(key, number);
    subscriptions_.add(number, {incoming.message.id, key, incoming.to});
    return number;
}

void engine::end_subscription(ticket number, std::string reply) {
    auto const ended = subscriptions_.take(number);
    auto const key = by_cancel_key_.find(ended.cancel_key);
    if (key != by_cancel_key_.end() && key->second == number) by_cancel_key_.erase(key);
    ended.outlet->finish({std::move(reply), 200, {}});
}

void engine::end_subscriptions() {
    while (!subscriptions_.empty()) {
        auto const number = subscriptions_.first();
        auto const id = subscriptions_.find(number)->id;
        end_subscription(number, jsonrpc::success(id, answers_->subscription_end(id)));
    }
}

ticket engine::call_tool(request& incoming) {
    auto const* params = incoming.message.params;
    auto const* name = params ? params->if_contains("name") : nullptr;
    if (!name || !name->is_string()) return incoming.fail(errc::invalid_params, "Invalid params: name is missing");
    std::string_view const wanted = name->get_string();
    auto const* tool = tools_->find(wanted);
    // A tool that the caller's own headers hide is as good as absent.
    if (tool && !choice_of(incoming.from).takes(*tool, true)) tool = nullptr;
    if (!tool) {
        // A client may know the name from an earlier process.
        if (options_.later) options_.later->wanted();
        if (options_.later && options_.later->pending())
            return incoming.fail(errc::invalid_params, "Unknown tool: " + jsonrpc::excerpt(wanted) +
                                                           ". Tools of other servers are being fetched: call again "
                                                           "in a few seconds");
        auto const near = tools_->nearest_name(wanted);
        return incoming.fail(errc::invalid_params,
                             "Unknown tool: " + jsonrpc::excerpt(wanted) +
                                 (near && *near != wanted ? ". Did you mean " + std::string(*near) + "?" : ""));
    }
    static json::object const none;
    auto const* arguments = params->if_contains("arguments");
    if (!arguments || arguments->is_null()) return start(*tool, none, incoming);
    if (!arguments->is_object())
        return incoming.fail(errc::invalid_params, "Invalid params: arguments must be an object");
    return start(*tool, arguments->get_object(), incoming);
}

ticket engine::start(registered_tool const& tool, json::object const& arguments, request& incoming) {
    auto const checked = tool.arguments.apply(arguments);
    if (!checked.ok()) {
        tool_result result;
        result.is_error = true;
        result.add_text("Invalid arguments for " + tool.name + ":\n" + checked.problems);
        return incoming.succeed(answers_->tool_call(result, incoming.sender.version));
    }
    // A token is a string or an integer, echoed as it came; anything else is no token.
    auto token = incoming.message.name_at({"params", "_meta", "progressToken"});
    call::origin from{tool.name, incoming.message.id, std::move(token), {}, incoming.to, options_.marks_text};
    if (!incoming.session_key.empty()) from.cancel_key = incoming.session_key + ' ' + incoming.message.id;
    if (incoming.from.fields) incoming.sender.host = incoming.from.fields->field("host").value_or("");
    auto const running = std::make_shared<call>(executor_, incoming.sender, std::string(incoming.from.principal),
                                                platform::clock::now() + options_.call_timeout, std::move(from),
                                                options_.progress_interval);
    running->ticket = next_ticket_++;
    calls_.emplace(running->ticket, running);
    if (!running->from().cancel_key.empty()) by_cancel_key_.emplace(running->from().cancel_key, running->ticket);

    auto const number = running->ticket;
    auto done = [this, running, kept = tool.run](std::exception_ptr failed, tool_result const& result) {
        complete(*running, failed, result);
    };
    try {
        asio::co_spawn(executor_, tool.run->call(checked.arguments, *running),
                       asio::bind_cancellation_slot(running->cancellation.slot(), std::move(done)));
    } catch (...) {
        // Thrown before there was a coroutine: arguments that no schema can refuse.
        complete(*running, std::current_exception(), {});
    }
    if (!calls_.contains(number)) return 0;
    running->watch_deadline();
    running->keep_pulse(options_.pulse_interval);
    return number;
}

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
void log_call(call const& done, bool failed) {
    if (!telemetry::log().enabled(telemetry::level::debug)) return;
    auto const ms = std::chrono::duration_cast<std::chrono::milliseconds>(done.age()).count();
    telemetry::log().debug("tools/call", {{"tool", done.from().tool},
                                          {"client", done.client().name},
                                          {"outcome", outcome_of(done, failed)},
                                          {"ms", ms}});
}

}  // namespace

void engine::complete(call& done, std::exception_ptr const& failed, tool_result const& result) {
    done.close();
    auto const key = by_cancel_key_.find(done.from().cancel_key);
    if (key != by_cancel_key_.end() && key->second == done.ticket) by_cancel_key_.erase(key);
    calls_.erase(done.ticket);
    log_call(done, failed != nullptr || result.is_error);

    // Nobody waits for the answer to a cancelled request (2025-11-25 §Cancellation).
    bool const unheard = done.ended() == end_reason::cancelled || done.ended() == end_reason::disconnected;
    if (unheard)
        done.from().outlet->finish({{}, 200, {}});
    else
        done.from().outlet->finish({call_reply(done, failed, result), 200, {}});
}

namespace {

tool_result failed_result(std::string_view text) {
    tool_result result;
    result.is_error = true;
    result.add_text(text);
    return result;
}

// Runs the failed coroutine's exception back into words. Nothing internal is shown (design.md, Errors).
std::optional<std::string> words_of(std::exception_ptr const& failed) {
    try {
        std::rethrow_exception(failed);
    } catch (tool_error const& error) {
        return error.what();
    } catch (std::exception const& error) {
        telemetry::log().error("a tool failed unexpectedly", {{"what", error.what()}});
    } catch (...) {
        telemetry::log().error("a tool failed unexpectedly");
    }
    return std::nullopt;
}

}  // namespace

std::string engine::call_reply(call const& done, std::exception_ptr const& failed, tool_result const& result) {
    auto const& id = done.from().id;
    auto const succeed = [&](tool_result const& what) {
        return jsonrpc::success(id, answers_->tool_call(what, done.version()));
    };
    if (failed && done.ended() == end_reason::deadline)
        return succeed(failed_result("The call took longer than " + std::to_string(options_.call_timeout.count()) +
                                     " s and was ended."));
    if (failed && done.ended() == end_reason::shutdown)
        return jsonrpc::failure(id, {errc::internal_error, "The server is shutting down: call again later", nullptr});
    if (failed) {
        auto const words = words_of(failed);
        if (words) return succeed(failed_result(*words));
        return jsonrpc::failure(id, {errc::internal_error, "Internal error", nullptr});
    }
    auto reply = succeed(result);
    if (reply.size() <= options_.reply_limit) return reply;
    return succeed(failed_result("The result has " + std::to_string(reply.size()) +
                                 " bytes, more than MCP clients read (10 MiB). Ask for less of it."));
}

void engine::disconnected(ticket running) {
    if (subscriptions_.find(running)) return end_subscription(running, {});
    auto const found = calls_.find(running);
    if (found == calls_.end()) return;
    // 2026-07-28 §Cancellation: closing the response stream cancels. 2025-11-25 §Streamable HTTP: it does not.
    auto const held = found->second;
    if (is_modern(held->version())) held->end(end_reason::disconnected);
}

int engine::end_session(std::optional<std::string_view> session_id, std::string_view principal) {
    if (!session_id || !sessions_) return 400;
    auto const* known = sessions_->find(*session_id, principal);
    if (!known) return 404;
    auto const nonce = known->nonce;
    sessions_->end(*session_id, principal);
    // What a session started and nobody can hear of any more is ended with it.
    std::vector<std::shared_ptr<call>> orphans;
    for (auto const& [number, each] : calls_)
        if (each->from().cancel_key.starts_with(nonce + ' ')) orphans.push_back(each);
    for (auto const& each : orphans) each->end(end_reason::cancelled);
    return 204;
}

void engine::cancel_all() {
    end_subscriptions();
    std::vector<std::shared_ptr<call>> all;
    all.reserve(calls_.size());
    for (auto const& [number, each] : calls_) all.push_back(each);
    for (auto const& each : all) each->end(end_reason::shutdown);
}

}  // namespace mcp
