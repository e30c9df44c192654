#pragma once
// Name look-ups that can be given up: getaddrinfo can't be interrupted, so each runs on a thread of its own that nobody
// waits for.

#include "platform/task.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/system/result.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace net {

using address_list = std::vector<boost::asio::ip::address>;

/// Finds the addresses of a name. Called on a thread of its own; it may block and must not throw.
using name_lookup = std::function<boost::system::result<address_list>(std::string const& name)>;

/// getaddrinfo.
boost::system::result<address_list> system_lookup(std::string const& name);

/// Resolves names to addresses, in the order in which they should be tried. Callers that ask for the same name at the
/// same time share one look-up. One owner, one thread. Look-ups that still hang when it is destroyed are left alone:
/// they don't keep the process from ending.
class resolver {
public:
    explicit resolver(platform::executor executor, name_lookup lookup = system_lookup, int limit = 16);
    ~resolver();
    resolver(resolver const&) = delete;

    /// At least one address, or why there is none; `resource_unavailable_try_again` when too many look-ups hang. An
    /// address, written as text, is returned as it is. Cancelling the coroutine returns at once.
    platform::task<boost::system::result<address_list>> resolve(std::string host);

    /// Ends every wait with an error. Must have happened before the io_context is destroyed; the destructor does it.
    void stop();

private:
    struct lookup;
    struct impl;
    std::shared_ptr<impl> impl_;
};

}  // namespace net
