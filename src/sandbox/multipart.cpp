#include "sandbox/multipart.hpp"

#include "net/message.hpp"

namespace sandbox {
namespace {

constexpr std::string_view line_end = "\r\n";

/// The value of `name=value` or `name="value"` among a field's parameters.
std::string parameter(std::string_view field, std::string_view name) {
    while (true) {
        auto const semicolon = field.find(';');
        if (semicolon == std::string_view::npos) return {};
        field = net::trim(field.substr(semicolon + 1));
        auto const equals = field.find('=');
        if (equals == std::string_view::npos) return {};
        auto const found = net::equal_ignoring_case(net::trim(field.substr(0, equals)), name);
        field.remove_prefix(equals + 1);
        auto const quoted = field.starts_with('"');
        if (quoted) field.remove_prefix(1);
        auto const value = field.substr(0, field.find(quoted ? '"' : ';'));
        if (found) return std::string(net::trim(value));
        field.remove_prefix(value.size());
    }
}

void read_field(std::string_view line, form_part& into) {
    auto const colon = line.find(':');
    if (colon == std::string_view::npos) return;
    auto const name = net::trim(line.substr(0, colon));
    auto const value = net::trim(line.substr(colon + 1));
    if (net::equal_ignoring_case(name, "content-type")) into.content_type = value;
    if (!net::equal_ignoring_case(name, "content-disposition")) return;
    into.name = parameter(value, "name");
    into.file_name = parameter(value, "filename");
}

/// `text` is a part without its delimiters: fields, an empty line, content.
std::optional<form_part> read_part(std::string_view text) {
    form_part part;
    while (true) {
        auto const end = text.find(line_end);
        if (end == std::string_view::npos) return std::nullopt;
        auto const line = text.substr(0, end);
        text.remove_prefix(end + line_end.size());
        if (line.empty()) break;
        read_field(line, part);
    }
    part.content = text;
    return part;
}

}  // namespace

std::optional<std::vector<form_part>> read_multipart(std::string_view content_type, std::string_view body) {
    if (!net::equal_ignoring_case(net::trim(content_type.substr(0, content_type.find(';'))), "multipart/form-data"))
        return std::nullopt;
    auto const boundary = parameter(content_type, "boundary");
    if (boundary.empty()) return std::nullopt;
    auto const delimiter = "\r\n--" + boundary;
    std::vector<form_part> parts;
    auto const first = std::string_view(delimiter).substr(line_end.size());
    auto at = body.starts_with(first) ? first.size() : body.find(delimiter);
    if (at == std::string_view::npos) return std::nullopt;
    if (at != first.size()) at += delimiter.size();
    while (body.substr(at, line_end.size()) == line_end) {
        at += line_end.size();
        auto const end = body.find(delimiter, at);
        auto part = end == std::string_view::npos ? std::nullopt : read_part(body.substr(at, end - at));
        if (!part) return std::nullopt;
        parts.push_back(std::move(*part));
        at = end + delimiter.size();
    }
    if (body.substr(at, 2) != "--") return std::nullopt;
    return parts;
}

}  // namespace sandbox
