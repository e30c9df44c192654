#pragma once
// Local files that a caller may name: inside allowed folders only, resolved without symlink races.

#include <boost/system/result.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace platform {

/// An open file for reading. Movable; closes itself.
class open_file {
public:
    open_file() = default;
    open_file(int fd, std::uint64_t size, std::filesystem::path path) : fd_(fd), size_(size), path_(std::move(path)) {}
    open_file(open_file&& other) noexcept;
    open_file& operator=(open_file&& other) noexcept;
    ~open_file();

    int fd() const { return fd_; }
    std::uint64_t size() const { return size_; }
    std::filesystem::path const& path() const { return path_; }  // as resolved

private:
    int fd_ = -1;
    std::uint64_t size_ = 0;
    std::filesystem::path path_;
};

/// Immutable after construction: shared between threads.
class allowed_files {
public:
    /// Folders that don't exist are left out until they do. No folders: nothing is allowed.
    explicit allowed_files(std::vector<std::filesystem::path> roots);

    /// Opens a regular file below a root. Symbolic links are resolved first and what they lead to must be below a root;
    /// that path is then opened without following any (openat2 with RESOLVE_BENEATH, RESOLVE_NO_SYMLINKS and
    /// RESOLVE_NO_MAGICLINKS; where the kernel has no openat2, each component by openat with O_NOFOLLOW), so a link
    /// that is put there in between opens nothing. `~/` is expanded with `home`; `file://` is understood; relative
    /// paths are tried in each root, then in the working directory if that is inside a root. Dot-files and files in
    /// dot-folders below the root are refused. The error's text says what is allowed.
    struct refusal {
        std::string text;
    };
    boost::system::result<open_file, refusal> open(std::string_view path, std::filesystem::path const& home) const;
    /// As they were given, made absolute.
    std::vector<std::filesystem::path> const& roots() const { return roots_; }

private:
    std::vector<std::filesystem::path> roots_;
};

}  // namespace platform
