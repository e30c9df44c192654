#include "telemetry/logger.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

namespace telemetry {
namespace {

/// True when a write of up to PIPE_BUF bytes won't wait, even on a descriptor in blocking mode: stderr's description is
/// shared with other processes, so its mode is not ours to change. False where the reader is gone (POLLERR): writing
/// would raise SIGPIPE. (Another process that writes to the same pipe can still take the room first; only a descriptor
/// in non-blocking mode is proof against that.)
bool takes_a_line(int fd) {
    pollfd sink{fd, POLLOUT, 0};
    return ::poll(&sink, 1, 0) == 1 && sink.revents == POLLOUT;
}

/// Bytes written, -1 for none.
ssize_t write_once(int fd, std::string_view bytes) {
    for (;;) {
        ssize_t const written = ::write(fd, bytes.data(), bytes.size());
        if (written >= 0 || errno != EINTR) return written;
    }
}

}  // namespace

logger::logger(log_options options) : threshold_(options.threshold), style_(options.style), fd_(options.fd) {}

void logger::configure(log_options options) {
    std::lock_guard const lock(mutex_);
    threshold_.store(options.threshold, std::memory_order_relaxed);
    style_ = options.style;
    if (fd_ != options.fd) torn_ = false;
    fd_ = options.fd;
}

void logger::add_secret(std::string secret) {
    std::lock_guard const lock(mutex_);
    secrets_.add(std::move(secret));
}

std::string logger::scrub(std::string_view text) const {
    std::lock_guard const lock(mutex_);
    return secrets_.scrub(text);
}

void logger::write_line(level severity, std::string_view message, std::span<field const> more) noexcept {
    // A caller that handles an error must find its errno unchanged.
    int const error = errno;
    try {
        auto const now = std::chrono::system_clock::now();
        std::lock_guard const lock(mutex_);
        // Asked before formatting: a host that never reads must not cost more than this.
        if (!takes_a_line(fd_)) {
            ++dropped_;
        } else {
            std::vector<field> all;
            all.reserve(more.size() + 1);
            if (dropped_ > 0) all.emplace_back("dropped", dropped_.load());
            all.insert(all.end(), more.begin(), more.end());
            send(format_line(style_, {now, severity, message, all}, secrets_));
        }
    } catch (...) {
        ++dropped_;  // out of memory: a log must not end the program
    }
    errno = error;
}

void logger::send(std::string line) {
    // What follows half a line must not look like its end.
    if (torn_) line.insert(0, 1, '\n');
    ssize_t const written = write_once(fd_, line);
    if (written <= 0) {
        ++dropped_;
        return;
    }
    torn_ = static_cast<std::size_t>(written) < line.size();
    dropped_ = torn_ ? 1 : 0;
}

logger& log() {
    static logger& instance = *new logger;
    return instance;
}

}  // namespace telemetry
