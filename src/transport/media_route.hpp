#pragma once
// Files that this server keeps for its callers, over HTTP: GET and HEAD of PREFIX/TOKEN, whole or in part, streamed.

#include "net/server.hpp"
#include "platform/allowed_files.hpp"

#include <boost/system/result.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace transport {

/// A file that a link leads to.
struct shared_file {
    platform::open_file file;
    std::string type;    // media type
    bool shown = false;  // a browser may show it; else it saves it
    std::chrono::sys_seconds expires;
};

/// Why there is none.
struct link_refusal {
    int status = 404;
    std::string why;
};

using file_finder = std::function<boost::system::result<shared_file, link_refusal>(std::string_view token)>;

/// One owner, one thread: the server's.
class media_route final : public net::request_handler {
public:
    /// `find` opens what a token names.
    media_route(std::string prefix, file_finder find) : prefix_(std::move(prefix)), find_(std::move(find)) {}

    platform::task<void> handle(net::server_request const& request, net::responder& answer) override;
    std::string refusal(int status) const override;

private:
    std::string prefix_;
    file_finder find_;
};

/// `{"error":"…"}`
std::string error_object(std::string_view why);

/// `inline; filename="a.wav"`, other characters as RFC 6266 has them.
std::string content_disposition(std::string_view kind, std::string_view file_name);

}  // namespace transport
