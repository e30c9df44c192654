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

/// A refusal of DashScope's, or a transport that failed. Its text is for a model or a person, on one line: what failed,
/// DashScope's code and message, the request id, what to do. It never holds a key.
class failure : public std::exception {
public:
    /// `secret` is removed from the text. `may_exist`: the request could have started a paid job whose id is unknown.
    failure(api_error error, error_context const& context, std::string_view secret, bool may_exist = false);
    failure(net::client_error const& error, error_context const& context, std::string_view secret, bool may_exist);
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
    /// True when a paid job may exist although its answer was lost.
    bool may_have_been_submitted() const { return may_exist_; }

    /// What the server asked to wait, where it did.
    std::optional<std::chrono::milliseconds> retry_after;

private:
    api_error error_;
    std::optional<net::client_errc> transport_;
    net::progress how_far_ = net::progress::answered;
    bool may_exist_ = false;
    std::string text_;
};

}  // namespace dashscope
