#include "install/registration.hpp"

#include "install/json_document.hpp"
#include "install/toml_document.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace install {

namespace {

constexpr std::string_view variable = "DASHSCOPE_API_KEY";
constexpr std::string_view input_id = "dashscope-api-key";

bool hands_on_key(client const& where, server const& what) {
    return !what.key_is_stored && !where.reference.empty();
}

// As people write it: what kind it is, what is started, then the rest.
json::object entry(client const& where, server const& what) {
    auto const more = json::parse(where.more).as_object();
    json::object made;
    for (std::string_view const kind : {"type", "source"})
        if (auto const* value = more.if_contains(kind)) made[kind] = *value;
    json::array arguments(what.arguments.begin(), what.arguments.end());
    if (where.how == format::link) made["name"] = what.name;
    if (where.looks == shape::one_list) {
        arguments.insert(arguments.begin(), json::string(what.command));
        made["command"] = std::move(arguments);
    } else {
        made["command"] = what.command;
        made["args"] = std::move(arguments);
    }
    if (hands_on_key(where, what) && where.looks == shape::forwards)
        made["env_vars"] = json::array{where.reference};
    else if (hands_on_key(where, what))
        made[where.looks == shape::one_list ? "environment" : "env"] = json::object{{variable, where.reference}};
    for (auto const& member : more) made.insert(member);
    return made;
}

json::object key_input() {
    return {{"type", "promptString"}, {"id", input_id}, {"description", "DashScope API key"}, {"password", true}};
}

bool is_key_input(json::value const& value) {
    auto const* object = value.if_object();
    auto const* id = object ? object->if_contains("id") : nullptr;
    return id && *id == json::value(input_id);
}

bool names_key_input(json_document const& file, client const& where) {
    auto const servers = file.find({std::string(where.section)});
    return servers && json::serialize(*servers).find(where.reference) != std::string::npos;
}

// Keys of the kinds of entry that start nothing: beside a command they would win, or be refused.
constexpr std::string_view remote_keys[] = {"url",     "httpUrl",      "serverUrl",        "headers",
                                            "baseUrl", "http_headers", "env_http_headers", "bearer_token_env_var"};

void merge_json(json_document& file, client const& where, server const& what) {
    key_path const path{std::string(where.section), what.name};
    auto const old = file.find(path);
    if (!old || !old->is_object()) return file.set(path, entry(where, what));
    for (auto const key : remote_keys) file.remove({path[0], path[1], std::string(key)});
    for (auto const& member : entry(where, what)) {
        key_path inner{path[0], path[1], std::string(member.key())};
        auto const had = file.find(inner);
        bool const ours = member.key() == "command" || member.key() == "args" || member.key() == "type";
        if (auto const* variables = member.value().if_object(); variables && had && had->is_object()) {
            inner.emplace_back(variable);
            // A key that somebody typed in is theirs.
            if (!file.find(inner)) file.set(inner, variables->at(variable));
        } else if (!had || (ours && *had != member.value())) {
            file.set(inner, member.value());
        }
    }
}

std::string add_json(client const& where, server const& what, std::string const& text) {
    json_document file(text);
    merge_json(file, where, what);
    if (where.looks != shape::prompts || !names_key_input(file, where)) return file.text();
    auto const inputs = file.find({"inputs"});
    auto const* list = inputs ? inputs->if_array() : nullptr;
    if (!list || std::none_of(list->begin(), list->end(), is_key_input)) file.append({"inputs"}, key_input());
    return file.text();
}

std::string add_toml(client const& where, server const& what, std::string const& text) {
    toml_document file(text);
    key_path const table{std::string(where.section), what.name};
    bool const was_there = file.has(table);
    for (auto const key : remote_keys) {
        auto inner = table;
        inner.emplace_back(key);
        file.remove(inner);
    }
    for (auto const& member : entry(where, what)) {
        auto inner = table;
        inner.emplace_back(member.key());
        bool const ours = member.key() == "command" || member.key() == "args";
        if (!was_there || ours || !file.has(inner)) file.set(table, std::string(member.key()), member.value());
    }
    return file.text();
}

std::string remove_json(client const& where, std::string const& name, std::string const& text) {
    json_document file(text);
    if (!file.remove({std::string(where.section), name})) return text;
    if (where.looks == shape::prompts && !names_key_input(file, where)) file.remove_items({"inputs"}, is_key_input);
    return file.text();
}

std::string base64(std::string_view bytes) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        unsigned group = 0;
        for (std::size_t j = 0; j < 3; ++j)
            group = group << 8 | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U);
        for (std::size_t j = 0; j < 4; ++j) out += i + j > bytes.size() ? '=' : alphabet[group >> (18 - 6 * j) & 63];
    }
    return out;
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~";
    std::string out;
    for (char c : text) {
        if (plain.find(c) != std::string_view::npos) {
            out += c;
            continue;
        }
        auto const byte = static_cast<unsigned char>(c);
        out += {'%', "0123456789ABCDEF"[byte >> 4], "0123456789ABCDEF"[byte & 15]};
    }
    return out;
}

