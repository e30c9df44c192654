#pragma once
// HTTP/1.1 messages as plain values: what a client sends and gets back, what a server is asked.

#include "platform/ascii.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace net {

// RFC 9110 §5.1: the names of fields have no case.
using platform::equal_ignoring_case;
using platform::lower_case;

/// `text` without the blanks and tabs around it (RFC 9110 §5.6.3: optional white space).
std::string_view trim(std::string_view text);

/// True when one of the comma-separated members of `list` is `token`, without regard to case: `Connection`, `Accept`
/// without parameters, and the like.
bool has_token(std::string_view list, std::string_view token);

/// RFC 9110's phrase for a status, `Unknown` for one that it doesn't name.
std::string_view reason_phrase(int status);

struct header {
    std::string name;
    std::string value;
};

/// An ordered list of header fields. Names compare without case. A name is a token and a value never holds CR, LF or
/// NUL: `set` and `add` throw std::invalid_argument otherwise, since such a field would split the message.
class headers {
public:
    headers() = default;
    headers(std::initializer_list<header> fields);

    void add(std::string_view name, std::string_view value);
    /// Replaces every field of that name.
    void set(std::string_view name, std::string_view value);
    /// The first field of that name.
    std::optional<std::string_view> find(std::string_view name) const;
    std::string_view value_or(std::string_view name, std::string_view fallback) const;

    auto begin() const { return fields_.begin(); }
    auto end() const { return fields_.end(); }
    bool empty() const { return fields_.empty(); }
    std::size_t size() const { return fields_.size(); }

private:
    std::vector<header> fields_;
};

/// Appends `name: value CRLF` to a message's head.
void append_field(std::string& head, std::string_view name, std::string_view value);
void append_fields(std::string& head, headers const& fields);

}  // namespace net
