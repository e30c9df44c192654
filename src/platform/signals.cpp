#include "platform/signals.hpp"

#include <csignal>

namespace platform {
namespace {

bool is_ignored(int signal) {
    struct sigaction current{};
    return ::sigaction(signal, nullptr, &current) == 0 && current.sa_handler == SIG_IGN;
}

}  // namespace

void ignore_sigpipe() {
    std::signal(SIGPIPE, SIG_IGN);
}

/// Owned by the pending wait as well: its completion may arrive after the owner is gone.
struct signals::state : std::enable_shared_from_this<state> {
    state(executor const& on, std::function<void(int)> callback) : set(on), received(std::move(callback)) {}

    void wait() {
        set.async_wait([self = shared_from_this()](boost::system::error_code error, int signal) {
            if (error || self->stopped) return;
            // Waiting again first: the callback may destroy the owner.
            self->wait();
            self->received(signal);
        });
    }

    boost::asio::basic_signal_set<executor> set;
    std::function<void(int)> received;
    bool stopped = false;
};

signals::signals(executor const& on, std::function<void(int signal)> received)
    : state_(std::make_shared<state>(on, std::move(received))) {
    ignore_sigpipe();
    state_->set.add(SIGTERM);
    for (int const signal : {SIGINT, SIGHUP})
        if (!is_ignored(signal)) state_->set.add(signal);
    state_->wait();
}

signals::~signals() {
    stop();
}

void signals::stop() {
    state_->stopped = true;
    boost::system::error_code ignored;
    state_->set.cancel(ignored);
    state_->set.clear(ignored);
}

}  // namespace platform
