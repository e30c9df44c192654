#pragma once
// Which addresses are of the public internet: what a server that fetches a stranger's URL may connect to. Private to
// `net`.

#include "net/resolver.hpp"
#include "net/url.hpp"

namespace net {

/// False for private, loopback, link-local, unique-local, shared (carrier-grade NAT), multicast, documentation,
/// reserved and translated addresses (IANA special-purpose registries). NAT64's well-known prefix counts as the IPv4
/// address that it holds.
bool is_public(boost::asio::ip::address const& address);

/// The addresses of `host` that may be connected to. Transparent proxies answer every name with an address of
/// 198.18.0.0/15, the network for benchmarks: for names of the cloud itself it is left in.
address_list public_ones(address_list const& addresses, std::string_view host);

/// A name of the cloud whose results are downloaded: no stranger can make one lead elsewhere.
bool is_cloud_name(std::string_view host);

}  // namespace net
