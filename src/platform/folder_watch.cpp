#include "platform/folder_watch.hpp"

#include <boost/asio/posix/basic_stream_descriptor.hpp>

#include <sys/inotify.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace platform {
namespace {

constexpr std::chrono::milliseconds gathered_for{100};  // a new file makes several events
constexpr std::chrono::seconds looked_for{1};           // a folder that is not there
constexpr std::uint32_t events =
    IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;

}  // namespace

/// Owned by the pending waits as well: their completions may arrive after the owner is gone.
struct folder_watch::state : std::enable_shared_from_this<state> {
    state(executor const& on, std::filesystem::path which, std::function<void()> callback)
        : descriptor(on), pause(on), gathering(on), folder(std::move(which)), changed(std::move(callback)) {}

    void start() {
        if (begin_watch()) return;
        pause.expires_after(looked_for);
        pause.async_wait([self = shared_from_this()](boost::system::error_code failed) {
            if (failed || self->over) return;
            self->start();
            // What is in a folder that has just come is news.
            if (self->descriptor.is_open()) self->tell_soon();
        });
    }

    bool begin_watch() {
        int const fd = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
        if (fd < 0) return false;
        if (::inotify_add_watch(fd, folder.c_str(), events) < 0) {
            ::close(fd);
            return false;
        }
        boost::system::error_code failed;
        descriptor.assign(fd, failed);
        if (failed) {
            ::close(fd);
            return false;
        }
        wait();
        return true;
    }

    void wait() {
        descriptor.async_wait(descriptor.wait_read, [self = shared_from_this()](boost::system::error_code failed) {
            if (!failed && !self->over) self->read();
        });
    }

    void read() {
        alignas(inotify_event) char buffer[16 * 1024];
        auto const count = ::read(descriptor.native_handle(), buffer, sizeof buffer);
        if (count < 0 && errno != EAGAIN && errno != EINTR) return begin_anew();
        bool gone = false;
        for (ssize_t at = 0; at < count;) {
            inotify_event event;
            std::memcpy(&event, buffer + at, sizeof event);
            auto const* name = buffer + at + sizeof event;
            at += static_cast<ssize_t>(sizeof event + event.len);
            if (event.len > 0 && *name == '.') continue;
            gone = gone || (event.mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED)) != 0;
            tell_soon();
        }
        if (gone) return begin_anew();
        wait();
    }

    void begin_anew() {
        boost::system::error_code ignored;
        descriptor.close(ignored);
        start();
    }

    void tell_soon() {
        if (told_soon) return;
        told_soon = true;
        gathering.expires_after(gathered_for);
        gathering.async_wait([self = shared_from_this()](boost::system::error_code failed) {
            self->told_soon = false;
            if (!failed && !self->over) self->changed();
        });
    }

    void stop() {
        over = true;
        boost::system::error_code ignored;
        descriptor.close(ignored);
        pause.cancel();
        gathering.cancel();
    }

    boost::asio::posix::basic_stream_descriptor<executor> descriptor;
    timer pause;
    timer gathering;
    std::filesystem::path folder;
    std::function<void()> changed;
    bool told_soon = false;
    bool over = false;
};

folder_watch::folder_watch(executor on, std::filesystem::path folder, std::function<void()> changed)
    : state_(std::make_shared<state>(on, std::move(folder), std::move(changed))) {
    state_->start();
}

folder_watch::~folder_watch() {
    state_->stop();
}

}  // namespace platform
