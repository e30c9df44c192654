#include "sandbox/sandbox.hpp"

#include "sandbox/errors.hpp"
#include "sandbox/runner.hpp"
#include "sandbox/service.hpp"
#include "sandbox/upload_policy.hpp"

#include "net/server.hpp"

namespace sandbox {
namespace {

// An upload of the largest size, with its form around it. Bodies are read whole: a large upload needs its memory.
constexpr std::size_t body_limit = largest_upload + 1024 * 1024;

net::server_options to_server_options(options const& settings) {
    net::server_options result;
    result.body_limit = body_limit;
    result.certificate_file = settings.certificate_file;
    result.key_file = settings.key_file;
    return result;
}

class handler final : public net::request_handler {
public:
    handler(platform::executor executor, options settings) : executor_(executor), service_(std::move(settings)) {}

    platform::task<void> handle(net::server_request const& asked, net::responder& answer) override {
        ++requests;
        auto what = service_.answer(to_request(asked));
        co_await perform(std::move(what), answer, executor_);
    }

    std::string refusal(int status) const override {
        auto error = invalid_parameter("[sandbox] The HTTP server refused this request.");
        error.status = status;
        return error_body(error, error_shape::native, {});
    }

    std::size_t requests = 0;

private:
    platform::executor executor_;
    service service_;
};

}  // namespace

struct server::impl {
    impl(platform::executor executor, options const& settings)
        : requests(executor, settings), http(executor, to_server_options(settings), requests) {}

    handler requests;
    net::server http;
};

server::server(platform::executor executor, options const& settings)
    : impl_(std::make_unique<impl>(executor, settings)) {}
server::~server() = default;

std::uint16_t server::listen(std::string const& address, std::uint16_t port) {
    return impl_->http.listen(address, port);
}
void server::close() {
    impl_->http.close();
}
std::size_t server::requests() const {
    return impl_->requests.requests;
}

}  // namespace sandbox
