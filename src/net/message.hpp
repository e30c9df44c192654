#pragma once
// HTTP/1.1 messages as plain values: what a client sends and gets back, what a server is asked.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace net {

/// True when both are equal but for the case of ASCII letters (RFC 9110 §5.1: field names).
bool equal_ignoring_case(std::string_view left, std::string_view right);

struct header {
    std::string name;
    std::string value;
};

/// An ordered list of header fields. Names compare without case. A value never holds CR, LF or NUL: `set` and `add`
/// throw std::invalid_argument on one, since it would split the message.
class headers {
public:
    headers() = default;
    headers(std::initializer_list<header> fields);

    void add(std::string_view name, std::string_view value);
    void set(std::string_view name, std::string_view value);
    std::optional<std::string_view> find(std::string_view name) const;
    std::string_view value_or(std::string_view name, std::string_view fallback) const;

    auto begin() const { return fields_.begin(); }
    auto end() const { return fields_.end(); }
    bool empty() const { return fields_.empty(); }

private:
    std::vector<header> fields_;
};

}  // namespace net
