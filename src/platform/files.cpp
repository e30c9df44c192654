#include "platform/files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace platform {
namespace {

boost::system::error_code last_error() {
    return {errno, boost::system::system_category()};
}

}  // namespace

boost::system::result<std::string> read_descriptor(int fd, std::size_t limit) {
    std::string content;
    std::array<char, 16'384> chunk;
    for (;;) {
        auto const got = ::read(fd, chunk.data(), chunk.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return last_error();
        if (got == 0) return content;
        if (static_cast<std::size_t>(got) > limit - content.size())
            return boost::system::error_code(EFBIG, boost::system::system_category());
        content.append(chunk.data(), static_cast<std::size_t>(got));
    }
}

boost::system::result<std::string> read_file(std::filesystem::path const& path, std::size_t limit) {
    int const fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) return last_error();
    auto content = read_descriptor(fd, limit);
    ::close(fd);
    return content;
}

std::string describe_failure(std::string_view verb, std::filesystem::path const& path,
                             boost::system::error_code const& error) {
    return "can't " + std::string(verb) + " " + path.string() + ": " + error.message();
}

}  // namespace platform
