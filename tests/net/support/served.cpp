#include "support/served.hpp"

#include <array>

namespace asio = boost::asio;

namespace test {

namespace {

std::unique_ptr<net::stream> connect_to(asio::io_context& io, std::uint16_t port) {
    net::tcp_socket socket(io);
    socket.connect({asio::ip::address_v4::loopback(), port});
    return net::make_plain_stream(std::move(socket));
}

}  // namespace

wire::wire(asio::io_context& io, std::uint16_t port) : wire(io, connect_to(io, port)) {}

wire::wire(asio::io_context& io, std::unique_ptr<net::stream> connected) : io_(io), stream_(std::move(connected)) {}

wire& wire::send(std::string_view bytes) {
    std::array const buffers{asio::const_buffer(bytes.data(), bytes.size())};
    // A server that has refused and closed already takes no more: what it answered is what counts.
    test::run(io_, stream_->write(buffers));
    return *this;
}

bool wire::read_more() {
    std::array<char, 64 * 1024> piece;
    auto const got = test::run(io_, stream_->read_some(asio::buffer(piece)));
    input_.append(piece.data(), got.bytes);
    return !got.error;
}

answered wire::receive(bool to_head) {
    net::response_parser parser(to_head);
    while (true) {
        auto const used = parser.put(input_);
        REQUIRE(used.has_value());
        input_.erase(0, *used);
        if (parser.done()) break;
        if (read_more()) continue;
        REQUIRE_FALSE(parser.put_end());
        break;
    }
    return {parser.status(), parser.fields(), std::move(parser.body()), parser.keep_alive()};
}

std::string wire::receive_until(std::string_view end) {
    while (input_.find(end) == std::string::npos) REQUIRE(read_more());
    auto const size = input_.find(end) + end.size();
    auto const taken = input_.substr(0, size);
    input_.erase(0, size);
    return taken;
}

std::string wire::receive_rest() {
    while (read_more()) {
    }
    return std::move(input_);
}

void wire::reset() {
    stream_->socket().set_option(asio::socket_base::linger(true, 0));
    stream_->close();
}

platform::task<void> handler::handle(net::server_request const& request, net::responder& answer) {
    requests.push_back({std::string(request.method()), std::string(request.target()), std::string(request.body())});
    if (act) {
        co_await act(request, answer);
        co_return;
    }
    auto const& last = requests.back();
    auto const text = last.method + ' ' + last.target + ' ' + last.body;
    co_await answer.send(200, "text/plain", text, {});
}

served::~served() {
    server.reset();
    settle();
}

net::server& served::use() {
    if (server) return *server;
    server.emplace(io.get_executor(), options, handler);
    port_ = server->listen("127.0.0.1", 0);
    return *server;
}

std::uint16_t served::port() {
    use();
    return port_;
}

void served::settle() {
    io.restart();
    io.poll();
}

std::string post(std::string_view target, std::string_view body, std::string_view more_fields) {
    std::string text = "POST " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(more_fields);
    return text + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

}  // namespace test
