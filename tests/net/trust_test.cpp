#include "net/trust.hpp"

#include "support/certificates.hpp"
#include "support/peer.hpp"
#include "support/run.hpp"

#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace asio = boost::asio;
using test::act;
using test::authority;
using test::peer;

namespace {

net::tls_context::outcome handshake(asio::io_context& io, net::tls_context& client, peer const& server,
                                    std::string const& host) {
    net::tcp_socket socket(io);
    socket.connect({asio::ip::address_v4::loopback(), server.port()});
    return test::run(io, client.connect(std::move(socket), host));
}

// Sets an environment variable for as long as it lives.
class environment {
public:
    environment(char const* name, std::string const& value) : name_(name) { ::setenv(name, value.c_str(), 1); }
    ~environment() { ::unsetenv(name_); }
    environment(environment const&) = delete;

private:
    char const* name_;
};

}  // namespace

TEST_CASE("where trusted authorities come from") {
    authority const ca("tests");
    test::temporary_folder const folder;
    auto const garbage = folder.file("garbage.pem");
    std::ofstream(garbage) << "no certificate\n";

    auto const trusts = [&](std::string const& ca_file) {
        asio::io_context io;
        peer const server(io, {{{act::hang}}}, ca.server({"DNS:api.test"}));
        return handshake(io, *net::make_client_tls(ca_file), server, "api.test").stream != nullptr;
    };
    SUBCASE("SSL_CERT_FILE") {
        environment const set("SSL_CERT_FILE", ca.file());
        CHECK(trusts(""));
    }
    SUBCASE("the option before SSL_CERT_FILE") {
        authority const other("other");
        environment const set("SSL_CERT_FILE", ca.file());
        CHECK(!trusts(other.file()));
    }
    SUBCASE("an empty SSL_CERT_FILE is none") {
        environment const set("SSL_CERT_FILE", "");
        CHECK(!trusts(""));
    }
    SUBCASE("an SSL_CERT_DIR without certificates") {
        environment const set("SSL_CERT_DIR", folder.file(""));
        CHECK(!trusts(""));
    }
    SUBCASE("a file that is missing, or holds none, is an error") {
        for (auto const& path : {garbage, folder.file("missing.pem")}) {
            CHECK_THROWS_AS(net::make_client_tls(path), std::runtime_error);
            environment const set("SSL_CERT_FILE", path);
            CHECK_THROWS_AS(net::make_client_tls(""), std::runtime_error);
        }
    }
    SUBCASE("a directory that is missing is an error") {
        environment const set("SSL_CERT_DIR", folder.file("missing"));
        CHECK_THROWS_AS(net::make_client_tls(""), std::runtime_error);
    }
}
