#include "platform/deadline.hpp"

namespace platform {

namespace detail {

void arm(std::shared_ptr<deadline_state> const& state, clock::time_point deadline,
         boost::asio::cancellation_slot outer) {
    state->timer.expires_at(deadline);
    state->timer.async_wait([state](boost::system::error_code stopped) {
        if (stopped || state->over) return;
        state->passed = true;
        state->stop_work();
    });
    if (outer.is_connected()) outer.assign([state](boost::asio::cancellation_type) { state->stop_work(); });
}

}  // namespace detail

struct watchdog::state : std::enable_shared_from_this<watchdog::state> {
    state(executor executor, std::function<void()> what) : timer(executor), bite(std::move(what)) {}

    void wait() {
        waking = deadline;
        timer.expires_at(deadline);
        timer.async_wait([self = shared_from_this()](boost::system::error_code stopped) {
            if (!stopped) self->wake();
        });
    }

    void wake() {
        if (!bite) return;
        if (clock::now() < deadline) return wait();
        bitten = true;
        auto const what = std::exchange(bite, nullptr);
        what();
    }

    timer timer;
    std::function<void()> bite;
    clock::time_point deadline = clock::time_point::max();
    clock::time_point waking = clock::time_point::max();
    bool bitten = false;
};

watchdog::watchdog(executor executor, std::function<void()> bite)
    : state_(std::make_shared<state>(executor, std::move(bite))) {}

watchdog::~watchdog() {
    disarm();
}

void watchdog::disarm() {
    state_->bite = nullptr;
    state_->timer.cancel();
}

void watchdog::expect_before(clock::time_point deadline) {
    state_->deadline = deadline;
    // A timer that wakes too early looks again; only one that would wake too late must be moved.
    if (deadline < state_->waking) state_->wait();
}

bool watchdog::bitten() const {
    return state_->bitten;
}

}  // namespace platform
