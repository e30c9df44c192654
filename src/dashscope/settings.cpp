#include "dashscope/settings.hpp"

#include "dashscope/secret.hpp"
#include "dashscope/settings_table.hpp"
#include "net/message.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace dashscope {

namespace {

// Longest first. What the documentation and other tools put behind the host (catalogue §1.1).
constexpr std::string_view known_suffixes[] = {
    "/compatible-mode/v1", "/compatible-api/v1", "/compatible-mode", "/api/v1", "/apps/anthropic",
};

bool is_known_path(std::string_view path) {
    while (path.ends_with('/')) path.remove_suffix(1);
    if (path.empty() || path == "/api/v2/apps" || path.starts_with("/api/v2/apps/")) return true;
    return std::find(std::begin(known_suffixes), std::end(known_suffixes), path) != std::end(known_suffixes);
}

void refuse_plain_http(net::origin const& where, std::string const& label, bool allowed) {
    if (where.tls || allowed || net::is_loopback(where.host)) return;
    throw settings_error(label + ": http:// would send the key in the clear; use https://" + where.host +
                         ", or allow it with --allow-plain-http.");
}

// A wrong key must not keep a server from starting: hosts show tools that can be listed, and the call that needs the
// key says what is wrong with it.
void note_wrong_key(std::string const& key, std::string const& label, settings& out) {
    if (is_placeholder(key))
        out.notes.push_back(label + " holds a placeholder that nobody replaced, not a key.");
    else if (!is_valid_api_key(key))
        out.notes.push_back(label + " holds blanks, quotes or characters that no API key has. Copy it again from " +
                            std::string(api_key_console(region::beijing)) + ".");
}

void check_workspace(std::string const& id, std::string const& label) {
    auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    // It becomes part of a host name and of a header.
    if (!std::all_of(id.begin(), id.end(), fits))
        throw settings_error(label + " may hold only letters, digits, '-' and '_', as in llm-3shx2gu255oqxxxx.");
}

std::chrono::milliseconds parse_timeout(candidate const& given) {
    double seconds = 0;
    auto const* end = given.value.data() + given.value.size();
    auto [rest, error] = std::from_chars(given.value.data(), end, seconds);
    if (error != std::errc() || rest != end || !(seconds > 0) || seconds > 86'400)
        throw settings_error(label_with_origin(given) + " must be a number of seconds between 0 and 86400, not '" +
                             one_line(given.value, 40) + "'.");
    return std::chrono::milliseconds(std::max(1L, std::lround(seconds * 1000)));
}

region parse_region_or_throw(candidate const& given) {
    auto found = parse_region(given.value);
    if (!found)
        throw settings_error(label_with_origin(given) + ": '" + one_line(given.value, 40) +
                             "' is not a region of DashScope. Allowed: " + allowed_regions() + ".");
    return *found;
}

net::origin host_of_region(region where, std::string const& workspace_id) {
    auto host = dashscope_host(where, workspace_id);
    if (host.empty())
        throw settings_error("The region " + std::string(region_name(where)) +
                             " has no common host: set the workspace id (BAILIAN_WORKSPACE_ID or --workspace-id).");
    return {true, std::move(host), 443};
}

/// Decides between a base URL and a region. Whichever is set in the stronger place rules; in the same place the URL
/// does, since it is the more exact.
void resolve_base(setting_lookup& lookup, settings& out) {
    auto base = lookup.find("base_url");
    auto given = lookup.find("region");
    if (given) out.where = parse_region_or_throw(*given);
    if (!base || (given && given->from > base->from)) {
        if (base) out.notes.push_back(label_with_origin(*given) + " wins over " + label_with_origin(*base));
        out.base = host_of_region(out.where, out.workspace_id);
        return;
    }
    out.base = parse_base_url(base->value, base->label, out.allow_plain_http);
    auto implied = region_of_host(out.base.host);
    if (given && implied && *implied != out.where)
        out.notes.push_back(label_with_origin(*base) + " wins over " + label_with_origin(*given));
    if (implied) out.where = *implied;
    if (!is_alibaba_host(out.base.host) && !net::is_loopback(out.base.host))
        out.notes.push_back("The host " + out.base.host +
                            " is not Alibaba Cloud's (*.aliyuncs.com): keys and content go there.");
}

void resolve_openapi(setting_lookup& lookup, settings& out) {
    auto given = lookup.find("openapi_endpoint");
    if (!given) {
        out.openapi = {true, openapi_host(out.where), 443};
        return;
    }
    auto text = given->value.find("://") == std::string::npos ? "https://" + given->value : given->value;
    out.openapi = parse_base_url(text, given->label, out.allow_plain_http);
}

void resolve_key(setting_lookup& lookup, settings& out) {
    auto given = lookup.find("api_key");
    if (!given) return;
    note_wrong_key(given->value, given->label, out);
    out.api_key = given->value;
    // Plan keys work only on their plan's own hosts (catalogue §1.1).
    if (out.api_key.starts_with("sk-sp-") && out.base.host.find("plan") == std::string::npos &&
        out.base.host.find("coding") == std::string::npos)
        out.notes.push_back(given->label + " holds a plan key (sk-sp-…), which " + out.base.host +
                            " refuses: set the plan's own base URL, or use an ordinary key.");
}

void resolve_access_key(setting_lookup& lookup, settings& out) {
    lookup.take("access_key_id", out.access_key_id);
    lookup.take("access_key_secret", out.access_key_secret);
    lookup.take("security_token", out.security_token);
    // A token belongs to the temporary key it was issued with: one left over in a weaker place spoils every signature.
    if (!out.security_token.empty() && out.origin_of("security_token") < out.origin_of("access_key_id")) {
        out.security_token.clear();
        out.notes.push_back("The security token is ignored: the access key comes from a stronger place.");
    }
}

// The keys of the official command line's file.
void resolve_console(setting_lookup& lookup, settings& out) {
    lookup.take("access_token", out.access_token);
    if (out.where == region::singapore) out.console_region = region_name(out.where);
    lookup.take("console_region", out.console_region);
    if (auto site = lookup.find("console_site")) {
        if (site->value == "domestic" || site->value == "international") out.console_site = site->value;
        else out.notes.push_back(label_with_origin(*site) + " is neither domestic nor international; domestic is used.");
    }
    if (auto agent = lookup.find("console_switch_agent")) {
        std::int64_t number = 0;
        auto const* end = agent->value.data() + agent->value.size();
        auto const [rest, error] = std::from_chars(agent->value.data(), end, number);
        if (error == std::errc() && rest == end) out.console_switch_agent = number;
        else out.notes.push_back(label_with_origin(*agent) + " is no number; it is ignored.");
    }
    if (auto given = lookup.find("console_endpoint"))
        out.console = parse_base_url(given->value, given->label, out.allow_plain_http);
}

void resolve_source_channel(setting_lookup& lookup, settings_input const& input, settings& out) {
    auto opt_out = input.environment.find("DO_NOT_TRACK");
    if (opt_out != input.environment.end() && opt_out->second == "1") out.source_channel = false;
    // The CLI's own switch: who turned its telemetry off does not want ours.
    auto const* telemetry = lookup.file().if_contains("telemetry");
    if (telemetry && telemetry->is_bool() && !telemetry->as_bool()) out.source_channel = false;
    lookup.take_switch("source_channel", out.source_channel);
}

void resolve_output(setting_lookup& lookup, settings& out) {
    lookup.take("output_dir", out.output_dir);
    auto given = lookup.find("output");
    if (!given) return;
    if (given->value == "text" || given->value == "json")
        out.output = given->value;
    else  // the CLI's own variable may hold a format that only it knows: no reason not to start
        out.notes.push_back(label_with_origin(*given) + " is neither text nor json; text is used.");
}

// Separated by commas, as the environment and the file can say it.
void resolve_upstreams(setting_lookup& lookup, settings& out) {
    auto given = lookup.find("upstreams");
    std::string_view rest = given ? given->value : std::string_view();
    while (!rest.empty()) {
        auto const comma = std::min(rest.find(','), rest.size());
        auto const name = net::trim(rest.substr(0, comma));
        if (!name.empty()) out.upstreams.emplace_back(name);
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
}

void resolve_models(setting_lookup& lookup, settings& out) {
    for (auto what : all_capabilities()) {
        auto name = "default_" + std::string(capability_name(what)) + "_model";
        if (auto given = lookup.find(name)) out.models.set(what, given->value);
    }
}

}  // namespace

std::string_view name_of(origin_kind from) {
    switch (from) {
        case origin_kind::none:
            return "none";
        case origin_kind::fallback:
            return "default";
        case origin_kind::file:
            return "file";
        case origin_kind::environment:
            return "environment";
        case origin_kind::flag:
            return "flag";
    }
    return "";
}

origin_kind settings::origin_of(std::string_view name) const {
    auto found = origins.find(name);
    return found == origins.end() ? origin_kind::fallback : found->second;
}

net::origin parse_base_url(std::string_view text, std::string_view label, bool allow_plain_http) {
    std::string shown(label);
    auto parsed = net::parse_url(text);
    if (!parsed) throw settings_error(shown + " must be an absolute URL such as https://dashscope.aliyuncs.com.");
    if (!parsed->userinfo.empty()) throw settings_error(shown + " must not hold a user name or a password.");
    if (text.find_first_of("?#") != std::string_view::npos)
        throw settings_error(shown + " must not hold a query or a fragment.");
    if (!is_known_path(parsed->target))
        throw settings_error(shown + ": the path \"" + one_line(parsed->target, 100) +
                             "\" is not one of DashScope's. Give scheme, host and port only, such as " +
                             parsed->where.text() + ".");
    refuse_plain_http(parsed->where, shown, allow_plain_http);
    return parsed->where;
}

settings resolve_settings(settings_input const& input) {
    settings out;
    setting_lookup lookup(input, out);
    lookup.take_switch("allow_plain_http", out.allow_plain_http);
    if (auto given = lookup.find("workspace_id")) {
        check_workspace(given->value, given->label);
        out.workspace_id = given->value;
    }
    resolve_base(lookup, out);
    resolve_openapi(lookup, out);
    resolve_key(lookup, out);
    resolve_access_key(lookup, out);
    resolve_console(lookup, out);
    if (auto given = lookup.find("timeout")) out.timeout = parse_timeout(*given);
    resolve_output(lookup, out);
    if (auto given = lookup.find("watermark")) out.watermark = parse_switch(*given);
    resolve_source_channel(lookup, input, out);
    resolve_models(lookup, out);
    resolve_upstreams(lookup, out);
    return out;
}

std::vector<settings_line> describe(settings const& resolved) {
    std::vector<settings_line> lines;
    auto add = [&](std::string_view name, std::string value) {
        if (!value.empty()) lines.push_back({std::string(name), std::move(value), resolved.origin_of(name)});
    };
    add("api_key", masked(resolved.api_key));
    add("base_url", resolved.base.text());
    add("region", std::string(region_name(resolved.where)));
    add("workspace_id", resolved.workspace_id);
    add("openapi_endpoint", resolved.openapi.text());
    add("access_key_id", masked(resolved.access_key_id));
    add("access_key_secret", masked(resolved.access_key_secret));
    add("security_token", masked(resolved.security_token));
    add("access_token", masked(resolved.access_token));
    add("timeout", std::to_string(resolved.timeout.count()) + " ms");
    add("output_dir", resolved.output_dir);
    std::string upstreams;
    for (auto const& each : resolved.upstreams) upstreams += (upstreams.empty() ? "" : ",") + each;
    add("upstreams", upstreams);
    add("source_channel", resolved.source_channel ? "true" : "false");
    for (auto what : all_capabilities())
        add("default_" + std::string(capability_name(what)) + "_model", std::string(resolved.model_for(what)));
    return lines;
}

}  // namespace dashscope
