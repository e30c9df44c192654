#include "mcp/param_headers.hpp"

#include "jsonrpc/utf8.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace json = boost::json;

namespace mcp {

namespace {

constexpr std::string_view annotation = "x-mcp-header";

// RFC 9110 §5.6.2.
bool is_token(std::string_view text) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        bool const alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return alphanumeric || marks.find(c) != std::string_view::npos;
    });
}

std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

bool is_mirrored_type(json::object const& schema) {
    auto const* type = schema.if_contains("type");
    return type && (*type == "string" || *type == "integer" || *type == "boolean");
}

[[noreturn]] void refuse(std::vector<std::string> const& path, std::string const& why) {
    std::string name;
    for (auto const& each : path) name += (name.empty() ? "" : ".") + each;
    throw std::invalid_argument(std::string(annotation) + " of parameter " + name + " " + why);
}

// Only a chain of `properties` leads to a parameter; an annotation elsewhere is none.
void read_level(json::object const& schema, std::vector<std::string>& path, std::vector<mirrored_parameter>& into) {
    auto const* properties = schema.if_contains("properties");
    if (!properties || !properties->is_object()) return;
    for (auto const& [name, value] : properties->get_object()) {
        auto const* property = value.if_object();
        if (!property) continue;
        path.emplace_back(name);
        if (auto const* header = property->if_contains(annotation)) {
            if (!header->is_string() || !is_token(header->get_string())) refuse(path, "is no HTTP token");
            if (!is_mirrored_type(*property)) refuse(path, "needs the type string, integer or boolean");
            auto field = "mcp-param-" + lower_case(header->get_string());
            bool const taken = std::ranges::any_of(into, [&](auto const& each) { return each.header == field; });
            if (taken) refuse(path, "is used twice");
            into.push_back({std::move(field), path});
        }
        read_level(*property, path, into);
        path.pop_back();
    }
}

json::value const* value_at(json::object const& arguments, std::vector<std::string> const& path) {
    auto const* level = &arguments;
    json::value const* value = nullptr;
    for (auto const& name : path) {
        value = level ? level->if_contains(name) : nullptr;
        level = value ? value->if_object() : nullptr;
    }
    return value && !value->is_null() ? value : nullptr;
}

// 2026-07-28 §Server Validation: integers are compared as numbers.
bool is_equal_number(json::value const& value, std::string_view header) {
    double told = 0;
    auto const [end, failed] = std::from_chars(header.data(), header.data() + header.size(), told);
    return failed == std::errc() && end == header.data() + header.size() && told == value.to_number<double>();
}

bool is_equal(json::value const& value, std::string_view header) {
    if (value.is_string()) return value.get_string() == header;
    if (value.is_bool()) return header == (value.get_bool() ? "true" : "false");
    if (value.is_number()) return is_equal_number(value, header);
    // Never valid, and told so by the check of the arguments.
    return json::serialize(value) == header;
}

rejection mismatch(std::string const& header, std::string const& why) {
    return {400, {jsonrpc::errc::header_mismatch, "Header mismatch: " + header + " " + why, nullptr}};
}

}  // namespace

std::vector<mirrored_parameter> read_mirrored_parameters(json::object const& input_schema) {
    std::vector<std::string> path;
    std::vector<mirrored_parameter> found;
    read_level(input_schema, path, found);
    return found;
}

std::optional<rejection> check_param_headers(std::vector<mirrored_parameter> const& mirrored,
                                             json::object const& arguments, jsonrpc::field_source const& fields) {
    for (auto const& each : mirrored) {
        auto const* value = value_at(arguments, each.path);
        auto const header = fields.field(each.header);
        if (!value && !header) continue;
        if (!header) return mismatch(each.header, "is missing, but the body has a value for it");
        // What goes by the header must not differ from what is done.
        if (!value) return mismatch(each.header, "is there, but the body has no value for it");
        auto const decoded = decode_header_value(*header);
        if (!decoded) return mismatch(each.header, "has invalid characters or is not valid Base64");
        if (!is_equal(*value, *decoded))
            return mismatch(each.header, "value '" + jsonrpc::excerpt(*decoded) + "' does not match body value '" +
                                             jsonrpc::excerpt(json::serialize(*value)) + "'");
    }
    return std::nullopt;
}

}  // namespace mcp
