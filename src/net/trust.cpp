#include "net/trust.hpp"

#include <boost/asio/ip/address.hpp>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace net {

namespace {

// Debian and Alpine, Fedora, openSUSE, older RHEL, RHEL's extracted bundle, Alpine and BSD.
constexpr char const* known_files[] = {
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/pki/tls/cacert.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/cert.pem",
};

constexpr char const* known_directories[] = {"/etc/ssl/certs", "/etc/pki/tls/certs"};

std::string environment(char const* name) {
    char const* const value = std::getenv(name);
    return value == nullptr ? std::string() : value;
}

bool load_file(SSL_CTX* context, std::string const& path) {
    bool const loaded = SSL_CTX_load_verify_file(context, path.c_str()) == 1;
    ERR_clear_error();
    return loaded;
}

// OpenSSL looks into a directory only when it needs a certificate, so a wrong path would show up as an unknown
// authority.
bool load_directory(SSL_CTX* context, std::string const& path) {
    std::error_code ignored;
    if (path.find(':') == std::string::npos && !std::filesystem::is_directory(path, ignored)) return false;
    return SSL_CTX_load_verify_dir(context, path.c_str()) == 1;
}

void require_file(SSL_CTX* context, std::string const& path, std::string const& origin) {
    if (!load_file(context, path))
        throw std::runtime_error("no certificate could be read from " + path + " (" + origin + ")");
}

bool load_known_places(SSL_CTX* context) {
    for (auto const* path : known_files)
        if (load_file(context, path)) return true;
    for (auto const* path : known_directories)
        if (load_directory(context, path)) return true;
    return false;
}

}  // namespace

void load_authorities(SSL_CTX* context, std::string const& ca_file) {
    if (!ca_file.empty()) return require_file(context, ca_file, "the CA file of the options");

    auto const file = environment("SSL_CERT_FILE");
    auto const directory = environment("SSL_CERT_DIR");
    if (!file.empty()) require_file(context, file, "SSL_CERT_FILE");
    if (!directory.empty() && !load_directory(context, directory))
        throw std::runtime_error("there is no directory " + directory + " (SSL_CERT_DIR)");
    if (!file.empty() || !directory.empty()) return;

    if (!load_known_places(context))
        throw std::runtime_error(
            "no trusted certificate authorities were found: install the ca-certificates package or set SSL_CERT_FILE");
}

bool expect_host(SSL* connection, std::string const& host) {
    SSL_set_hostflags(connection, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    boost::system::error_code no_address;
    boost::asio::ip::make_address(host, no_address);
    // RFC 6066 §3: an address is never sent as SNI.
    if (!no_address) return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(connection), host.c_str()) == 1;
    return SSL_set_tlsext_host_name(connection, host.c_str()) == 1 && SSL_set1_host(connection, host.c_str()) == 1;
}

std::string explain_handshake(SSL* connection, boost::system::error_code error, std::string const& host) {
    auto const verdict = SSL_get_verify_result(connection);
    switch (verdict) {
        case X509_V_OK:
            return "the TLS handshake with " + host + " failed: " + error.message();
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return "the certificate of " + host + " has expired";
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return "the certificate of " + host + " is not valid yet (or this machine's clock is wrong)";
        case X509_V_ERR_HOSTNAME_MISMATCH:
        case X509_V_ERR_IP_ADDRESS_MISMATCH:
            return "the certificate was not issued for " + host;
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
            return "the certificate of " + host + " comes from an unknown authority (behind an inspecting proxy, " +
                   "name its CA file)";
        default:
            return "the certificate of " + host + " was refused: " + X509_verify_cert_error_string(verdict);
    }
}

}  // namespace net
