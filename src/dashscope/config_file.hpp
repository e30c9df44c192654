#pragma once
// The official CLI's `~/.bailian/config.json`, with its profiles.

#include <boost/json/object.hpp>

#include <stdexcept>
#include <string>
#include <string_view>

namespace dashscope {

namespace json = boost::json;

/// What the user has to correct before anything can run. The text is for a person and never holds a secret.
class settings_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Reads the text of the file at `path` and gives back the block that counts: the top level, or the object under the
/// profile's name. An empty `profile` means the one that `active_config` names; `default` means the top level.
/// Empty text gives an empty object. Throws settings_error, which names the file.
json::object read_config_file(std::string_view text, std::string_view path, std::string_view profile);

}  // namespace dashscope
