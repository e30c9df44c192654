#include "sandbox/fields.hpp"

#include <boost/json/parse.hpp>

#include <charconv>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::size_t deepest_body = 100;

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-_.~").find(c) != std::string_view::npos;
}

bool continues_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

template <class T>
std::optional<T> parsed_number(std::string_view text) {
    T value{};
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

boost::system::result<json::object, failure> read_object(request const& asked) {
    boost::system::error_code error;
    json::parse_options options;
    options.max_depth = deepest_body;
    auto parsed = json::parse(asked.body, error, {}, options);
    if (error || !parsed.is_object())
        return invalid_parameter("Required body invalid, please check the request body format.");
    return std::move(parsed.get_object());
}

json::value const* member(json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    return value && !value->is_null() ? value : nullptr;
}

std::string_view text_member(json::object const& from, std::string_view name) {
    auto const* value = member(from, name);
    return value && value->is_string() ? std::string_view(value->get_string()) : std::string_view{};
}

std::optional<double> number_member(json::object const& from, std::string_view name) {
    auto const* value = member(from, name);
    if (!value) return std::nullopt;
    if (value->is_string()) return parsed_number<double>(value->get_string());
    if (value->is_double()) return value->get_double();
    if (value->is_int64()) return static_cast<double>(value->get_int64());
    if (value->is_uint64()) return static_cast<double>(value->get_uint64());
    return std::nullopt;
}

std::optional<bool> bool_member(json::object const& from, std::string_view name) {
    auto const* value = member(from, name);
    if (!value || !value->is_bool()) return std::nullopt;
    return value->get_bool();
}

json::object const& object_member(json::object const& from, std::string_view name) {
    static json::object const none;
    auto const* value = member(from, name);
    return value && value->is_object() ? value->get_object() : none;
}

json::array const& array_member(json::object const& from, std::string_view name) {
    static json::array const none;
    auto const* value = member(from, name);
    return value && value->is_array() ? value->get_array() : none;
}

std::vector<std::string> strings_member(json::object const& from, std::string_view name) {
    std::vector<std::string> all;
    auto const* value = member(from, name);
    if (value && value->is_string()) all.emplace_back(value->get_string());
    for (auto const& item : array_member(from, name))
        if (item.is_string()) all.emplace_back(item.get_string());
    return all;
}

form read_form(std::string_view text, bool plus_is_blank) {
    form fields;
    while (!text.empty()) {
        auto end = text.find('&');
        auto pair = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (pair.empty()) continue;
        auto equals = pair.find('=');
        auto value = equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1);
        fields.emplace_back(percent_decoded(pair.substr(0, equals), plus_is_blank),
                            percent_decoded(value, plus_is_blank));
    }
    return fields;
}

std::optional<std::string_view> form_field(form const& from, std::string_view name) {
    for (auto const& [key, value] : from)
        if (key == name) return value;
    return std::nullopt;
}

std::optional<long long> form_number(form const& from, std::string_view name, long long usual, long long least,
                                     long long most) {
    auto text = form_field(from, name);
    if (!text || text->empty()) return usual;
    auto value = parsed_number<long long>(*text);
    if (!value || *value < least || *value > most) return std::nullopt;
    return value;
}

std::string percent_decoded(std::string_view text, bool plus_is_blank) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        auto low = high < 0 ? -1 : hex_digit(text[i + 2]);
        if (low >= 0) {
            decoded += static_cast<char>(high * 16 + low);
            i += 2;
            continue;
        }
        decoded += plus_is_blank && text[i] == '+' ? ' ' : text[i];
    }
    return decoded;
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (char c : text) {
        if (is_unreserved(c)) {
            encoded += c;
            continue;
        }
        auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += digits[byte >> 4];
        encoded += digits[byte & 0x0FU];
    }
    return encoded;
}

std::size_t count_characters(std::string_view text) {
    std::size_t count = 0;
    for (char c : text) count += continues_character(c) ? 0 : 1;
    return count;
}

std::string first_characters(std::string_view text, std::size_t most) {
    std::size_t length = 0;
    for (std::size_t count = 0; length < text.size(); ++length) {
        if (continues_character(text[length])) continue;
        if (count++ == most) break;
    }
    return std::string(text.substr(0, length));
}

}  // namespace sandbox
