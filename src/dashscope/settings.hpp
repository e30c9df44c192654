#pragma once
// Configuration of the DashScope side: resolved once, at start, from values. Nothing here reads the environment or a
// file.

#include "dashscope/config_file.hpp"
#include "dashscope/models.hpp"
#include "dashscope/region.hpp"
#include "net/url.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dashscope {

using text_map = std::map<std::string, std::string, std::less<>>;

struct settings_input {
    text_map flags;         // by the setting's name: `base_url` for --base-url; switches as "true" or "false"
    text_map environment;   // the process's, or whatever part of it is at hand
    std::string file_text;  // of config.json; empty when there is none
    std::string file_path = "~/.bailian/config.json";  // for messages
};

/// Where a value came from, weakest first.
enum class origin_kind { none, fallback, file, environment, flag };
std::string_view name_of(origin_kind from);

struct settings {
    std::string api_key;  // empty: none
    net::origin base;     // scheme, host and port of the DashScope API
    region where = region::beijing;
    std::string workspace_id;
    net::origin openapi;  // of the signed OpenAPI (knowledge retrieval, session files)
    std::string access_key_id;
    std::string access_key_secret;
    std::string security_token;
    std::string access_token;                         // of the console, not an API key; empty: none
    std::string console_region = "cn-beijing";        // which console
    std::string console_site = "domestic";            // or "international"
    std::optional<std::int64_t> console_switch_agent;
    std::optional<net::origin> console;               // its gateway; nothing: by region and site
    std::chrono::milliseconds timeout{300'000};
    std::string output_dir;         // empty: the caller's default
    std::string output = "text";    // "text" or "json": what `call` prints
    std::optional<bool> watermark;  // nothing: the API's own default
    bool source_channel = true;     // send `x-dashscope-source-config`
    bool allow_plain_http = false;
    std::vector<std::string> upstreams;  // further MCP servers: NAME or PREFIX=NAME
    default_models models;

    std::map<std::string, origin_kind, std::less<>> origins;  // by the setting's name
    std::vector<std::string> notes;                           // lines for stderr; never with a secret

    origin_kind origin_of(std::string_view name) const;
    std::string_view model_for(capability what) const { return models.find(what, where); }
};

/// Flag over environment over file over default. Throws settings_error, whose text says what is wrong and what is
/// allowed.
settings resolve_settings(settings_input const& input);

/// A base URL as users write it: scheme, host, port; the path suffixes of the API's documentation are dropped, any
/// other path is refused. `label` names the setting in the settings_error.
net::origin parse_base_url(std::string_view text, std::string_view label, bool allow_plain_http);

struct settings_line {
    std::string name;
    std::string value;  // secrets masked
    origin_kind from;
};
/// Every setting that has a value, for `doctor`.
std::vector<settings_line> describe(settings const& resolved);

}  // namespace dashscope
