#include "platform/standard_streams.hpp"

#include <boost/system/system_error.hpp>

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <iostream>
#include <string>

namespace platform {
namespace {

[[noreturn]] void fail(char const* what) {
    throw boost::system::system_error(errno, boost::system::system_category(), what);
}

bool is_pollable(int fd) {
    int const epoll = ::epoll_create1(EPOLL_CLOEXEC);
    if (epoll < 0) return true;
    epoll_event event{};
    bool const taken = ::epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) == 0 || errno != EPERM;
    ::close(epoll);
    return taken;
}

/// Opening /dev/ptmx again makes another pseudo-terminal, not another way to this one.
bool is_pty_master([[maybe_unused]] int fd) {
#ifdef TIOCGPTN
    unsigned number = 0;
    return ::ioctl(fd, TIOCGPTN, &number) == 0;
#else
    return false;
#endif
}

/// -1 when it can't be done.
int reopen(int fd, int flags) {
    std::string const path = "/proc/self/fd/" + std::to_string(fd);
    return ::open(path.c_str(), (flags & (O_ACCMODE | O_APPEND)) | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

int duplicate(int fd) {
    int const copy = ::fcntl(fd, F_DUPFD_CLOEXEC, 3);
    if (copy < 0) fail("duplicating a standard stream");
    return copy;
}

}  // namespace

standard_stream open_nonblocking_twin(int fd) {
    struct stat what{};
    int const flags = ::fcntl(fd, F_GETFL);
    if (flags < 0 || ::fstat(fd, &what) != 0) fail("a standard stream is closed");
    // Reopening a regular file would start at its beginning instead of where the stream stands.
    if (!is_pollable(fd)) return {duplicate(fd), false};

    bool const reopens = S_ISFIFO(what.st_mode) || (S_ISCHR(what.st_mode) && !is_pty_master(fd));
    if (int const twin = reopens ? reopen(fd, flags) : -1; twin >= 0) return {twin, true};
    int const copy = duplicate(fd);
    if ((flags & O_NONBLOCK) == 0) ::fcntl(copy, F_SETFL, flags | O_NONBLOCK);
    return {copy, true};
}

void ensure_standard_streams() {
    for (int fd = 0; fd <= 2; ++fd) {
        if (::fcntl(fd, F_GETFD) >= 0 || errno != EBADF) continue;
        // The lowest free descriptor is taken: this one, as those below are open. Read-write serves all three.
        if (::open("/dev/null", O_RDWR) < 0) return;
    }
}

void leave(int code) {
    // Only these two: fflush(nullptr) would wait for a thread that sits in a read of stdin.
    std::cout.flush();
    std::fflush(stdout);
    std::fflush(stderr);
    ::_exit(code);
}

}  // namespace platform
