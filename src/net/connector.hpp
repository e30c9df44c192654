#pragma once
// Makes a connection ready for requests: look-up, TCP, the proxy's tunnel, TLS. Private to `net`.

#include "net/client.hpp"
#include "net/proxy.hpp"
#include "net/resolver.hpp"
#include "net/stream.hpp"

#include <memory>
#include <optional>
#include <string>

namespace net {

/// Where a connection leads and how: connections of equal routes serve each other's requests.
struct route {
    origin to;
    std::optional<proxy> via;
    bool public_only = false;  // connections made without this check serve no request that wants it

    /// The proxy of a request that goes through it untunnelled: its head must look different.
    std::optional<proxy> asked_proxy() const { return to.tls ? std::nullopt : via; }
    std::string key() const;
};

/// One owner, one thread. The TLS context is made at the first https origin.
class connector {
public:
    connector(platform::executor executor, client_options const& options);

    /// Throws client_error (progress::not_sent).
    platform::task<std::unique_ptr<stream>> connect(route where);
    /// Ends look-ups that are waited for.
    void stop() { names_.stop(); }

private:
    platform::task<tcp_socket> reach(route where);
    platform::task<tcp_socket> tunnel(tcp_socket socket, proxy via, origin to);
    tls_context& tls();

    resolver names_;
    std::string ca_file_;
    std::string user_agent_;
    std::shared_ptr<tls_context> tls_;
};

}  // namespace net
