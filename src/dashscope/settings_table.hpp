#pragma once
// The names of every setting, and the look-up through the places it may come from. Private to `settings`.

#include "dashscope/settings.hpp"

#include <optional>

namespace dashscope {

struct setting_row {
    std::string_view name;         // of the file's key; of the flag with dashes
    std::string_view environment;  // empty: DASHSCOPE_MCP_ and the name in capitals
    std::string_view old_key;      // an earlier name of the file's key
    std::string_view flag = {};    // empty: two dashes and the name with dashes
};

struct candidate {
    std::string value;  // without surrounding blanks, never empty
    origin_kind from;
    std::string label;  // "--region", "DASHSCOPE_REGION", "region"
};

/// Looks names up and notes each time that one value wins over another.
class setting_lookup {
public:
    setting_lookup(settings_input const& input, settings& into);

    /// The strongest value of a setting, if any. Throws settings_error on a value of a wrong JSON type.
    std::optional<candidate> find(std::string_view name);
    /// As `find`, and stores the value.
    void take(std::string_view name, std::string& into);
    /// As `find` with `parse_switch`.
    void take_switch(std::string_view name, bool& into);
    json::object const& file() const { return file_; }

private:
    void collect(setting_row const& row, std::vector<candidate>& found) const;
    void drop_placeholder(std::string_view name, std::vector<candidate>& found);

    settings_input const& input_;
    settings& into_;
    json::object file_;
};

std::string label_with_origin(candidate const& value);

/// True, false, 1, 0, yes, no, on, off. Throws settings_error on anything else.
bool parse_switch(candidate const& value);

}  // namespace dashscope
