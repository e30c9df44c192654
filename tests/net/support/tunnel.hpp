#pragma once
// A proxy that opens tunnels by CONNECT, whatever the name, to the port on loopback.

#include <boost/asio/io_context.hpp>

#include <memory>
#include <string>
#include <vector>

namespace test {

class tunnel_proxy {
public:
    /// With `authorization` it refuses requests that don't carry that.
    explicit tunnel_proxy(boost::asio::io_context& io, std::string authorization = {});
    ~tunnel_proxy();

    std::uint16_t port() const;
    std::vector<std::string> const& requests() const;

private:
    struct state;
    std::shared_ptr<state> state_;
};

}  // namespace test
