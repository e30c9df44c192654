#include "dashscope/config_file.hpp"

#include <boost/json/parse.hpp>

namespace dashscope {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

json::object parse_object(std::string_view text, std::string const& path) {
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return {};
    boost::system::error_code error;
    auto value = json::parse(text, error);
    if (error) throw settings_error(path + " is not valid JSON (" + error.message() + "). Correct or remove it.");
    if (!value.is_object()) throw settings_error(path + " must hold a JSON object.");
    return std::move(value.as_object());
}

std::string active_profile(json::object const& file) {
    auto const* active = file.if_contains("active_config");
    if (!active || !active->is_string()) return {};
    return std::string(active->as_string());
}

}  // namespace

json::object read_config_file(std::string_view text, std::string_view path, std::string_view profile) {
    std::string shown(path);
    auto file = parse_object(text, shown);
    std::string name(profile);
    if (name.empty()) name = active_profile(file);
    if (name.empty() || name == "default") return file;
    auto* block = file.if_contains(name);
    if (!block || !block->is_object()) throw settings_error(shown + " has no profile \"" + name + "\".");
    auto chosen = std::move(block->as_object());
    return chosen;
}

}  // namespace dashscope
