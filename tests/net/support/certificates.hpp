#pragma once
// Certificates for tests, made on the spot: an authority, and what it signs.

#include "net/stream.hpp"

#include <openssl/types.h>

#include <filesystem>
#include <memory>
#include <string>

namespace test {

/// A folder that goes with its owner.
class temporary_folder {
public:
    temporary_folder();
    ~temporary_folder();
    temporary_folder(temporary_folder const&) = delete;
    std::string file(std::string const& name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

struct certificate {
    std::shared_ptr<X509> x509;
    std::shared_ptr<EVP_PKEY> key;
};

struct subject {
    std::string alternative_names = {};  // as OpenSSL writes them: `DNS:localhost,IP:127.0.0.1`
    long valid_from = -3600;             // seconds from now
    long valid_until = 3600;
};

class authority {
public:
    explicit authority(std::string const& name);
    certificate issue(subject const& to) const;
    /// A PEM file with the authority's own certificate.
    std::string const& file() const { return file_; }
    /// The server's context for a newly issued certificate.
    std::shared_ptr<net::tls_context> server(subject const& to) const;

private:
    temporary_folder folder_;
    certificate self_;
    std::string file_;
};

void write_certificate(std::string const& path, certificate const& what);
void write_key(std::string const& path, certificate const& what);

}  // namespace test
