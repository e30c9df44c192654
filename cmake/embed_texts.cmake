# Run at build time: writes OUTPUT from the list FILES.
set(entries "")
foreach(path IN LISTS FILES)
    get_filename_component(name "${path}" NAME_WE)
    file(READ "${path}" text)
    string(APPEND entries "    {\"${name}\", R\"~~~~(${text})~~~~\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "// Generated.
#include \"tools/${FUNCTION}.hpp\"

namespace tools {

namespace {

struct entry {
    std::string_view name;
    std::string_view text;
};

constexpr entry entries[] = {
${entries}};

}  // namespace

std::string_view ${FUNCTION}(std::string_view name) {
    for (auto const& candidate : entries)
        if (candidate.name == name) return candidate.text;
    return {};
}

}  // namespace tools
")
