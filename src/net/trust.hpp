#pragma once
// Which certificates a client believes, and the sentence that tells why it didn't believe one. Private to `net`.

#include <boost/system/error_code.hpp>

#include <openssl/types.h>

#include <string>

namespace net {

/// Loads the trusted authorities from `ca_file`, else SSL_CERT_FILE and SSL_CERT_DIR, else the first of the
/// distributions' known places that has any: OpenSSL is linked statically, so the directory that was compiled into it
/// is the build machine's. Throws std::runtime_error.
void load_authorities(SSL_CTX* context, std::string const& ca_file);

/// Makes the handshake fail unless the certificate is for `host`, a name or an address, and sends a name as SNI.
/// Returns false when OpenSSL takes it for neither.
bool expect_host(SSL* connection, std::string const& host);

/// One sentence on a failed handshake of a client.
std::string explain_handshake(SSL* connection, boost::system::error_code error, std::string const& host);

}  // namespace net
