#include "tools/output_folder.hpp"

#include "seal/random.hpp"

#include <cerrno>
#include <cstring>
#include <ctime>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace tools {

namespace {

constexpr std::size_t longest_stem = 40;

[[noreturn]] void fail(std::filesystem::path const& at, int code) {
    throw folder_error("can't write to " + at.string() + ": " + std::strerror(code));
}

int open_new(std::filesystem::path const& path) {
    return ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
}

std::string timestamp(std::chrono::system_clock::time_point now) {
    auto const seconds = std::chrono::system_clock::to_time_t(now);
    std::tm parts{};
    ::localtime_r(&seconds, &parts);
    char text[32];
    return {text, std::strftime(text, sizeof text, "%Y%m%d-%H%M%S", &parts)};
}

}  // namespace

std::string safe_stem(std::string_view stem) {
    std::string result;
    for (char const c : stem) {
        bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter || c == '-' || c == '_') result += c;
        else if (c == ' ' && !result.empty() && result.back() != '-') result += '-';
        if (result.size() == longest_stem) break;
    }
    while (result.ends_with('-')) result.pop_back();
    return result.empty() ? "result" : result;
}

new_file::new_file(std::filesystem::path folder) : folder_(std::filesystem::absolute(std::move(folder))) {
    std::error_code failed;
    std::filesystem::create_directories(folder_, failed);
    if (failed) fail(folder_, failed.value());
    path_ = folder_ / (".dashscope-" + seal::random_id() + ".part");
    fd_ = open_new(path_);
    if (fd_ < 0) fail(folder_, errno);
}

new_file::~new_file() {
    if (fd_ >= 0) ::close(fd_);
    if (!path_.empty()) ::unlink(path_.c_str());
}

void new_file::write(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const count = ::write(fd_, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail(folder_, errno);
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

std::filesystem::path new_file::keep(std::string_view stem, int number, std::string_view extension,
                                     std::chrono::system_clock::time_point now) {
    int const fd = std::exchange(fd_, -1);
    // Some file systems tell only now that the disk is full.
    if (::close(fd) != 0 && errno != EINTR) fail(folder_, errno);
    auto const beginning = timestamp(now) + "-" + safe_stem(stem) + "-";
    for (;; ++number) {
        auto name = beginning + std::to_string(number);
        if (!extension.empty()) name += "." + std::string(extension);
        auto const place = folder_ / name;
        // The name is taken by an empty file of ours, which the rename then replaces.
        int const taken = open_new(place);
        if (taken < 0 && errno == EEXIST) continue;
        if (taken < 0) fail(folder_, errno);
        ::close(taken);
        if (::rename(path_.c_str(), place.c_str()) != 0) {
            int const code = errno;
            ::unlink(place.c_str());
            fail(folder_, code);
        }
        path_.clear();
        return place;
    }
}

}  // namespace tools
