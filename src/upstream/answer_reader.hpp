#pragma once
// The body of an answer to one request, JSON or event stream, read as values: no socket, no clock.

#include "net/sse.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace upstream {

/// How far the server says to be.
struct progress_report {
    double done = 0;
    std::optional<double> total;
    std::string message;
};

/// A request that the server makes of us meanwhile.
struct server_request {
    std::string id;  // JSON text
    std::string method;
};

/// What came beside the answer, in its order.
struct meanwhile {
    std::vector<progress_report> progress;
    std::vector<server_request> requests;
    bool tools_changed = false;  // notifications/tools/list_changed
};

/// What came in place of a message of MCP: the refusal of a gateway that stands before the server.
struct gateway_refusal {
    int status = 0;  // that of an event; 0: the answer's own
    std::string body;
};

/// Waits for the reply to the request `id` among all messages of a body. Progress counts by the token, which is the id.
/// One owner, one thread.
class answer_reader {
public:
    explicit answer_reader(std::uint64_t id) : id_(id) {}

    /// A body of type application/json, whole: a message, or an array of them.
    void read_json(std::string_view body);
    /// The next bytes of an event stream.
    void read_events(std::string_view bytes);
    /// The stream has ended.
    void finish_events();

    bool done() const { return result_.has_value(); }
    /// The reply's `result`.
    boost::json::value take_result();
    /// What has come since the last time.
    meanwhile take_meanwhile();
    /// Set when such a refusal was read; an answer without a reply then means that.
    std::optional<gateway_refusal> const& refused() const { return refused_; }

private:
    void take_events();
    void read_one(boost::json::object& message, std::string_view text);
    void read_message(boost::json::object& message);
    void read_notification(std::string_view method, boost::json::object const& message);

    std::uint64_t id_;
    net::sse_reader events_{64 * 1024 * 1024};
    std::optional<boost::json::value> result_;
    meanwhile meanwhile_;
    std::optional<gateway_refusal> refused_;
};

}  // namespace upstream
