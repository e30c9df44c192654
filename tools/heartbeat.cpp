#include "tools/heartbeat.hpp"

namespace tools {

namespace {

constexpr std::chrono::seconds interval{5};

}  // namespace

struct heartbeat::pulse {
    pulse(mcp::request_context& of, std::string text) : context(&of), what(std::move(text)), timer(of.executor()) {}

    mcp::request_context* context;  // null once the call is over: the last handler may still be on its way
    std::string what;
    platform::timer timer;
    platform::clock::time_point begun = platform::clock::now();
};

heartbeat::heartbeat(mcp::request_context& context, std::string what) {
    if (!context.wants_progress()) return;
    pulse_ = std::make_shared<pulse>(context, std::move(what));
    beat(pulse_);
}

heartbeat::~heartbeat() {
    if (!pulse_) return;
    pulse_->context = nullptr;
    pulse_->timer.cancel();
}

void heartbeat::say(std::string what) {
    if (!pulse_) return;
    pulse_->what = std::move(what);
    // Its handler, told that the wait was cut short, beats.
    pulse_->timer.cancel();
}

void heartbeat::beat(std::shared_ptr<pulse> const& of) {
    auto elapsed = std::chrono::duration<double>(platform::clock::now() - of->begun).count();
    auto seconds = static_cast<int>(elapsed);
    of->context->report(elapsed, std::nullopt, of->what + (seconds == 0 ? "" : ", " + std::to_string(seconds) + " s"));
    of->timer.expires_after(interval);
    of->timer.async_wait([of](boost::system::error_code) {
        if (of->context) beat(of);
    });
}

}  // namespace tools
