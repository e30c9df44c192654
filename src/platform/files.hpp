#pragma once
// Reading small files whole: configuration, keys, certificates. Media are streamed, never read like this.

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

#include <filesystem>
#include <string>

namespace platform {

/// All bytes of a file, at most `limit` of them. Works on pipes too (`--config <(…)`), and then waits for their end.
/// Fails with an errno in the system category; a longer file is `file_too_large`, a folder `is_a_directory`.
boost::system::result<std::string> read_file(std::filesystem::path const& path, std::size_t limit);

/// The rest of an open descriptor, which stays open. Limit and failures as above.
boost::system::result<std::string> read_descriptor(int fd, std::size_t limit);

/// One sentence for a person: `can't read /etc/key: Permission denied`.
std::string describe_failure(std::string_view verb, std::filesystem::path const& path,
                             boost::system::error_code const& error);

}  // namespace platform
