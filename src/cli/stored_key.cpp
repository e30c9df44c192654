#include "cli/stored_key.hpp"

#include "install/json_document.hpp"

namespace cli {

namespace {

std::string text_at(install::json_document const& file, install::key_path const& path) {
    auto const value = file.find(path);
    auto const* text = value ? value->if_string() : nullptr;
    return text ? std::string(*text) : std::string();
}

install::key_path block(install::json_document const& file, std::string const& profile) {
    auto const name = profile.empty() ? text_at(file, {"active_config"}) : profile;
    if (name.empty() || name == "default") return {};
    return {name};
}

install::key_path below(install::key_path path, std::string key) {
    path.push_back(std::move(key));
    return path;
}

}  // namespace

std::string with_key(std::string const& text, key_to_store const& what) {
    install::json_document file(text);
    auto const where = block(file, what.profile);
    file.set(below(where, "api_key"), install::json::string(what.api_key));
    if (!what.base_url.empty()) file.set(below(where, "base_url"), install::json::string(what.base_url));
    auto const active = text_at(file, {"active_config"});
    bool const top = what.profile == "default" && active.empty();
    if (!what.profile.empty() && !top && active != what.profile)
        file.set({"active_config"}, install::json::string(what.profile));
    return file.text();
}

std::string stored_base_url(std::string const& text, std::string const& profile) {
    install::json_document const file(text);
    return text_at(file, below(block(file, profile), "base_url"));
}

}  // namespace cli
