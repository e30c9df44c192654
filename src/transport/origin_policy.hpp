#pragma once
// Who may talk to the endpoint from a browser: the defence against DNS rebinding (2026-07-28 §Security Warning).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace transport {

/// A host name, or a host and port, or `scheme://host[:port]`, as given on the command line.
/// Immutable after construction: shared between threads.
class origin_policy {
public:
    /// `localhost`, 127.0.0.1 and [::1] are allowed with any port; `more` adds names.
    explicit origin_policy(std::vector<std::string> const& more = {});

    /// The Host header names this server.
    bool allows_host(std::optional<std::string_view> host) const;
    /// The Origin header is absent (no browser), or one of ours. `null` is refused.
    bool allows_origin(std::optional<std::string_view> origin) const;

private:
    bool allows_authority(std::string_view authority) const;

    std::vector<std::string> allowed_;
};

}  // namespace transport
