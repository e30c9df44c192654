#pragma once
// Edits TOML files of other programs in place.

#include "install/text_edit.hpp"

#include <boost/json/value.hpp>

namespace install {

namespace json = boost::json;

/// A TOML text. An edit changes only the bytes that it must. One owner.
class toml_document {
public:
    /// Throws edit_error for what is no TOML.
    explicit toml_document(std::string text);

    std::string const& text() const { return text_; }
    bool has(key_path const& table) const;
    /// A string on one line; empty for anything else.
    std::string string_at(key_path const& table, std::string const& key) const;
    /// Sets one key of a table; the table is added at the end if it is missing. `value` is a string, a number, a
    /// boolean or a list of these. Throws edit_error where the table is written inline or with dotted keys.
    void set(key_path const& table, std::string const& key, json::value const& value);
    /// Removes the table with those below it, however it is written. False when there was none.
    bool remove(key_path const& table);

private:
    std::string text_;
};

/// A value and a table's header as TOML.
std::string toml_literal(json::value const& value);
std::string toml_header(key_path const& table);

}  // namespace install
