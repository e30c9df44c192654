#include "scripted_server.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <charconv>

namespace dashscope::test {

namespace asio = boost::asio;

namespace {

std::string chunked(std::string_view body) {
    std::array<char, 16> digits{};
    auto end = std::to_chars(digits.data(), digits.data() + digits.size(), body.size(), 16).ptr;
    return std::string(digits.data(), end) + "\r\n" + std::string(body) + "\r\n";
}

constexpr std::string_view stream_head =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream;charset=UTF-8\r\nx-request-id: head-id\r\n"
    "Transfer-Encoding: chunked\r\n\r\n";

std::size_t content_length(std::string const& head) {
    auto at = head.find("Content-Length: ");
    return at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
}

}  // namespace

reply answer(int status, std::string_view content_type, std::string_view body, std::string_view more_fields) {
    std::string bytes = "HTTP/1.1 " + std::to_string(status) +
                        " Whatever\r\nContent-Type: " + std::string(content_type) + "\r\nx-request-id: head-id\r\n" +
                        std::string(more_fields) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                        std::string(body);
    return {std::move(bytes)};
}

reply json_answer(int status, std::string_view body, std::string_view more_fields) {
    return answer(status, "application/json", body, more_fields);
}

reply event_stream(std::string_view events, std::size_t piece) {
    return {std::string(stream_head) + chunked(events) + "0\r\n\r\n", piece};
}

reply cut_stream(std::string_view events, bool hang) {
    return {std::string(stream_head) + chunked(events), 0, hang};
}

scripted_server::scripted_server(asio::io_context& context)
    : context_(context),
      acceptor_(context.get_executor(), asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
    asio::co_spawn(context.get_executor(), accept_loop(), asio::detached);
}

void scripted_server::close() {
    acceptor_.close();
}

platform::task<void> scripted_server::accept_loop() {
    for (;;) {
        auto [error, peer] = co_await acceptor_.async_accept(platform::use_result);
        if (error) co_return;
        asio::co_spawn(context_.get_executor(), serve(socket(std::move(peer))), asio::detached);
    }
}

platform::task<bool> scripted_server::read_request(socket& peer, std::string& buffer) {
    std::array<char, 4096> bytes{};
    for (;;) {
        auto end = buffer.find("\r\n\r\n");
        if (end != std::string::npos) {
            auto head = buffer.substr(0, end + 4);
            auto length = content_length(head);
            if (buffer.size() >= head.size() + length) {
                seen.push_back({head, buffer.substr(head.size(), length)});
                times.push_back(platform::clock::now());
                buffer.erase(0, head.size() + length);
                co_return true;
            }
        }
        auto [error, count] = co_await peer.async_read_some(asio::buffer(bytes), platform::use_result);
        if (error) co_return false;
        buffer.append(bytes.data(), count);
    }
}

platform::task<void> scripted_server::play(socket& peer, reply const& next) {
    auto piece = next.piece == 0 ? next.bytes.size() : next.piece;
    for (std::size_t at = 0; at < next.bytes.size(); at += piece) {
        auto part = asio::buffer(next.bytes.data() + at, std::min(piece, next.bytes.size() - at));
        auto [error, count] = co_await asio::async_write(peer, part, platform::use_result);
        if (error) co_return;
    }
    if (!next.hang) co_return;
    char byte = 0;
    auto [error, count] = co_await peer.async_read_some(asio::buffer(&byte, 1), platform::use_result);
    if (error) ++peers_gone;
}

platform::task<void> scripted_server::serve(socket peer) {
    peer.set_option(asio::ip::tcp::no_delay(true));
    std::string buffer;
    for (;;) {
        bool more = co_await read_request(peer, buffer);
        if (!more || (script.empty() && !otherwise)) co_return;
        auto next = script.empty() ? otherwise(seen.back()) : std::move(script.front());
        if (!script.empty()) script.pop_front();
        co_await play(peer, next);
        // Only a complete answer may keep its connection.
        bool complete = next.bytes.find("Content-Length: ") != std::string::npos || next.bytes.ends_with("0\r\n\r\n");
        if (!complete) co_return;
    }
}

}  // namespace dashscope::test
