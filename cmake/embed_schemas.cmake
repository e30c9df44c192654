# Run at build time: writes OUTPUT from the list SCHEMAS.
set(entries "")
foreach(path IN LISTS SCHEMAS)
    get_filename_component(name "${path}" NAME_WE)
    file(READ "${path}" text)
    string(APPEND entries "    {\"${name}\", R\"~~~~(${text})~~~~\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "// Generated from schemas/*.json.
#include \"tools/schema_text.hpp\"

namespace tools {

struct entry {
    std::string_view name;
    std::string_view text;
};

constexpr entry entries[] = {
${entries}};

std::string_view schema_text(std::string_view name) {
    for (auto const& candidate : entries)
        if (candidate.name == name) return candidate.text;
    return {};
}

}  // namespace tools
")
