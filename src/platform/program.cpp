#include "platform/program.hpp"

#include <unistd.h>

#include <algorithm>

namespace platform {

namespace fs = std::filesystem;

namespace {

bool can_run(fs::path const& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0;
}

}  // namespace

fs::path find_program(std::string_view name, environment const& from) {
    if (name.empty()) return {};
    if (name.find('/') != std::string_view::npos) return can_run(name) ? fs::path(name) : fs::path();
    auto rest = value_of(from, "PATH");
    while (!rest.empty()) {
        auto const end = std::min(rest.find(':'), rest.size());
        auto const candidate = fs::path(rest.substr(0, end)) / name;
        if (end > 0 && can_run(candidate)) return candidate;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return {};
}

fs::path program_path(std::string_view called, environment const& from) {
    std::error_code failed;
    auto running = fs::read_symlink("/proc/self/exe", failed);
    auto const found = find_program(called, from);
    if (found.empty()) return running;
    auto path = fs::absolute(found, failed).lexically_normal();
    if (failed || (!running.empty() && !fs::equivalent(path, running, failed))) return running;
    return path;
}

}  // namespace platform
