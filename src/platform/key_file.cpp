#include "platform/key_file.hpp"

#include "platform/files.hpp"

#include <fcntl.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <stdexcept>

namespace platform {
namespace {

using path_type = std::filesystem::path;

constexpr std::size_t longest_key_file = 1024;

[[noreturn]] void fail(std::string const& sentence) {
    throw std::runtime_error(sentence);
}

[[noreturn]] void fail_with_errno(std::string_view verb, path_type const& path) {
    fail(describe_failure(verb, path, {errno, boost::system::system_category()}));
}

class descriptor {
public:
    explicit descriptor(int fd) : fd_(fd) {}
    ~descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    descriptor(descriptor const&) = delete;
    int get() const { return fd_; }

private:
    int fd_;
};

std::string random_hex(std::size_t bytes) {
    std::array<unsigned char, 32> random{};
    if (::getrandom(random.data(), bytes, 0) != static_cast<ssize_t>(bytes)) fail("the system gives no random bytes");
    std::string text;
    for (std::size_t i = 0; i < bytes; ++i) {
        text += "0123456789abcdef"[random[i] >> 4];
        text += "0123456789abcdef"[random[i] & 15];
    }
    return text;
}

std::string octal(mode_t mode) {
    std::string text(4, '0');
    for (int digit = 3; digit >= 0; --digit, mode >>= 3) text[digit] = static_cast<char>('0' + (mode & 7));
    return text;
}

std::string trim(std::string const& text) {
    constexpr std::string_view blanks = " \t\r\n";
    auto const first = text.find_first_not_of(blanks);
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Of the open file, not of its name: the name may lead elsewhere a moment later.
void check_is_private(int fd, path_type const& path) {
    struct stat what{};
    if (::fstat(fd, &what) != 0) fail_with_errno("examine the key file", path);
    if (!S_ISREG(what.st_mode)) fail("the key file " + path.string() + " is not a regular file");
    mode_t const open_to_others = what.st_mode & 0077;
    if (open_to_others == 0) return;
    fail("the key file " + path.string() + " is open to other users (mode " + octal(what.st_mode & 07777) +
         "): run chmod 600 " + path.string() + ", or delete it to have a new key made, which ends all sessions");
}

/// Nothing when there is no such file.
std::optional<std::string> load(path_type const& path) {
    // Without O_NONBLOCK a named pipe in the file's place would hold the start for ever.
    descriptor const file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    if (file.get() < 0 && errno == ENOENT) return std::nullopt;
    if (file.get() < 0) fail_with_errno("open the key file", path);
    check_is_private(file.get(), path);
    auto const content = read_descriptor(file.get(), longest_key_file);
    if (!content) fail(describe_failure("read the key file", path, content.error()));
    auto key = trim(*content);
    if (key.empty()) fail("the key file " + path.string() + " is empty: delete it to have a new key made");
    return key;
}

void make_private_folder(path_type const& folder) {
    if (folder.empty() || ::mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST) return;
    if (errno != ENOENT || folder == folder.parent_path()) fail_with_errno("make the folder", folder);
    make_private_folder(folder.parent_path());
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) fail_with_errno("make the folder", folder);
}

void write_new_file(path_type const& path, std::string const& text) {
    descriptor const file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (file.get() < 0) fail_with_errno("make", path);
    bool const written = ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
    // On disk before it has its name, or a power cut could leave an empty key file.
    if (written && ::fsync(file.get()) == 0) return;
    int const error = errno;
    ::unlink(path.c_str());
    errno = error;
    fail_with_errno("write", path);
}

/// Gives the file its name unless that is taken. Some file systems have no links, others no rename without replacing.
bool publish(path_type const& temporary, path_type const& path) {
    if (::link(temporary.c_str(), path.c_str()) == 0 || errno == EEXIST) return true;
    if (::renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) == 0) return true;
    return errno == EEXIST;
}

void make(path_type const& path) {
    make_private_folder(path.parent_path());
    path_type const temporary = path.string() + "." + random_hex(8);
    write_new_file(temporary, random_hex(32) + "\n");
    bool const published = publish(temporary, path);
    int const error = errno;
    ::unlink(temporary.c_str());
    errno = error;
    if (!published) fail_with_errno("make the key file", path);
}

}  // namespace

std::string load_or_make_key(path_type const& path) {
    if (auto key = load(path)) return *key;
    make(path);
    // Whoever won the race: its key, and no other, is the one to use.
    if (auto key = load(path)) return *key;
    fail("the key file " + path.string() + " disappeared while it was made");
}

}  // namespace platform
