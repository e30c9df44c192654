#pragma once
// One running request that takes time: a tools/call, a prompts/get, a resources/read.

#include "jsonrpc/service.hpp"
#include "mcp/in_flight.hpp"
#include "mcp/open_questions.hpp"
#include "mcp/progress.hpp"
#include "mcp/request_context.hpp"
#include "mcp/request_state.hpp"

#include <boost/asio/cancellation_signal.hpp>

#include <memory>
#include <optional>
#include <string>

namespace mcp {

/// What `ask` throws where a modern client must be asked: the request ends, to come again with the answers.
struct input_required {
    std::vector<question> missing;
};

/// What the engine knows of a call, and the context that its work sees. Made with make_shared; one thread.
class call final : public request_context, public running_request, public std::enable_shared_from_this<call> {
public:
    struct origin {
        std::string method;
        std::string id;              // JSON text
        std::string progress_token;  // JSON text; empty without one
        std::shared_ptr<jsonrpc::outlet> outlet;
        bool marks_text = false;  // engine_options
        std::string session_key = {};
        answers_at_hand answers = {};  // of a modern request's rounds before
        std::shared_ptr<open_questions> open = nullptr;
        std::chrono::milliseconds answer_timeout{0};  // of a legacy client
    };

    call(platform::executor executor, envelope const& sender, std::string principal,
         platform::clock::time_point deadline, origin from, std::chrono::milliseconds progress_interval);

    bool wants_progress() const override { return !from_.progress_token.empty(); }
    void report(double done, std::optional<double> total, std::string_view message) override;
    void stream_text(std::string_view piece) override;
    void log(log_level level, std::string_view text) override;
    void let_poll() override;

    platform::task<std::vector<boost::json::object>> ask(std::vector<question> what) override;

    origin const& from() const { return from_; }
    jsonrpc::ticket ticket = 0;
    boost::asio::cancellation_signal cancellation;

    /// The call's coroutine sees a cancellation.
    void end(end_reason why) override;
    end_reason ended() const { return ended_; }
    platform::clock::duration age() const { return platform::clock::now() - started_; }
    /// Sends gathered text and stops all timers: the reply comes next.
    void close();
    /// Starts the clock of a call that did not finish at once.
    void watch_deadline();
    /// Reports every so often that the call is alive, while its tool has nothing to report.
    void keep_pulse(std::chrono::milliseconds interval);

private:
    void send_text(std::optional<std::string> const& text);
    void send_progress(double done, std::optional<double> total, std::string_view message, bool streamed);
    void flush_later();
    void check_abilities(std::vector<question> const& what) const;
    std::vector<boost::json::object> answers_to(std::vector<question> const& what) const;

    origin from_;
    platform::clock::time_point started_ = platform::clock::now();
    progress_coalescer coalescer_;
    platform::timer flush_timer_;
    platform::timer deadline_timer_;
    platform::timer pulse_timer_;
    bool quiet_ = true;  // nothing was reported since the last pulse
    double progress_ = -1;
    double streamed_ = 0;
    bool flush_pending_ = false;
    bool closed_ = false;
    end_reason ended_ = end_reason::none;
};

}  // namespace mcp
