#include "platform/terminal.hpp"

#include <unistd.h>

namespace platform {

bool is_terminal(int fd) {
    return ::isatty(fd) == 1;
}

bool wants_color(int fd, environment const& from) {
    auto const kind = value_of(from, "TERM");
    return value_of(from, "NO_COLOR").empty() && !kind.empty() && kind != "dumb" && is_terminal(fd);
}

}  // namespace platform
