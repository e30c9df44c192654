#include "platform/parent_watch.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace platform {
namespace {

constexpr std::chrono::seconds poll_interval{1};

/// -1 with errno. The C library has a wrapper from 2.36 on; the number is there wherever the kernel headers are.
int open_pidfd([[maybe_unused]] pid_t process) {
#ifdef SYS_pidfd_open
    return static_cast<int>(::syscall(SYS_pidfd_open, process, 0));
#else
    errno = ENOSYS;
    return -1;
#endif
}

}  // namespace

/// Owned by the pending wait as well: its completion may arrive after the owner is gone.
struct parent_watch::state : std::enable_shared_from_this<state> {
    state(executor const& on, std::function<void()> callback) : descriptor(on), pause(on), gone(std::move(callback)) {}

    void start(method how) {
        parent = ::getppid();
        if (parent <= 1) return;
        if (how == method::best && await_pidfd()) return;
        mechanism = "polling";
        poll();
    }

    bool await_pidfd() {
        int const fd = open_pidfd(parent);
        if (fd < 0) return false;
        boost::system::error_code error;
        descriptor.assign(fd, error);
        if (error) {
            ::close(fd);
            return false;
        }
        mechanism = "pidfd";
        // The parent may have ended before the pidfd was made, which then names a stranger with its number.
        if (::getppid() != parent) {
            boost::asio::post(pause.get_executor(), [self = shared_from_this()] { self->report(); });
            return true;
        }
        descriptor.async_wait(descriptor.wait_read, [self = shared_from_this()](boost::system::error_code failure) {
            if (!failure) self->report();
        });
        return true;
    }

    void poll() {
        if (::getppid() != parent) {
            boost::asio::post(pause.get_executor(), [self = shared_from_this()] { self->report(); });
            return;
        }
        pause.expires_after(poll_interval);
        pause.async_wait([self = shared_from_this()](boost::system::error_code error) {
            if (!error && !self->stopped) self->poll();
        });
    }

    void report() {
        if (!std::exchange(stopped, true)) gone();
    }

    void stop() {
        stopped = true;
        pause.cancel();
        boost::system::error_code ignored;
        descriptor.close(ignored);
    }

    boost::asio::posix::basic_stream_descriptor<executor> descriptor;
    timer pause;
    std::function<void()> gone;
    pid_t parent = 0;
    char const* mechanism = "none";
    bool stopped = false;
};

parent_watch::parent_watch(executor const& on, std::function<void()> gone, method how)
    : state_(std::make_shared<state>(on, std::move(gone))) {
    state_->start(how);
}

parent_watch::~parent_watch() {
    stop();
}

void parent_watch::stop() {
    state_->stop();
}

char const* parent_watch::mechanism() const {
    return state_->mechanism;
}

}  // namespace platform
