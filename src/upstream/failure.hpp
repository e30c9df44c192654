#pragma once
// What calls to another MCP server throw.

#include "net/client.hpp"

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>

namespace upstream {

enum class fault {
    transport,    // no answer: `cause` says why
    timed_out,    // the call's own deadline passed
    refused,      // by an HTTP status outside 2xx, or by a gateway's words under one of 2xx
    error_reply,  // a JSON-RPC error
    bad_answer,   // not what an MCP server answers
};

/// A failed call, as facts. Its text tells what happened; what is to be done about it is the caller's to say.
class failure : public std::exception {
public:
    fault kind = fault::bad_answer;
    int status = 0;             // refused: the HTTP status
    std::string body;           // refused: its beginning
    std::string request_id;     // of the answer's head, where it has one
    std::string retry_after;    // the header as it came
    std::int64_t code = 0;      // error_reply
    std::string message;        // error_reply: the server's; bad_answer: what is wrong with it
    bool session_lost = false;  // refused: the session of this call is no more
    std::optional<net::client_error> cause;

    char const* what() const noexcept override { return text_.c_str(); }

    static failure lost(net::client_error const& error);
    static failure late();
    static failure refusal(int status, net::headers const& fields, std::string_view body, bool with_session);
    static failure reply(std::int64_t code, std::string_view message);
    static failure broken(std::string_view why);

private:
    std::string text_;
};

}  // namespace upstream
