#pragma once
// Which files were uploaded already, for whom and for which model: values only, time passed in.

#include "platform/task.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>

namespace dashscope {

/// What makes a file the same.
struct file_identity {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::uint64_t size = 0;
    std::int64_t changed_ns = 0;

    auto operator<=>(file_identity const&) const = default;
};

/// Uploads live for 48 hours; the cache forgets them after 40. One owner, one thread.
class upload_cache {
public:
    struct key {
        file_identity file;
        std::string account;  // host and API key
        std::string model;

        auto operator<=>(key const&) const = default;
    };

    std::optional<std::string> find(key const& of, platform::clock::time_point now);
    void keep(key of, std::string reference, platform::clock::time_point now);
    std::size_t size() const { return entries_.size(); }

private:
    struct entry {
        std::string reference;
        platform::clock::time_point until;
    };

    std::map<key, entry> entries_;
};

}  // namespace dashscope
