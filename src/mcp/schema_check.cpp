#include "mcp/schema_node.hpp"

#include "jsonrpc/utf8.hpp"
#include "jsonrpc/write.hpp"
#include "platform/ascii.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace json = boost::json;

namespace mcp {

namespace {

using node = arguments_schema::node;

std::string plain(double number) {
    char text[32];
    auto const end = std::to_chars(text, text + sizeof text, number).ptr;
    return {text, end};
}

// What was given, short enough to read.
std::string shown(json::value const& value) {
    return jsonrpc::excerpt(json::serialize(value), 60);
}

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// A whole number written as 3.0 is the integer 3 (JSON Schema §6.1.1).
void integer_from_double(json::value& value) {
    constexpr double exact = 9007199254740992.0;  // 2^53
    double const number = value.get_double();
    if (std::trunc(number) == number && std::abs(number) <= exact) value = static_cast<std::int64_t>(number);
}

// A value that stands as JSON inside a string.
std::optional<json::value> parsed_text(json::value const& value) {
    boost::system::error_code failed;
    json::parse_options options;
    options.max_depth = 100;  // as deep as the message itself may be
    auto parsed = json::parse(trimmed(value.get_string()), failed, {}, options);
    if (failed) return std::nullopt;
    return parsed;
}

// Such a number would be sent on as a word that is no JSON.
bool holds_endless_number(json::value const& value) {
    auto const parsed = value.is_string() ? parsed_text(value) : std::nullopt;
    return parsed && !jsonrpc::is_writable(*parsed);
}

void from_text(json::value& value, value_type wanted) {
    auto const text = trimmed(value.get_string());
    if (text.empty()) return;
    if (wanted == value_type::boolean) {
        if (platform::equal_ignoring_case(text, "true"))
            value = true;
        else if (platform::equal_ignoring_case(text, "false"))
            value = false;
        return;
    }
    bool const structured = wanted == value_type::array || wanted == value_type::object;
    if (structured && text.front() != '[' && text.front() != '{') return;
    auto parsed = parsed_text(value);
    if (!parsed) return;
    bool const fits = structured ? parsed->is_array() || parsed->is_object() : parsed->is_number();
    if (fits && jsonrpc::is_writable(*parsed)) value = std::move(*parsed);
}

bool has_type(json::value const& value, value_type type) {
    switch (type) {
        case value_type::any:
            return true;
        case value_type::string:
            return value.is_string();
        case value_type::integer:
            // A larger one fits no member that it could be bound to.
            return value.is_int64();
        case value_type::number:
            return value.is_number();
        case value_type::boolean:
            return value.is_bool();
        case value_type::array:
            return value.is_array();
        case value_type::object:
            return value.is_object();
    }
    return false;
}

void mend(node const& schema, json::value& value) {
    if (has_type(value, schema.type)) return;
    if (value.is_string()) from_text(value, schema.type);
    if (schema.type == value_type::integer && value.is_double()) integer_from_double(value);
    if (schema.type == value_type::string && (value.is_number() || value.is_bool()))
        value = json::value(json::serialize(value));
    // One value where a list is meant.
    if (schema.type == value_type::array && !value.is_array() && !value.is_null() && !holds_endless_number(value))
        value = json::array{std::move(value)};
}

void check_enum(node const& schema, json::value& value, std::string const& place, problem_list& problems) {
    std::string_view const text = value.get_string();
    std::string const* same = nullptr;
    for (auto const& each : schema.allowed) {
        if (each == text) return;
        if (platform::equal_ignoring_case(each, text)) same = &each;
    }
    if (same)
        value = json::string(*same);
    else
        problems.add(place + " must be " + describe(schema) + ", not " + shown(value));
}

void check_string(node const& schema, json::value& value, std::string const& place, problem_list& problems) {
    if (!schema.allowed.empty()) return check_enum(schema, value, place, problems);
    // JSON Schema counts characters, not bytes.
    auto const& text = value.get_string();
    auto const length =
        static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
    bool const fits = length >= schema.min_length.value_or(0) && length <= schema.max_length.value_or(length);
    if (!fits) problems.add(place + " must be " + describe(schema) + "; it has " + std::to_string(length));
}

void check_number(node const& schema, json::value const& value, std::string const& place, problem_list& problems) {
    auto const number = value.to_number<double>();
    bool const fits = number >= schema.minimum.value_or(number) && number <= schema.maximum.value_or(number) &&
                      !(schema.exclusive_minimum && number <= *schema.exclusive_minimum) &&
                      !(schema.exclusive_maximum && number >= *schema.exclusive_maximum);
    if (!fits) problems.add(place + " must be " + describe(schema) + ", not " + shown(value));
}

void check_array(node const& schema, json::value& value, std::string const& place, problem_list& problems) {
    auto& items = value.get_array();
    bool const fits =
        items.size() >= schema.min_items.value_or(0) && items.size() <= schema.max_items.value_or(items.size());
    if (!fits) problems.add(place + " must be " + describe(schema) + "; it has " + std::to_string(items.size()));
    if (!schema.items) return;
    for (std::size_t i = 0; i < items.size(); ++i)
        check_value(*schema.items, items[i], place + "[" + std::to_string(i) + "]", problems);
}

void check_object(node const& schema, json::value& value, std::string const& place, problem_list& problems) {
    auto& object = value.get_object();
    for (auto& [name, member] : object) {
        auto const* found = schema.find(name);
        auto const where = place + "." + std::string(name);
        if (found)
            check_value(found->schema, member, where, problems);
        else if (!schema.additional_properties)
            problems.add(where + " is not allowed here");
    }
    for (auto const& each : schema.properties)
        if (each.required && !object.contains(each.name))
            problems.add(place + "." + each.name + " is required: " + describe(each.schema));
}

std::string_view article(value_type type) {
    switch (type) {
        case value_type::any:
            return "a value";
        case value_type::string:
            return "a string";
        case value_type::integer:
            return "an integer";
        case value_type::number:
            return "a number";
        case value_type::boolean:
            return "true or false";
        case value_type::array:
            return "an array";
        case value_type::object:
            return "an object";
    }
    return "a value";
}

std::string count_range(std::string_view what, std::optional<std::size_t> low, std::optional<std::size_t> high) {
    if (!low && !high) return {};
    std::string const unit(what);
    if (!high) return " of at least " + std::to_string(*low) + " " + unit;
    if (!low) return " of at most " + std::to_string(*high) + " " + unit;
    return " of " + std::to_string(*low) + " to " + std::to_string(*high) + " " + unit;
}

std::string number_range(node const& schema) {
    std::string out;
    if (schema.minimum) out += " from " + plain(*schema.minimum);
    if (schema.exclusive_minimum) out += " above " + plain(*schema.exclusive_minimum);
    if (schema.maximum) out += " to " + plain(*schema.maximum);
    if (schema.exclusive_maximum) out += " below " + plain(*schema.exclusive_maximum);
    return out;
}

}  // namespace

void problem_list::add(std::string problem) {
    constexpr std::size_t enough = 20;
    if (problems_.size() < enough)
        problems_.push_back(std::move(problem));
    else
        ++left_out_;
}

std::string problem_list::text() const {
    std::string out;
    for (auto const& each : problems_) out += (out.empty() ? "- " : "\n- ") + each;
    if (left_out_ > 0) out += "\n- and " + std::to_string(left_out_) + " more";
    return out;
}

std::string describe(node const& schema) {
    if (!schema.allowed.empty()) {
        std::string out = "one of: ";
        for (auto const& each : schema.allowed) out += (&each == schema.allowed.data() ? "" : ", ") + each;
        return out;
    }
    std::string out(article(schema.type));
    out += number_range(schema);
    out += count_range("characters", schema.min_length, schema.max_length);
    out += count_range("items", schema.min_items, schema.max_items);
    if (schema.items && schema.items->type != value_type::any)
        out += ", each " + std::string(article(schema.items->type));
    return out;
}

void check_value(node const& schema, json::value& value, std::string const& place, problem_list& problems) {
    mend(schema, value);
    if (!has_type(value, schema.type)) {
        std::string const why = holds_endless_number(value) ? ": it has a number out of range" : "";
        problems.add(place + " must be " + describe(schema) + ", not " + shown(value) + why);
        return;
    }
    if (value.is_string())
        check_string(schema, value, place, problems);
    else if (value.is_number())
        check_number(schema, value, place, problems);
    else if (value.is_array())
        check_array(schema, value, place, problems);
    else if (value.is_object())
        check_object(schema, value, place, problems);
}

}  // namespace mcp
