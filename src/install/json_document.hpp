#pragma once
// Edits JSON files of other programs in place.

#include "install/text_edit.hpp"

#include <boost/json/value.hpp>

#include <functional>
#include <optional>

namespace install {

namespace json = boost::json;

struct json_node;

/// A JSON text, which may hold comments and trailing commas (JSONC). An edit changes only the bytes that it must:
/// order, comments, indentation, line ends and the byte-order mark stay. One owner.
class json_document {
public:
    /// A blank text counts as an empty object. Throws edit_error for what is no JSON, or no object.
    explicit json_document(std::string text);

    std::string const& text() const { return text_; }
    /// Nothing when there is no such value.
    std::optional<json::value> find(key_path const& path) const;
    /// Replaces the value at `path`, or adds it behind its siblings. Objects on the way that are missing, or null, are
    /// made; throws edit_error for what is there and is no object.
    void set(key_path const& path, json::value const& value);
    /// Adds to the array at `path`, which is made if it is missing.
    void append(key_path const& path, json::value const& value);
    /// False when there was none. Objects that become empty stay.
    bool remove(key_path const& path);
    /// Removes the elements of the array at `path` that `which` says yes to.
    bool remove_items(key_path const& path, std::function<bool(json::value const&)> const& which);

private:
    void insert(json_node const& into, std::string const* key, json::value const& value);
    void insert_into_empty(json_node const& into, std::string const* key, json::value const& value);
    void insert_on_own_line(json_node const& into, std::string const* key, json::value const& value);
    void erase(json_node const& from, std::size_t index);
    void collapse(std::size_t begin);
    bool on_one_line() const;
    json::value value_of(json_node const& node) const;

    std::string text_;
};

/// `value` as JSON.stringify writes it: `unit` deeper per level, the first line without indentation, the others below
/// `indent`.
std::string pretty(json::value const& value, std::string_view unit = "  ", std::string_view indent = "",
                   std::string_view newline = "\n");

}  // namespace install
