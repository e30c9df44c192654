#include "mcp/envelope.hpp"

#include "jsonrpc/utf8.hpp"
#include "seal/base64.hpp"

#include <algorithm>
#include <array>

namespace json = boost::json;
using jsonrpc::errc;

namespace mcp {

namespace {

constexpr std::string_view version_key = "io.modelcontextprotocol/protocolVersion";
constexpr std::string_view capabilities_key = "io.modelcontextprotocol/clientCapabilities";
constexpr std::string_view info_key = "io.modelcontextprotocol/clientInfo";
constexpr std::string_view log_level_key = "io.modelcontextprotocol/logLevel";

constexpr std::array<std::string_view, 8> level_names = {"debug", "info",     "notice", "warning",
                                                         "error", "critical", "alert",  "emergency"};

json::object const* object_in(json::object const* outer, std::string_view key) {
    if (!outer) return nullptr;
    auto const* value = outer->if_contains(key);
    return value ? value->if_object() : nullptr;
}

std::string string_in(json::object const* outer, std::string_view key) {
    if (!outer) return {};
    auto const* value = outer->if_contains(key);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

rejection bad_envelope(std::string const& why) {
    return {400, {errc::invalid_params, "Invalid params: " + why, nullptr}};
}

rejection mismatch(std::string const& why) {
    return {400, {errc::header_mismatch, "Header mismatch: " + why, nullptr}};
}

// The parameter that Mcp-Name repeats, for the methods that have one.
std::string_view name_parameter(std::string_view method) {
    if (method == "tools/call" || method == "prompts/get") return "name";
    if (method == "resources/read") return "uri";
    if (method == "tasks/get" || method == "tasks/update" || method == "tasks/cancel") return "taskId";
    return {};
}

std::variant<std::monostate, envelope, rejection> read_envelope(jsonrpc::message const& message,
                                                                json::object const& meta, revision version) {
    auto const* capabilities = meta.if_contains(capabilities_key);
    if (message.kind == jsonrpc::message_kind::request && (!capabilities || !capabilities->is_object()))
        return bad_envelope("_meta[\"" + std::string(capabilities_key) + "\"] must be an object");
    envelope result;
    result.version = version;
    result.client = read_client(capabilities ? capabilities->if_object() : nullptr, object_in(&meta, info_key));
    if (auto const* level = meta.if_contains(log_level_key)) {
        auto const parsed = level->is_string() ? parse_log_level(level->get_string()) : std::nullopt;
        if (!parsed) return bad_envelope("_meta[\"" + std::string(log_level_key) + "\"] is not a log level");
        result.logging = *parsed;
    }
    return result;
}

}  // namespace

std::optional<log_level> parse_log_level(std::string_view text) {
    auto const found = std::find(level_names.begin(), level_names.end(), text);
    if (found == level_names.end()) return std::nullopt;
    return static_cast<log_level>(found - level_names.begin());
}

std::string_view to_string(log_level level) {
    return level == log_level::off ? "off" : level_names[static_cast<std::size_t>(level)];
}

client_traits read_client(json::object const* capabilities, json::object const* info) {
    client_traits result;
    result.name = string_in(info, "name");
    result.version = string_in(info, "version");
    if (auto const* elicitation = object_in(capabilities, "elicitation")) {
        result.elicitation_url = elicitation->contains("url");
        // `elicitation: {}` means form only (2026-07-28 §Elicitation capabilities).
        result.elicitation_form = elicitation->contains("form") || !result.elicitation_url;
    }
    result.sampling = object_in(capabilities, "sampling") != nullptr;
    result.roots = object_in(capabilities, "roots") != nullptr;
    auto const* extensions = object_in(capabilities, "extensions");
    result.tasks = object_in(extensions, "io.modelcontextprotocol/tasks") != nullptr;
    return result;
}

rejection unsupported_version(std::string_view requested) {
    json::object data{{"supported", {to_string(latest_modern)}}, {"requested", jsonrpc::excerpt(requested)}};
    return {400, {errc::unsupported_protocol_version, "Unsupported protocol version", std::move(data)}};
}

std::variant<std::monostate, envelope, rejection> classify(jsonrpc::message const& message,
                                                           jsonrpc::field_source const* fields) {
    auto const* meta = object_in(message.params, "_meta");
    auto const* claim = meta ? meta->if_contains(version_key) : nullptr;
    if (claim) {
        if (!claim->is_string()) return bad_envelope("_meta[\"" + std::string(version_key) + "\"] must be a string");
        std::string_view const text = claim->get_string();
        auto const version = parse_revision(text);
        auto const header = fields ? fields->field("mcp-protocol-version") : std::nullopt;
        bool const legacy_claim = version && !is_modern(*version);
        if (header && *header != text && !legacy_claim)
            return mismatch("MCP-Protocol-Version is '" + jsonrpc::excerpt(*header) + "', _meta says '" +
                            jsonrpc::excerpt(text) + "'");
        if (!version) return unsupported_version(text);
        if (is_modern(*version)) return read_envelope(message, *meta, *version);
    }
    auto const header = fields ? fields->field("mcp-protocol-version") : std::nullopt;
    if (!header) return std::monostate{};
    auto const version = parse_revision(*header);
    if (version && is_modern(*version)) {
        if (message.method == "initialize")
            return mismatch("initialize is not a method of " + jsonrpc::excerpt(*header));
        if (message.kind == jsonrpc::message_kind::response)
            return rejection{400, {errc::invalid_request, "Invalid request: a client posts no responses", nullptr}};
        return bad_envelope("_meta[\"" + std::string(version_key) + "\"] is missing");
    }
    if (!version && message.method != "initialize")
        return rejection{
            400,
            {errc::server_error, "Bad Request: unsupported MCP-Protocol-Version '" + jsonrpc::excerpt(*header) + "'",
             nullptr}};
    return std::monostate{};
}

std::optional<rejection> check_headers(jsonrpc::message const& message, jsonrpc::field_source const& fields) {
    // Notifications are exempt (TypeScript SDK v2; the rule speaks of requests).
    if (message.kind != jsonrpc::message_kind::request) return std::nullopt;
    if (!fields.field("mcp-protocol-version")) return mismatch("MCP-Protocol-Version is missing");
    auto const method = fields.field("mcp-method");
    if (!method) return mismatch("Mcp-Method is missing");
    if (*method != message.method)
        return mismatch("Mcp-Method header value '" + jsonrpc::excerpt(*method) + "' does not match body value '" +
                        jsonrpc::excerpt(message.method) + "'");
    auto const parameter = name_parameter(message.method);
    if (parameter.empty()) return std::nullopt;
    auto const name = fields.field("mcp-name");
    if (!name) return mismatch("Mcp-Name is missing");
    auto const decoded = decode_header_value(*name);
    if (!decoded) return mismatch("Mcp-Name has invalid characters or is not valid Base64");
    auto const expected = string_in(message.params, parameter);
    if (*decoded != expected)
        return mismatch("Mcp-Name header value '" + jsonrpc::excerpt(*decoded) + "' does not match body value '" +
                        jsonrpc::excerpt(expected) + "'");
    return std::nullopt;
}

std::optional<std::string> decode_header_value(std::string_view value) {
    // 2026-07-28 §Value Encoding: visible ASCII, blanks and tabs; what is not must come in Base64.
    bool const readable = std::ranges::all_of(value, [](char c) { return (c >= ' ' && c <= '~') || c == '\t'; });
    if (!readable) return std::nullopt;
    constexpr std::string_view prefix = "=?base64?";
    constexpr std::string_view suffix = "?=";
    if (!value.starts_with(prefix) || !value.ends_with(suffix) || value.size() < prefix.size() + suffix.size())
        return std::string(value);
    return seal::from_base64(value.substr(prefix.size(), value.size() - prefix.size() - suffix.size()));
}

}  // namespace mcp
