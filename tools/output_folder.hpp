#pragma once
// The folder that results are saved in: made when first needed, its files never overwritten.

#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace tools {

/// Nothing can be saved; the text says why, for a person: "can't write to /x: Permission denied".
class folder_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// What is left of a caller's stem: letters, digits, - and _; blanks become -. "result" when nothing is.
std::string safe_stem(std::string_view stem);

/// A new file that has no name yet: written beside its place, then put there. Without `keep` it leaves nothing behind.
/// One owner, one thread.
class new_file {
public:
    /// Makes the folder where it is missing. Throws folder_error.
    explicit new_file(std::filesystem::path folder);
    ~new_file();
    new_file(new_file const&) = delete;

    void write(std::string_view bytes);
    /// Gives it the first free name `YYYYMMDD-HHMMSS-stem-N.ext` from `number` on; never that of another file. Names sort
    /// by time. Gives the absolute path.
    std::filesystem::path keep(std::string_view stem, int number, std::string_view extension,
                               std::chrono::system_clock::time_point now);
    /// Where its bytes are before that.
    std::filesystem::path const& path() const { return path_; }

private:
    std::filesystem::path folder_;
    std::filesystem::path path_;
    int fd_ = -1;
};

}  // namespace tools
