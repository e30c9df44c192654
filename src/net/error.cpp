// The client's errors: their category, and the exception that carries them.

#include "net/client.hpp"

namespace net {

namespace {

class client_category final : public boost::system::error_category {
public:
    char const* name() const noexcept override { return "net.client"; }

    std::string message(int value) const override {
        switch (static_cast<client_errc>(value)) {
            case client_errc::resolve_failed:
                return "the name look-up failed";
            case client_errc::connect_failed:
                return "no connection could be made";
            case client_errc::connect_timeout:
                return "no connection was made in time";
            case client_errc::tls_failed:
                return "the TLS handshake failed";
            case client_errc::proxy_failed:
                return "the proxy made no tunnel";
            case client_errc::read_timeout:
                return "the server sent nothing for too long";
            case client_errc::deadline_exceeded:
                return "the request took too long";
            case client_errc::connection_lost:
                return "the connection was lost";
            case client_errc::bad_response:
                return "the answer is not HTTP";
            case client_errc::too_large:
                return "the answer is too large";
            case client_errc::forbidden_address:
                return "the host has no public address";
        }
        return "unknown error";
    }
};

}  // namespace

boost::system::error_code make_error_code(client_errc code) {
    static client_category const category;
    return {static_cast<int>(code), category};
}

client_error::client_error(client_errc code, progress how_far, std::string detail)
    : code_(code), how_far_(how_far), text_(std::move(detail)) {
    if (text_.empty()) text_ = make_error_code(code).message();
}

}  // namespace net
