#include "dashscope/settings_table.hpp"

#include "dashscope/secret.hpp"
#include "net/message.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cctype>

namespace dashscope {

namespace {

// Names of the official CLI and SDKs where they have one (catalogue §15).
constexpr setting_row rows[] = {
    {"api_key", "DASHSCOPE_API_KEY", ""},
    {"base_url", "DASHSCOPE_BASE_URL", ""},
    {"region", "DASHSCOPE_REGION", ""},
    {"workspace_id", "BAILIAN_WORKSPACE_ID", ""},
    {"openapi_endpoint", "BAILIAN_OPENAPI_ENDPOINT", ""},
    {"access_key_id", "ALIBABA_CLOUD_ACCESS_KEY_ID", "openapi_access_key_id"},
    {"access_key_secret", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "openapi_access_key_secret"},
    {"security_token", "ALIBABA_CLOUD_SECURITY_TOKEN", ""},
    {"access_token", "DASHSCOPE_ACCESS_TOKEN", ""},
    {"timeout", "DASHSCOPE_TIMEOUT", ""},
    {"output", "DASHSCOPE_OUTPUT", ""},
    {"source_channel", "", "", "--no-source-header"},
    {"upstreams", "", "", "--upstream"},
};

setting_row row_of(std::string_view name) {
    for (auto const& row : rows)
        if (row.name == name) return row;
    return {name, "", ""};
}

std::string environment_name(setting_row const& row) {
    if (!row.environment.empty()) return std::string(row.environment);
    std::string name = "DASHSCOPE_MCP_";
    for (char c : row.name) name += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return name;
}

std::string flag_name(setting_row const& row) {
    if (!row.flag.empty()) return std::string(row.flag);
    std::string name = "--" + std::string(row.name);
    std::replace(name.begin(), name.end(), '_', '-');
    return name;
}

std::string trimmed(std::string_view text) {
    auto begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

void add(std::vector<candidate>& found, std::string_view value, origin_kind from, std::string label) {
    auto text = trimmed(value);
    if (!text.empty()) found.push_back({std::move(text), from, std::move(label)});
}

void add(std::vector<candidate>& found, text_map const& map, std::string_view key, origin_kind from,
         std::string label) {
    auto entry = map.find(key);
    if (entry != map.end()) add(found, entry->second, from, std::move(label));
}

std::string scalar_text(json::value const& value, std::string_view key, std::string const& path) {
    if (value.is_null()) return {};
    if (value.is_string()) return std::string(value.as_string());
    if (value.is_structured())
        throw settings_error(path + ": \"" + std::string(key) + "\" must be a string, a number or a boolean.");
    return json::serialize(value);
}

std::string profile_of(settings_input const& input) {
    std::vector<candidate> found;
    add(found, input.flags, "profile", origin_kind::flag, "--profile");
    add(found, input.environment, "DASHSCOPE_MCP_PROFILE", origin_kind::environment, "DASHSCOPE_MCP_PROFILE");
    return found.empty() ? std::string() : found.front().value;
}

}  // namespace

std::string label_with_origin(candidate const& value) {
    return value.label + " (" + std::string(name_of(value.from)) + ")";
}

bool parse_switch(candidate const& value) {
    for (auto yes : {"true", "1", "yes", "on"})
        if (net::equal_ignoring_case(value.value, yes)) return true;
    for (auto no : {"false", "0", "no", "off"})
        if (net::equal_ignoring_case(value.value, no)) return false;
    throw settings_error(label_with_origin(value) + " must be true or false.");
}

setting_lookup::setting_lookup(settings_input const& input, settings& into)
    : input_(input), into_(into), file_(read_config_file(input.file_text, input.file_path, profile_of(input))) {}

void setting_lookup::collect(setting_row const& row, std::vector<candidate>& found) const {
    add(found, input_.flags, row.name, origin_kind::flag, flag_name(row));
    auto variable = environment_name(row);
    add(found, input_.environment, variable, origin_kind::environment, variable);
    for (auto key : {row.name, row.old_key}) {
        auto const* value = key.empty() ? nullptr : file_.if_contains(key);
        if (value) add(found, scalar_text(*value, key, input_.file_path), origin_kind::file, std::string(key));
    }
}

// Hosts leave `${NAME}` in the environment of a server where NAME is not set: the file may know better. Of a key alone it
// is kept: a call that needs the key says what is wrong.
void setting_lookup::drop_placeholder(std::string_view name, std::vector<candidate>& found) {
    auto const& first = found.front();
    bool const alone = found.size() == 1;
    if (first.from != origin_kind::environment || !is_placeholder(first.value)) return;
    if (alone && (name == "api_key" || name.starts_with("access_key"))) return;
    into_.notes.push_back(first.label + " holds a placeholder that nobody replaced; " +
                          (alone ? "it counts as not set." : label_with_origin(found[1]) + " is used."));
    found.erase(found.begin());
}

std::optional<candidate> setting_lookup::find(std::string_view name) {
    std::vector<candidate> found;
    collect(row_of(name), found);
    if (found.empty()) return std::nullopt;
    drop_placeholder(name, found);
    if (found.empty()) return std::nullopt;
    auto const& winner = found.front();
    for (auto const& other : found)
        if (other.value != winner.value && other.from != winner.from)
            into_.notes.push_back(label_with_origin(winner) + " wins over " + label_with_origin(other));
    into_.origins.insert_or_assign(std::string(name), winner.from);
    return winner;
}

void setting_lookup::take(std::string_view name, std::string& into) {
    if (auto found = find(name)) into = std::move(found->value);
}

void setting_lookup::take_switch(std::string_view name, bool& into) {
    if (auto found = find(name)) into = parse_switch(*found);
}

}  // namespace dashscope
