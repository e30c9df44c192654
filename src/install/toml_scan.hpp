#pragma once
// Where the tables and the pairs of a TOML text lie. Private to `install`.

#include "install/text_edit.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace install {

struct toml_item {
    enum class kind { table, array_table, pair };
    kind what = kind::pair;
    key_path path;          // from the root; of a pair with its own keys
    std::size_t depth = 0;  // of a pair: how many keys of the path are its table's
    std::size_t begin = 0;  // of its first line
    std::size_t end = 0;    // behind its last line's end
    std::size_t value_begin = 0;
    std::size_t value_end = 0;
};

/// In the order of the text. Throws edit_error for what it can't follow; values are only followed to their ends.
std::vector<toml_item> scan_toml(std::string_view text);

}  // namespace install
