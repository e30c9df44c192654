#include "net/connector.hpp"

#include <array>

#include "net/address_policy.hpp"
#include "net/dial.hpp"
#include "net/response_parser.hpp"

namespace net {

namespace {

client_error failed(client_errc code, std::string detail) {
    return {code, progress::not_sent, std::move(detail)};
}

std::string address_of(origin const& where) {
    return where.host + " port " + std::to_string(where.port);
}

// Reads the proxy's answer. Nothing of the tunnel can follow it yet: with TLS the client speaks first.
platform::task<boost::system::result<int>> read_answer(stream& connection) {
    response_parser parser(true);
    std::string received;
    std::array<char, 1024> piece;
    while (!parser.done()) {
        auto const got = co_await connection.read_some(boost::asio::buffer(piece));
        if (got.error) co_return got.error;
        received.append(piece.data(), got.bytes);
        auto const used = parser.put(received);
        if (!used) co_return used.error();
        received.erase(0, *used);
        if (received.size() > response_head_limit) break;
    }
    co_return parser.status();
}

}  // namespace

std::string route::key() const {
    auto text = to.text();
    if (via) text.append(" ").append(via->where.text()).append(" ").append(via->authorization);
    if (public_only) text.append(" public");
    return text;
}

connector::connector(platform::executor executor, client_options const& options)
    : names_(executor, options.lookup ? options.lookup : system_lookup),
      ca_file_(options.ca_file),
      user_agent_(options.user_agent) {}

platform::task<std::unique_ptr<stream>> connector::connect(route where) {
    auto socket = co_await reach(where);
    if (!where.to.tls) co_return make_plain_stream(std::move(socket));
    if (where.via) socket = co_await tunnel(std::move(socket), *where.via, where.to);
    auto secured = co_await tls().connect(std::move(socket), where.to.host);
    if (!secured.stream) throw failed(client_errc::tls_failed, secured.detail);
    co_return std::move(secured.stream);
}

platform::task<tcp_socket> connector::reach(route where) {
    auto const& hop = where.via ? where.via->where : where.to;
    auto const name = (where.via ? "the proxy " : "") + address_of(hop);
    if (where.via && where.public_only && !is_cloud_name(where.to.host))
        throw failed(client_errc::forbidden_address,
                     where.to.host + " would be looked up by " + name + ", so it can't be checked that it is public");
    auto addresses = co_await names_.resolve(hop.host);
    if (!addresses) {
        auto const too_many = addresses.error() == boost::system::errc::resource_unavailable_try_again;
        auto const why = too_many ? "too many look-ups wait for an answer" : addresses.error().message();
        throw failed(client_errc::resolve_failed, "the address of " + name + " was not found: " + why);
    }
    if (where.public_only && !where.via) {
        *addresses = public_ones(*addresses, hop.host);
        if (addresses->empty())
            throw failed(client_errc::forbidden_address,
                         hop.host + " has no public address: nothing is fetched from it");
    }
    auto connected = co_await dial(*std::move(addresses), hop.port);
    if (!connected)
        throw failed(client_errc::connect_failed, "no connection to " + name + ": " + connected.error().message());
    co_return *std::move(connected);
}

platform::task<tcp_socket> connector::tunnel(tcp_socket socket, proxy via, origin to) {
    auto const plain = make_plain_stream(std::move(socket));
    auto const request = connect_request(via, to, user_agent_);
    boost::asio::const_buffer const bytes = boost::asio::buffer(request);
    auto const written = co_await plain->write({&bytes, 1});
    auto const name = "the proxy " + address_of(via.where);
    if (written.error) throw failed(client_errc::proxy_failed, name + " closed the connection");

    auto const status = co_await read_answer(*plain);
    if (!status) throw failed(client_errc::proxy_failed, name + " gave no answer: " + status.error().message());
    if (*status / 100 != 2)
        throw failed(client_errc::proxy_failed, name + " refused a tunnel to " + address_of(to) + ": " +
                                                    std::to_string(*status) + " " +
                                                    std::string(reason_phrase(*status)));
    co_return std::move(plain->socket());
}

tls_context& connector::tls() {
    if (tls_) return *tls_;
    try {
        tls_ = make_client_tls(ca_file_);
    } catch (std::runtime_error const& error) {
        throw failed(client_errc::tls_failed, error.what());
    }
    return *tls_;
}

}  // namespace net
