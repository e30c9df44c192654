#include "mcp/engine.hpp"

#include "jsonrpc/utf8.hpp"
#include "jsonrpc/write.hpp"
#include "mcp/batch.hpp"
#include "seal/keyring.hpp"

using jsonrpc::errc;
using jsonrpc::message_kind;
using jsonrpc::ticket;

namespace mcp {

namespace {

jsonrpc::session_facts facts_of(session const& known) {
    return {known.nonce, known.version >= revision::v2025_11_25};
}

std::unique_ptr<request_states> states_of_this_process() {
    auto const ring = std::make_shared<seal::keyring>(seal::random_key());
    return std::make_unique<request_states>([ring]() -> seal::keyring const& { return *ring; },
                                            [] { return std::chrono::system_clock::now(); });
}

}  // namespace

engine::engine(platform::executor executor, engine_options options, std::shared_ptr<offering const> first,
               std::unique_ptr<sessions> http_sessions)
    : options_(options),
      offered_(std::move(first)),
      sessions_(std::move(http_sessions)),
      parser_(options.json),
      own_states_(options_.states ? nullptr : states_of_this_process()),
      runner_(executor, options_, offered_, options_.states ? *options_.states : *own_states_, running_),
      lifecycle_(offered_, connection_, listeners_, sessions_.get()),
      logging_(offered_, connection_, sessions_.get()),
      tools_(offered_, options_, runner_),
      prompts_(offered_, runner_),
      watches_(offered_, listeners_),
      resources_(offered_, runner_, watches_),
      completions_(offered_, runner_),
      tasks_(offered_, options_.tasks, runner_),
      subscriptions_(offered_, running_) {
    methods_.add(tools_.methods());
    methods_.add(prompts_.methods());
    methods_.add(resources_.methods());
    methods_.add(watches_.methods());
    methods_.add(completions_.methods());
    methods_.add(tasks_.methods());
    methods_.add(lifecycle_.methods());
    methods_.add(logging_.methods());
    methods_.add(subscriptions_.methods());
}

engine::~engine() = default;

void engine::offer(std::shared_ptr<offering const> next) {
    auto const before = offered_.replace(next);
    tools_.changed();
    auto const tell = [&](changed_list which) {
        listeners_.tell_all(list_changed(which));
        subscriptions_.changed(which);
    };
    if (next->tools.list() != before->tools.list()) tell(changed_list::tools);
    if (next->prompts.list() != before->prompts.list()) tell(changed_list::prompts);
    if (next->resources != before->resources) tell(changed_list::resources);
}

void engine::end_subscriptions() {
    subscriptions_.end_all();
    listeners_.end_all();
}

bool engine::speaks_unasked() const {
    auto const& resources = offered_.resources();
    return offered_.texts().tools_change() || offered_.texts().prompts_change() || resources.list_changes() ||
           resources.contents_change();
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
    if (!what.fields && connection_.initialized) spoken = connection_.sender.version;
    if (what.fields) {
        jsonrpc::message const nothing;
        incoming_request batch{nothing, what, to};
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
    incoming_request incoming{message, what, std::move(to)};
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
    if (message.kind == message_kind::response) runner_.take_answer(incoming);
    incoming.to->finish({{}, 202, {}});
    return 0;
}

std::optional<rejection> engine::identify(incoming_request& incoming) {
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

std::optional<rejection> engine::identify_legacy(incoming_request& incoming) {
    if (!incoming.from.fields) {
        incoming.sender = connection_.sender;
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
    incoming.to->belongs_to(facts_of(*incoming.known), incoming.message.id);
    return std::nullopt;
}

// 2025-11-25 §Requests: an id MUST NOT have been used before in the session. Over stdio two answers under one id could
// not be told apart, a cancellation could mean either, and a request sent again by a client that lost patience would
// run, and be paid for, twice. So the second is refused; the first goes on. Clients without a session share no ids.
bool engine::is_in_flight(incoming_request const& incoming) const {
    return running_.size() > 0 && !incoming.session_key.empty() && running_.is_known(incoming.cancel_key());
}

ticket engine::dispatch(incoming_request& incoming) {
    auto const* found = methods_.find(incoming.message.method, incoming.modern());
    if (found) return found->handle(incoming);
    return incoming.fail(errc::method_not_found, "Method not found: " + jsonrpc::excerpt(incoming.message.method),
                         incoming.modern() ? 404 : 200);
}

void engine::take_notification(incoming_request const& incoming) {
    auto const& message = incoming.message;
    if (message.method != "notifications/cancelled" || incoming.session_key.empty()) return;
    auto const id = message.name_at({"params", "requestId"});
    if (!id.empty()) running_.end(incoming.session_key + ' ' + id, end_reason::cancelled);
}

void engine::disconnected(ticket running) {
    running_.end(running, end_reason::disconnected);
}

jsonrpc::session_lookup engine::find_session(jsonrpc::field_source const& fields, std::string_view principal) {
    auto const version = fields.field("mcp-protocol-version");
    auto const id = fields.field("mcp-session-id");
    if (!id || !sessions_ || (version && !parse_revision(*version))) return {400, {}};
    auto const* known = sessions_->find(*id, principal);
    if (!known) return {404, {}};
    return {200, facts_of(*known)};
}

bool engine::listen(jsonrpc::session_facts const& whose, std::weak_ptr<jsonrpc::outlet> unasked) {
    if (!speaks_unasked()) return false;
    listeners_.add(whose.name, std::move(unasked));
    return true;
}

int engine::end_session(std::optional<std::string_view> session_id, std::string_view principal) {
    if (!session_id || !sessions_) return 400;
    auto const* known = sessions_->find(*session_id, principal);
    if (!known) return 404;
    auto const nonce = known->nonce;
    sessions_->end(*session_id, principal);
    // What a session started and nobody can hear of any more is ended with it.
    running_.end_session(nonce);
    watches_.end(nonce);
    listeners_.end(nonce);
    return 204;
}

void engine::cancel_all() {
    end_subscriptions();
    running_.end_all(end_reason::shutdown);
}

}  // namespace mcp
