#include "platform/replace_file.hpp"

#include "platform/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <vector>

namespace platform {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t longest_file = 64 * 1024 * 1024;

[[noreturn]] void fail(std::string_view verb, fs::path const& path, int error = errno) {
    throw std::runtime_error(describe_failure(verb, path, {error, boost::system::system_category()}));
}

void make_folders(fs::path const& folder) {
    if (folder.empty() || ::mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST) return;
    if (errno != ENOENT || folder == folder.parent_path()) fail("make the folder", folder);
    make_folders(folder.parent_path());
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) fail("make the folder", folder);
}

bool write_all(int fd, std::string_view text) {
    while (!text.empty()) {
        auto const wrote = ::write(fd, text.data(), text.size());
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote < 0) return false;
        text.remove_prefix(static_cast<std::size_t>(wrote));
    }
    return true;
}

/// A new file beside `target`, complete and on disk. Its owner is the old one's where that is allowed.
fs::path write_beside(fs::path const& target, std::string_view text, mode_t mode, struct stat const* old) {
    auto name = (target.parent_path() / ("." + target.filename().string() + ".XXXXXX")).string();
    int const fd = ::mkostemp(name.data(), O_CLOEXEC);
    if (fd < 0) fail("write beside", target);
    if (old && (old->st_uid != ::geteuid() || old->st_gid != ::getegid())) {
        [[maybe_unused]] int const ignored = ::fchown(fd, old->st_uid, old->st_gid);
    }
    bool const good = ::fchmod(fd, mode) == 0 && write_all(fd, text) && ::fsync(fd) == 0;
    int const error = errno;
    ::close(fd);
    if (good) return name;
    ::unlink(name.c_str());
    fail("write", target, error);
}

std::string stamp() {
    auto const now = ::time(nullptr);
    tm parts{};
    ::localtime_r(&now, &parts);
    std::array<char, 32> text{};
    auto const length = ::strftime(text.data(), text.size(), "%Y%m%d-%H%M%S", &parts);
    return {text.data(), length};
}

/// Complete or not there, as the file itself; never over another backup.
fs::path keep(fs::path const& target, std::string_view text, struct stat const& old) {
    auto const temporary = write_beside(target, text, old.st_mode & 07777, &old);
    auto const base = target.string() + ".backup-" + stamp();
    for (int count = 1;; ++count) {
        fs::path const name = count == 1 ? base : base + "-" + std::to_string(count);
        if (::renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, name.c_str(), RENAME_NOREPLACE) == 0) return name;
        if (errno == EEXIST && count < 100) continue;
        int const error = errno;
        ::unlink(temporary.c_str());
        fail("keep a backup of", target, error);
    }
}

void check_unchanged(fs::path const& target, replacement const& with, bool exists) {
    auto const now = exists ? read_file(target, longest_file) : boost::system::result<std::string>(std::string());
    if (!now) throw std::runtime_error(describe_failure("read", target, now.error()));
    if (exists != with.expected.has_value() || (exists && *now != *with.expected))
        throw std::runtime_error(target.string() +
                                 " was changed by another program meanwhile: nothing was written, "
                                 "run this again");
}

}  // namespace

fs::path follow_links(fs::path const& path) {
    auto at = path;
    for (int steps = 0; fs::is_symlink(fs::symlink_status(at)); ++steps) {
        if (steps == 40) throw std::runtime_error("can't follow " + path.string() + ": its links lead in a circle");
        auto const to = fs::read_symlink(at);
        at = to.is_absolute() ? to : at.parent_path() / to;
    }
    return at;
}

fs::path replace_file(fs::path const& path, replacement const& with) {
    auto const target = follow_links(path);
    make_folders(target.parent_path());
    struct stat old{};
    bool const exists = ::stat(target.c_str(), &old) == 0;
    if (!exists && errno != ENOENT) fail("examine", target);
    if (exists && !S_ISREG(old.st_mode)) throw std::runtime_error(target.string() + " is not a regular file");
    mode_t const kept = old.st_mode & (with.private_mode ? 0700 : 07777);
    auto const temporary = write_beside(target, with.text, exists ? kept : with.mode, exists ? &old : nullptr);
    fs::path backup;
    try {
        check_unchanged(target, with, exists);
        if (exists && with.backup) backup = keep(target, *with.expected, old);
    } catch (...) {
        ::unlink(temporary.c_str());
        throw;
    }
    if (::rename(temporary.c_str(), target.c_str()) == 0) return backup;
    int const error = errno;
    ::unlink(temporary.c_str());
    fail("write", target, error);
}

}  // namespace platform