std::string shell_word(std::string_view word) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~/@%+=:,";
    if (!word.empty() && word.find_first_not_of(plain) == std::string_view::npos) return std::string(word);
    std::string out = "'";
    for (char c : word) {
        if (c == '\'')
            out += R"('\'')";
        else
            out += c;
    }
    return out + "'";
}

}  // namespace

std::string add_server(client const& where, server const& what, std::string const& text) {
    return where.how == format::toml ? add_toml(where, what, text) : add_json(where, what, text);
}

std::string remove_server(client const& where, std::string const& name, std::string const& text) {
    if (where.how != format::toml) return remove_json(where, name, text);
    toml_document file(text);
    file.remove({std::string(where.section), name});
    return file.text();
}

bool has_server(client const& where, std::string const& name, std::string const& text) {
    key_path const path{std::string(where.section), name};
    if (where.how == format::toml) return toml_document(text).has(path);
    return json_document(text).find(path).has_value();
}

std::string command_of(client const& where, std::string const& name, std::string const& text) {
    key_path const path{std::string(where.section), name, "command"};
    if (where.how == format::toml) return toml_document(text).string_at({path[0], path[1]}, path[2]);
    auto const found = json_document(text).find(path);
    auto const* value = found ? &*found : nullptr;
    if (auto const* list = value ? value->if_array() : nullptr) value = list->empty() ? nullptr : &list->front();
    auto const* command = value ? value->if_string() : nullptr;
    return command ? std::string(*command) : std::string();
}

std::string snippet(client const& where, server const& what) {
    return add_server(where, what, "");
}

std::string link(client const& where, server const& what) {
    auto made = entry(where, what);
    if (where.id == "cursor")
        return "cursor://anysphere.cursor-deeplink/mcp/install?name=" + percent_encoded(what.name) +
               "&config=" + percent_encoded(base64(json::serialize(made)));
    if (where.id == "vscode") {
        made["name"] = what.name;
        if (hands_on_key(where, what)) made["inputs"] = json::array{key_input()};
        return "vscode:mcp/install?" + percent_encoded(json::serialize(made));
    }
    if (where.id == "cherry-studio")
        return "cherrystudio://mcp/install?servers=" +
               percent_encoded(base64(json::serialize(json::object{{where.section, {{what.name, made}}}})));
    return {};
}

std::string own_command(client const& where, server const& what) {
    std::string line;
    if (where.id == "claude-code") {
        line = "claude mcp add --scope user " + shell_word(what.name);
        if (hands_on_key(where, what))
            line += " --env " + shell_word(std::string(variable) + "=" + std::string(where.reference));
        line += " --";
    } else if (where.id == "gemini" || where.id == "qwen") {
        line = std::string(where.id) + " mcp add --scope user";
        if (hands_on_key(where, what))
            line += " -e " + shell_word(std::string(variable) + "=" + std::string(where.reference));
        line += " " + shell_word(what.name);
    } else {
        return {};
    }
    line += " " + shell_word(what.command);
    for (auto const& each : what.arguments) line += " " + shell_word(each);
    return line;
}

}  // namespace install
