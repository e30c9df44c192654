#pragma once
// Links to this server itself, over HTTP: to files that it keeps for a caller, and for uploads. Sealed tokens
// (design.md, "One token format"): whoever has one may use it, nobody can make one.

#include "mcp/request_context.hpp"
#include "seal/keyring.hpp"

#include <boost/system/result.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace tools {

/// What an upload link allows: one file for one model.
struct upload_order {
    std::string id;  // random: what makes a link one-time
    std::string model;
    std::string name;  // of the file, may be empty
    std::uint64_t max_bytes = 0;
};

/// A link that was opened.
template <class T>
struct opened_link {
    T what;
    std::chrono::sys_seconds expires;
};

/// One owner; `listens_at` before the first link, then read only.
class links {
public:
    using clock = std::function<std::chrono::system_clock::time_point()>;

    /// `keys` must outlive it. `public_url` is how callers reach this server; empty: by the host that they addressed.
    links(seal::keyring const& keys, clock now, std::string public_url);

    /// Scheme and authority, for callers that told no host.
    void listens_at(std::string base) { listening_ = std::move(base); }

    std::string to_file(std::filesystem::path const& file, std::string_view host) const;
    std::string for_upload(upload_order const& order, std::string_view host) const;
    /// When links that are made now end.
    std::chrono::system_clock::time_point file_end() const;
    std::chrono::system_clock::time_point upload_end() const;

    /// Fail with a seal::open_errc.
    boost::system::result<opened_link<std::filesystem::path>> open_file(std::string_view token) const;
    boost::system::result<opened_link<upload_order>> open_upload(std::string_view token) const;

    /// Of the paths that the server answers at.
    static constexpr std::string_view file_prefix = "/media/";
    static constexpr std::string_view upload_prefix = "/upload/";

private:
    std::string base(std::string_view host) const;

    seal::keyring const& keys_;
    clock now_;
    std::string public_url_;
    std::string listening_;
};

}  // namespace tools
