#include "mcp/call.hpp"

#include "jsonrpc/utf8.hpp"
#include "jsonrpc/write.hpp"
#include "mcp/ask_peer.hpp"
#include "mcp/request_error.hpp"
#include "mcp/tool.hpp"

#include <charconv>

namespace mcp {

namespace {

constexpr std::size_t longest_message = 1024 * 1024;

std::string number(double value) {
    char text[32];
    auto const end = std::to_chars(text, text + sizeof text, value).ptr;
    return {text, end};
}

}  // namespace

call::call(platform::executor executor, envelope const& sender, std::string principal,
           platform::clock::time_point deadline, origin from, std::chrono::milliseconds progress_interval)
    : request_context(executor, sender, std::move(principal), deadline),
      from_(std::move(from)),
      coalescer_(progress_interval),
      flush_timer_(executor),
      deadline_timer_(executor),
      pulse_timer_(executor) {}

void call::report(double done, std::optional<double> total, std::string_view message) {
    send_progress(done, total, message, false);
}

void call::send_progress(double done, std::optional<double> total, std::string_view message, bool streamed) {
    // Progress must grow (2026-07-28 §Progress); nothing follows the reply.
    if (!wants_progress() || closed_ || !(done > progress_)) return;
    progress_ = done;
    quiet_ = false;
    std::string params = R"({"progressToken":)" + from_.progress_token + R"(,"progress":)" + number(done);
    if (total) params += R"(,"total":)" + number(*total);
    // `message` came with 2025-03-26.
    if (!message.empty() && version() >= revision::v2025_03_26) params += R"(,"message":)" + jsonrpc::quoted(message);
    if (streamed && from_.marks_text) params += R"(,"_meta":{"dashscope-mcp/text":true})";
    from_.outlet->notify(jsonrpc::notification("notifications/progress", params + "}"));
}

void call::stream_text(std::string_view piece) {
    if (!wants_progress() || closed_ || piece.empty()) return;
    auto const now = platform::clock::now();
    send_text(coalescer_.add(piece, now));
    if (!flush_pending_ && coalescer_.due()) flush_later();
}

void call::send_text(std::optional<std::string> const& text) {
    if (!text) return;
    // One piece from upstream can be larger than a client's line may be.
    for (std::string_view rest = *text; !rest.empty();) {
        auto const cut = jsonrpc::valid_utf8_prefix(rest.substr(0, longest_message));
        auto const piece = rest.substr(0, std::max<std::size_t>(cut, 1));
        rest.remove_prefix(piece.size());
        streamed_ += static_cast<double>(piece.size());
        send_progress(std::max(streamed_, progress_ + 1), std::nullopt, piece, true);
    }
}

// Text that no further piece pushes out must not wait for the end of a model's long pause.
void call::flush_later() {
    flush_pending_ = true;
    flush_timer_.expires_at(*coalescer_.due());
    flush_timer_.async_wait([self = shared_from_this()](boost::system::error_code failed) {
        self->flush_pending_ = false;
        if (failed || self->closed_) return;
        auto const due = self->coalescer_.due();
        if (due && *due > platform::clock::now()) return self->flush_later();
        self->send_text(self->coalescer_.take(platform::clock::now()));
    });
}

void call::log(log_level level, std::string_view text) {
    if (closed_ || level < envelope_.logging) return;
    from_.outlet->notify(jsonrpc::notification(
        "notifications/message", R"({"level":")" + std::string(to_string(level)) +
                                     R"(","logger":"dashscope-mcp","data":)" + jsonrpc::quoted(text) + "}"));
}

void call::let_poll() {
    if (!closed_) from_.outlet->let_poll();
}

void call::check_abilities(std::vector<question> const& what) const {
    boost::json::object needed;
    for (auto const& each : what) {
        if (can_answer(client(), each)) continue;
        for (auto const& [name, capability] : needed_capabilities(each)) needed.insert_or_assign(name, capability);
    }
    if (needed.empty()) return;
    std::string names;
    for (auto const& [name, capability] : needed) names += (names.empty() ? "" : ", ") + std::string(name);
    if (!is_modern(version()))
        throw tool_error(
            "This call needs an answer of the user's, and the client has not declared that it can be asked: " + names +
            ".");
    throw request_error({jsonrpc::errc::missing_client_capability, "Missing required client capability: " + names,
                         boost::json::object{{"requiredCapabilities", std::move(needed)}}},
                        400);
}

// An answer that does not fit is none: the question is asked again (2026-07-28 §Multi Round-Trip Requests, Error
// Handling).
std::vector<boost::json::object> call::answers_to(std::vector<question> const& what) const {
    std::vector<boost::json::object> results;
    std::vector<question> missing;
    for (auto const& each : what) {
        auto const* answer = from_.answers.by_key.if_contains(each.key);
        if (answer && is_answer(each, *answer))
            results.push_back(answer->get_object());
        else
            missing.push_back(each);
    }
    if (!missing.empty()) throw input_required{std::move(missing)};
    return results;
}

platform::task<std::vector<boost::json::object>> call::ask(std::vector<question> what) {
    check_abilities(what);
    if (is_modern(version())) co_return answers_to(what);
    auto const until = std::min(platform::clock::now() + from_.answer_timeout, deadline_ - std::chrono::seconds(1));
    questioning with{from_.outlet, from_.open, from_.session_key, version(), until};
    auto results = co_await ask_peer(std::move(with), std::move(what));
    co_return results;
}

void call::end(end_reason why) {
    // 2026-07-28 §Cancellation: closing the response stream cancels. 2025-11-25 §Streamable HTTP: it does not.
    if (why == end_reason::disconnected && !is_modern(version())) return;
    if (ended_ == end_reason::none) ended_ = why;
    cancellation.emit(boost::asio::cancellation_type::terminal);
}

void call::close() {
    if (closed_) return;
    if (ended_ == end_reason::none) send_text(coalescer_.take(platform::clock::now()));
    closed_ = true;
    flush_timer_.cancel();
    deadline_timer_.cancel();
    pulse_timer_.cancel();
}

void call::watch_deadline() {
    deadline_timer_.expires_at(deadline_);
    deadline_timer_.async_wait([self = weak_from_this()](boost::system::error_code failed) {
        auto const running = self.lock();
        if (!failed && running && !running->closed_) running->end(end_reason::deadline);
    });
}

// The steps are small: a tool's own count goes on where it was.
void call::keep_pulse(std::chrono::milliseconds interval) {
    if (!wants_progress()) return;
    quiet_ = true;
    pulse_timer_.expires_after(interval);
    pulse_timer_.async_wait([self = weak_from_this(), interval](boost::system::error_code failed) {
        auto const running = self.lock();
        if (failed || !running || running->closed_) return;
        if (running->quiet_) running->report(std::max(running->progress_, 0.0) + 0.001, std::nullopt, {});
        running->keep_pulse(interval);
    });
}

}  // namespace mcp
