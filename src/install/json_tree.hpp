#pragma once
// Where the values of a JSON text lie. Private to `install`.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace install {

struct json_member;

/// A value from its first byte to behind its last one.
struct json_node {
    enum class kind { object, array, scalar };
    kind what = kind::scalar;
    std::size_t begin = 0;
    std::size_t end = 0;
    std::vector<json_member> members;  // of objects and of arrays
    bool trailing_comma = false;       // behind the last member

    bool holds_members() const { return what != kind::scalar; }
    /// Of two members with one key the last counts, as everywhere in JavaScript.
    json_member const* find(std::string_view key) const;
};

struct json_member {
    std::string key;        // empty in arrays
    std::size_t begin = 0;  // of the key; in arrays of the value
    json_node value;
    std::optional<std::size_t> comma;  // where the one behind it is
};

/// Throws edit_error for what is not JSON with comments and trailing commas.
json_node read_json_tree(std::string_view text);

}  // namespace install
