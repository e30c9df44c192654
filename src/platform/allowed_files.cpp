#include "platform/allowed_files.hpp"

#include "platform/ascii.hpp"
#include "platform/beneath.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <utility>

namespace platform {

namespace fs = std::filesystem;

open_file::open_file(open_file&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), size_(other.size_), path_(std::move(other.path_)) {}

open_file& open_file::operator=(open_file&& other) noexcept {
    std::swap(fd_, other.fd_);
    size_ = other.size_;
    path_.swap(other.path_);
    return *this;
}

open_file::~open_file() {
    if (fd_ >= 0) ::close(fd_);
}

namespace {

using refusal = allowed_files::refusal;

int hex_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// RFC 8089: `file:///path`, `file://localhost/path`, `file:/path`. Nothing for another host or a broken escape.
std::optional<std::string> path_of_url(std::string_view url) {
    url.remove_prefix(5);
    if (url.starts_with("//")) {
        url.remove_prefix(2);
        if (url.starts_with("localhost/")) url.remove_prefix(9);
    }
    if (!url.starts_with('/')) return {};
    std::string path;
    for (std::size_t i = 0; i < url.size(); ++i) {
        if (url[i] != '%') {
            path += url[i];
            continue;
        }
        if (i + 2 >= url.size() || hex_of(url[i + 1]) < 0 || hex_of(url[i + 2]) < 0) return {};
        path += static_cast<char>(hex_of(url[i + 1]) << 4 | hex_of(url[i + 2]));
        i += 2;
    }
    return path;
}

// The path below the folder; nothing when it is elsewhere. Both absolute and normal.
std::optional<fs::path> below(fs::path const& folder, fs::path const& path) {
    auto const [rest_of_folder, rest] = std::ranges::mismatch(folder, path);
    if (rest_of_folder != folder.end() || rest == path.end()) return {};
    fs::path relative;
    for (auto part = rest; part != path.end(); ++part) relative /= *part;
    return relative;
}

bool has_dot_part(fs::path const& relative) {
    return std::ranges::any_of(relative, [](fs::path const& part) { return part.native().starts_with('.'); });
}

fs::path normal(fs::path const& path) {
    auto made = path.lexically_normal();
    return made.has_filename() ? made : made.parent_path();
}

std::string list_of(std::vector<fs::path> const& roots) {
    std::string text;
    for (auto const& root : roots) text += (text.empty() ? "" : ", ") + root.string();
    return text;
}

std::string allowed_text(std::vector<fs::path> const& roots) {
    if (roots.empty()) return "This server reads no local files: give a URL.";
    return "Files are read from these folders only: " + list_of(roots) +
           ". Copy the file there, or let the server be started with --root FOLDER.";
}

// The name of the file that was probably meant.
std::string same_but_for_case(fs::path const& missing) {
    auto const wanted = missing.filename().string();
    std::error_code error;
    int looked_at = 0;
    for (fs::directory_iterator at(missing.parent_path(), error), end; !error && at != end; at.increment(error)) {
        auto const name = at->path().filename().string();
        if (equal_ignoring_case(name, wanted)) return name;
        if (++looked_at == 10'000) break;
    }
    return {};
}

refusal failed(fs::path const& path, std::error_code error) {
    if (error == std::errc::permission_denied) return {path.string() + " may not be read by this server's user."};
    return {path.string() + " can't be opened: " + error.message() + "."};
}

boost::system::result<open_file, refusal> irregular(fs::path const& path, mode_t mode) {
    if (S_ISDIR(mode)) return refusal{path.string() + " is a folder: name a file in it."};
    return refusal{path.string() + " is a device or a pipe, not a regular file."};
}

// `real` is below `root` and holds no link; one that is put there now makes opening it fail.
boost::system::result<open_file, refusal> open_below(fs::path const& root, fs::path const& relative,
                                                     fs::path const& real) {
    struct stat status{};
    // Opening a device can have effects: those are sorted out before as far as that can be known.
    if (::stat(real.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) return irregular(real, status.st_mode);
    auto const fd = open_beneath(root, relative);
    if (!fd) return failed(real, fd.error());
    bool const known = ::fstat(*fd, &status) == 0;
    open_file file(*fd, static_cast<std::uint64_t>(status.st_size), real);
    if (!known) return failed(real, {errno, std::system_category()});
    if (!S_ISREG(status.st_mode)) return irregular(real, status.st_mode);
    return file;
}

std::vector<fs::path> resolved(std::vector<fs::path> const& roots) {
    std::vector<fs::path> real;
    for (auto const& root : roots) {
        std::error_code error;
        auto found = fs::canonical(root, error);
        if (!error) real.push_back(std::move(found));
    }
    return real;
}

bool is_in_any(std::vector<fs::path> const& folders, fs::path const& path) {
    return std::ranges::any_of(folders, [&](fs::path const& folder) { return path == folder || below(folder, path); });
}

class opening {
public:
    explicit opening(std::vector<fs::path> const& roots) : given_(roots), real_(resolved(roots)) {}

    boost::system::result<open_file, refusal> open(fs::path const& absolute) const {
        auto const path = normal(absolute);
        std::error_code error;
        auto const real = fs::canonical(path, error);
        // Of what lies outside nothing is told, not even whether it is there.
        if (error && !is_in_any(given_, path) && !is_in_any(real_, path)) return outside(path);
        if (error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory) return missing(path);
        if (error) return failed(path, error);
        if (!is_in_any(real_, real)) return outside(path);
        return open_real(real);
    }

    /// Relative ones: in each root, then in the working directory.
    boost::system::result<open_file, refusal> find(fs::path const& relative) const {
        std::vector<fs::path> candidates;
        for (auto const& root : real_) candidates.push_back(root / relative);
        std::error_code error;
        if (auto const here = fs::current_path(error); !error && is_in_any(real_, here))
            candidates.push_back(here / relative);
        std::optional<refusal> first;
        for (auto const& candidate : candidates) {
            auto opened = open(candidate);
            if (opened) return opened;
            bool const told = fs::exists(candidate, error) && is_in_any(real_, normal(candidate));
            if (told && !first) first = std::move(opened).error();
        }
        if (first) return *std::move(first);
        return refusal{"There is no file " + relative.string() + " in the folders that may be read. " +
                       allowed_text(given_)};
    }

private:
    boost::system::result<open_file, refusal> open_real(fs::path const& real) const {
        for (auto const& root : real_) {
            if (real == root) return irregular(real, S_IFDIR);
            auto const relative = below(root, real);
            if (relative && !has_dot_part(*relative)) return open_below(root, *relative, real);
        }
        return refusal{real.string() +
                       " is hidden (its name or a folder's begins with a dot): hidden files are not read."};
    }

    refusal missing(fs::path const& path) const {
        auto text = "There is no file " + path.string() + ".";
        std::error_code error;
        auto const folder = fs::canonical(path.parent_path(), error);
        if (error || !is_in_any(real_, folder)) return {std::move(text)};
        if (auto const other = same_but_for_case(path); !other.empty()) text += " Its folder holds " + other + ".";
        return {std::move(text)};
    }

    refusal outside(fs::path const& path) const {
        return {path.string() + " is not in a folder that may be read. " + allowed_text(given_)};
    }

    std::vector<fs::path> const& given_;
    std::vector<fs::path> real_;
};

}  // namespace

allowed_files::allowed_files(std::vector<fs::path> roots) {
    for (auto const& root : roots) {
        std::error_code error;
        auto path = normal(fs::absolute(root, error));
        if (error || root.empty() || std::ranges::find(roots_, path) != roots_.end()) continue;
        roots_.push_back(std::move(path));
    }
}

boost::system::result<open_file, refusal> allowed_files::open(std::string_view path, fs::path const& home) const {
    if (path.empty()) return refusal{"The path is empty. " + allowed_text(roots_)};
    if (path.find('\0') != std::string_view::npos) return refusal{"The path holds a zero byte."};
    if (roots_.empty()) return refusal{allowed_text(roots_)};
    opening const in(roots_);
    if (begins_ignoring_case(path, "file:")) {
        auto const local = path_of_url(path);
        if (!local || local->find('\0') != std::string::npos)
            return refusal{std::string(path) +
                           " is not the URL of a local file: write file:///PATH or the path itself."};
        return in.open(*local);
    }
    if (path == "~" || path.starts_with("~/")) {
        if (home.empty()) return refusal{"There is no home folder that ~ could stand for: give an absolute path."};
        return in.open(path.size() <= 2 ? home : home / path.substr(2));
    }
    fs::path const named(path);
    return named.is_absolute() ? in.open(named) : in.find(named);
}

}  // namespace platform
