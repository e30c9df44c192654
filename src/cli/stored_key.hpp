#pragma once
// The API key in the official CLI's file.

#include <string>
#include <string_view>

namespace cli {

struct key_to_store {
    std::string api_key;
    std::string base_url;  // empty: the file's stays
    std::string profile;   // empty: the one that is active
};

/// The text of config.json with the key in its profile. A profile that is named becomes the active one, as with the
/// official CLI. Everything else in the file stays as it is. Throws install::edit_error.
std::string with_key(std::string const& text, key_to_store const& what);

/// The base URL that the same profile has; empty when there is none.
std::string stored_base_url(std::string const& text, std::string const& profile);

}  // namespace cli
