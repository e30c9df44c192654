#include "platform/beneath.hpp"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

namespace platform {

namespace {

class descriptor {
public:
    explicit descriptor(int fd) : fd_(fd) {}
    descriptor(descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    descriptor& operator=(descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    int get() const { return fd_; }
    int release() { return std::exchange(fd_, -1); }

private:
    int fd_;
};

boost::system::error_code error(int number) {
    return {number, boost::system::system_category()};
}

constexpr int file_flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;

int open_whole(int folder, std::filesystem::path const& relative) {
    open_how how{};
    how.flags = file_flags;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    for (int attempt = 0;; ++attempt) {
        auto const opened = ::syscall(SYS_openat2, folder, relative.c_str(), &how, sizeof how);
        // EAGAIN: something was renamed meanwhile, and the kernel could not be sure.
        if (opened >= 0 || (errno != EAGAIN && errno != EINTR) || attempt == 10) return static_cast<int>(opened);
    }
}

int open_by_components(int folder, std::filesystem::path const& relative) {
    descriptor at(::fcntl(folder, F_DUPFD_CLOEXEC, 0));
    auto const last = std::prev(relative.end());
    for (auto part = relative.begin(); part != last; ++part) {
        if (*part == "..") {
            errno = EXDEV;
            return -1;
        }
        at = descriptor(::openat(at.get(), part->c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (at.get() < 0) return -1;
    }
    if (*last == "..") {
        errno = EXDEV;
        return -1;
    }
    return ::openat(at.get(), last->c_str(), file_flags | O_NOFOLLOW);
}

// Kernels before 5.6 and some containers' filters have no openat2.
bool is_missing(int number) {
    return number == ENOSYS || number == EPERM;
}

}  // namespace

boost::system::result<int> open_beneath(std::filesystem::path const& folder, std::filesystem::path const& relative,
                                        open_method how) {
    static std::atomic<bool> has_openat2{true};
    if (relative.empty() || relative.is_absolute()) return error(EXDEV);
    descriptor const root(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (root.get() < 0) return error(errno);
    if (how == open_method::best && has_openat2) {
        int const fd = open_whole(root.get(), relative);
        if (fd >= 0) return fd;
        if (!is_missing(errno)) return error(errno);
        if (errno == ENOSYS) has_openat2 = false;
    }
    int const fd = open_by_components(root.get(), relative);
    if (fd < 0) return error(errno);
    return fd;
}

}  // namespace platform
