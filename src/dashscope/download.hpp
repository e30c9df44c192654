#pragma once
// Fetching what a result names: streamed to a file, bounded, never to a private address.

#include "net/url.hpp"
#include "platform/task.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace net {
class client;
}

namespace dashscope {

struct download_rules {
    std::uint64_t max_bytes = std::uint64_t{2} << 30;
    /// The configured base host: exempt from the rules on schemes and addresses (the sandbox is on loopback).
    net::origin base;
    /// The media type that is expected, or its beginning: "image/"; empty: any. What the bytes are decides.
    std::string expected_type;
};

/// Hands the body on piece by piece. `http` is raised to `https`, redirects are refused, and so are loopback, private
/// and link-local addresses after resolution (the address that was checked is the one connected to). Throws failure.
platform::task<std::uint64_t> download(net::client& http, std::string url, download_rules rules,
                                       std::function<void(std::string_view)> take);

}  // namespace dashscope
