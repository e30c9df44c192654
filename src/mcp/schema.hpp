#pragma once
// Arguments checked and mended by a tool's inputSchema.
//
// The portable subset of JSON Schema (wire-contract §6.7), compiled once: type (one string), properties, required,
// additionalProperties (boolean), items, enum (strings), minimum, maximum, exclusiveMinimum, exclusiveMaximum,
// minLength, maxLength, minItems, maxItems; title, description, default, format and examples are for the reader.
// A schema with any other keyword is refused: what is published is enforced.

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mcp {

enum class value_type { any, string, integer, number, boolean, array, object };

/// What `arguments_schema::apply` found: the mended arguments, or every problem in one text for a model to act on.
struct checked_arguments {
    boost::json::object arguments;
    std::string problems;  // one line each, with what is allowed; empty when the arguments are good

    bool ok() const { return problems.empty(); }
};

/// An inputSchema, ready to check. Immutable after construction: shared between threads.
class arguments_schema {
public:
    /// `aliases` maps names that callers use by mistake to the right ones: `{"text":"prompt"}`.
    /// `unlisted` holds further properties that are not published, since few callers want them: they are arguments like
    /// the others, and found inside an argument called `parameters`, too.
    /// Throws std::invalid_argument on a schema outside the subset; the text names the keyword and its place.
    explicit arguments_schema(boost::json::object const& schema, boost::json::object const* aliases = nullptr,
                              boost::json::object const* unlisted = nullptr);

    /// Mends what hosts are known to send (wire-contract §6.12): numbers, booleans, arrays and objects inside strings;
    /// one value where a list is meant; null for an absent optional argument; an enum value in another case.
    checked_arguments apply(boost::json::object const& arguments) const;

    struct node;

private:
    void add_aliases(boost::json::object const& aliases);
    void lift_unlisted(boost::json::object& arguments) const;

    std::shared_ptr<node const> root_;  // copies share it
    std::vector<std::string> unlisted_;
    std::vector<std::pair<std::string, std::string>> aliases_;
};

/// The candidate nearest to `text` by edits, if it is near enough to be what was meant.
std::optional<std::string_view> nearest(std::string_view text, std::vector<std::string_view> const& candidates);

}  // namespace mcp
