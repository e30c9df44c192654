#include "transport/media_route.hpp"

#include "jsonrpc/write.hpp"
#include "net/url.hpp"
#include "transport/byte_range.hpp"

#include <algorithm>
#include <cerrno>

#include <sys/stat.h>
#include <unistd.h>

namespace transport {

namespace {

constexpr std::size_t piece_size = 256 * 1024;

// Changes when the file does.
std::string tag_of(platform::open_file const& file) {
    struct stat status{};
    ::fstat(file.fd(), &status);
    return "\"" + std::to_string(file.size()) + "-" + std::to_string(status.st_mtim.tv_sec) + "." +
           std::to_string(status.st_mtim.tv_nsec) + "\"";
}

net::headers headers_of(shared_file const& of, std::string const& tag) {
    auto const left = of.expires - std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    return {{"Accept-Ranges", "bytes"},
            {"ETag", tag},
            {"Cache-Control", "private, max-age=" + std::to_string(std::max<std::int64_t>(left.count(), 0))},
            {"Content-Disposition",
             content_disposition(of.shown ? "inline" : "attachment", of.file.path().filename().string())},
            // What a model or a caller wrote is not to act as a page of this server.
            {"X-Content-Type-Options", "nosniff"},
            {"Content-Security-Policy", "default-src 'none'; sandbox"},
            {"Referrer-Policy", "no-referrer"}};
}

byte_range range_of(net::server_request const& request, std::uint64_t size, std::string const& tag) {
    // A part of another version would spoil what the client has (RFC 9110 §13.1.5).
    auto const only_if = request.field("if-range");
    if (only_if && *only_if != tag) return choose_range(std::nullopt, size);
    return choose_range(request.field("range"), size);
}

/// 0 at the end of a file that has become shorter.
std::size_t read_at(int fd, std::string& into, std::uint64_t count, std::uint64_t from) {
    for (;;) {
        auto const got =
            ::pread(fd, into.data(), std::min<std::uint64_t>(into.size(), count), static_cast<off_t>(from));
        if (got >= 0) return static_cast<std::size_t>(got);
        if (errno != EINTR) return 0;
    }
}

platform::task<void> send_bytes(platform::open_file const& file, byte_range range, net::responder& answer) {
    std::string piece(static_cast<std::size_t>(std::min<std::uint64_t>(piece_size, range.size)), '\0');
    while (range.size > 0) {
        auto const got = read_at(file.fd(), piece, range.size, range.first);
        if (got == 0) co_return answer.abort();
        co_await answer.write(std::string_view(piece).substr(0, got));
        range.first += got;
        range.size -= got;
    }
    co_await answer.finish();
}

}  // namespace

std::string error_object(std::string_view why) {
    std::string text = R"({"error":)";
    jsonrpc::append_quoted(text, why);
    return text + "}";
}

std::string content_disposition(std::string_view kind, std::string_view file_name) {
    std::string plain;
    for (unsigned char const c : file_name)
        plain += c < ' ' || c >= 0x7f || c == '"' || c == '\\' ? '_' : static_cast<char>(c);
    auto text = std::string(kind) + "; filename=\"" + plain + "\"";
    if (plain != file_name) text += "; filename*=UTF-8''" + net::percent_encode(file_name);
    return text;
}

std::string media_route::refusal(int status) const {
    return error_object(net::reason_phrase(status));
}

platform::task<void> media_route::handle(net::server_request const& request, net::responder& answer) {
    bool const head = request.method() == "HEAD";
    if (!head && request.method() != "GET") {
        auto const body = error_object("Only GET and HEAD here");
        co_await answer.send(405, "application/json", body, {{"Allow", "GET, HEAD"}});
        co_return;
    }
    auto const found = find_(request.path().substr(prefix_.size()));
    if (!found) {
        auto const body = error_object(found.error().why);
        co_await answer.send(found.error().status, "application/json", body, {{"Cache-Control", "no-store"}});
        co_return;
    }
    auto const tag = tag_of(found->file);
    auto const size = found->file.size();
    auto fields = headers_of(*found, tag);
    auto const range = range_of(request, size, tag);
    if (range.what == byte_range::kind::unsatisfiable) {
        fields.add("Content-Range", "bytes */" + std::to_string(size));
        co_await answer.send(416, {}, {}, fields);
        co_return;
    }
    bool const part = range.what == byte_range::kind::part;
    if (part)
        fields.add("Content-Range", "bytes " + std::to_string(range.first) + "-" +
                                        std::to_string(range.first + range.size - 1) + "/" + std::to_string(size));
    co_await answer.start_sized(part ? 206 : 200, found->type, range.size, fields);
    if (head)
        co_await answer.finish();
    else
        co_await send_bytes(found->file, range, answer);
}

}  // namespace transport
