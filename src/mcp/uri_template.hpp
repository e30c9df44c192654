#pragma once
// URI templates of RFC 6570 as far as resources need them: `dashscope://media/{name}`, simple variables between
// literals.

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mcp {

/// Immutable: shared between threads.
class uri_template {
public:
    /// Throws std::invalid_argument for anything but literals and `{name}`, and for variables without a literal
    /// between.
    explicit uri_template(std::string text);

    std::string const& text() const { return text_; }
    std::vector<std::string> const& variables() const { return names_; }
    /// The values of the variables, decoded; nothing for a URI of another form, with a broken escape or an empty value.
    std::optional<std::vector<std::string>> match(std::string_view uri) const;
    /// The URI with these values for the variables, in their order.
    std::string expand(std::vector<std::string> const& values) const;

private:
    std::string text_;
    std::vector<std::string> literals_;  // one more than names
    std::vector<std::string> names_;
};

}  // namespace mcp
