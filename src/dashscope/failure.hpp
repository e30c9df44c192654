#pragma once
// What client calls throw.

#include "dashscope/error.hpp"
#include "dashscope/hints.hpp"
#include "net/client.hpp"

#include <chrono>
#include <exception>
#include <optional>
#include <string>

namespace dashscope {

/// What a request may have done although its answer was lost.
enum class aftermath {
    none,     // nothing that matters
    task,     // a paid task exists whose id is unknown
    paid,     // it was carried out and is billed; what it made is lost
    changed,  // it was carried out, at no cost
};

/// A refusal of DashScope's, or a transport that failed. Its text is for a model or a person, on one line: what failed,
/// DashScope's code and message, the request id, what to do. It never holds a key.
class failure : public std::exception {
public:
    /// `secret` is removed from the text. `possible` is told in place of other advice.
    failure(api_error error, error_context const& context, std::string_view secret,
            aftermath possible = aftermath::none);
    failure(net::client_error const& error, error_context const& context, std::string_view secret,
            aftermath possible = aftermath::none);
    /// Neither: a call that could not even be made, such as one without a key.
    failure(error_kind kind, std::string text);

    char const* what() const noexcept override { return text_.c_str(); }
    std::string const& text() const { return text_; }
    error_kind kind() const { return error_.kind; }
    /// Status, code, message and request id; empty but for the kind where DashScope gave no answer.
    api_error const& api() const { return error_; }
    /// Set when the transport failed.
    std::optional<net::client_errc> transport() const { return transport_; }
    net::progress how_far() const { return how_far_; }
    /// True when something paid may have happened although its answer was lost.
    bool may_have_been_submitted() const { return possible_ == aftermath::task || possible_ == aftermath::paid; }

    /// What the server asked to wait, where it did.
    std::optional<std::chrono::milliseconds> retry_after;

private:
    api_error error_;
    std::optional<net::client_errc> transport_;
    net::progress how_far_ = net::progress::answered;
    aftermath possible_ = aftermath::none;
    std::string text_;
};

}  // namespace dashscope
