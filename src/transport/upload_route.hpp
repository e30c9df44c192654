#pragma once
// One-time upload links over HTTP: PUT or POST of a file's bytes to PREFIX/TOKEN. They are handed on while they arrive,
// and never stand in memory whole.

#include "net/body_source.hpp"
#include "net/server.hpp"
#include "transport/media_route.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace transport {

/// What is about to arrive.
struct upload_arrival {
    std::string token;
    std::uint64_t size = 0;
    std::string type;  // as the client says; may be empty
};

struct upload_answer {
    int status = 200;
    std::string body;  // JSON
};

/// Where uploads go. Called on the server's thread.
class upload_desk {
public:
    virtual ~upload_desk() = default;
    /// Whether the link takes such an upload; asked before a byte of it is read. Uses nothing up.
    virtual boost::system::result<void, link_refusal> check(upload_arrival const& what) const = 0;
    /// Takes it. `head` is its beginning, up to 64 KB; `bytes` is all of it, and can be read from its beginning again
    /// only until more than `head` was taken. Throws nothing but what reading `bytes` throws.
    virtual platform::task<upload_answer> take(upload_arrival what, std::string head,
                                               std::shared_ptr<net::body_source> bytes) = 0;
};

/// One owner, one thread: the server's.
class upload_route final : public net::request_handler {
public:
    upload_route(std::string prefix, upload_desk& desk) : prefix_(std::move(prefix)), desk_(desk) {}

    bool reads_body(net::server_request const& head) const override;
    platform::task<void> handle(net::server_request const& request, net::responder& answer) override;
    std::string refusal(int status) const override;

private:
    boost::system::result<upload_arrival, link_refusal> arrival(net::server_request const& request) const;

    std::string prefix_;
    upload_desk& desk_;
};

}  // namespace transport
