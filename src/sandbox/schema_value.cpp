#include "sandbox/schema_value.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cmath>
#include <string>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr int deepest = 6;  // from here on only what is required: recursive schemas must end
constexpr int abyss = 64;   // and where a schema requires itself for ever, this

json::value const* find(json::object const& from, std::string_view name) {
    return from.if_contains(name);
}

double number_or(json::object const& schema, std::string_view name, double fallback) {
    auto const* value = find(schema, name);
    return value && value->is_number() ? value->to_number<double>() : fallback;
}

std::size_t size_or(json::object const& schema, std::string_view name, std::size_t fallback) {
    auto value = number_or(schema, name, -1);
    return value < 0 ? fallback : static_cast<std::size_t>(value);
}

std::string text_of_format(std::string_view format, generator& random) {
    if (format == "date-time") return "2026-01-01T12:00:00Z";
    if (format == "date") return "2026-01-01";
    if (format == "time") return "12:00:00Z";
    if (format == "duration") return "PT1H";
    if (format == "email") return "sandbox@example.com";
    if (format == "uri" || format == "uri-reference") return "https://example.com/sandbox";
    if (format == "hostname") return "example.com";
    if (format == "ipv4") return "192.0.2.1";
    if (format == "ipv6") return "2001:db8::1";
    if (format == "uuid") return random.uuid();
    return {};
}

class maker {
public:
    maker(json::value const& root, generator& random) : root_(root), random_(random) {}

    json::value make(json::value const& schema, std::string_view name, int depth) {
        if (depth > abyss) return nullptr;
        if (!schema.is_object()) return "sandbox";  // `true`, or nothing: anything will do
        auto const resolved = merge(schema.get_object(), 0);
        if (auto const* fixed = find(resolved, "const")) return *fixed;
        if (auto const* choices = find(resolved, "enum");
            choices && choices->is_array() && !choices->get_array().empty())
            return choices->get_array()[random_.below(choices->get_array().size())];
        if (auto const* usual = find(resolved, "default"); usual && !usual->is_null()) return *usual;
        if (auto const* branch = pick_branch(resolved, depth)) return make(*branch, name, depth + 1);
        return make_typed(resolved, name, depth);
    }

private:
    /// The schema with its local reference and its allOf folded in: what stands beside them wins.
    json::object merge(json::object const& schema, int depth) const {
        json::object result;
        if (depth > 16) return result;
        if (auto const* target = follow(schema)) result = merge(*target, depth + 1);
        if (auto const* all = find(schema, "allOf"); all && all->is_array())
            for (auto const& part : all->get_array())
                if (part.is_object()) add(result, merge(part.get_object(), depth + 1));
        add(result, schema);
        return result;
    }

    static void add(json::object& result, json::object const& more) {
        for (auto const& [name, value] : more) {
            auto* known = result.if_contains(name);
            if (known && name == "properties" && known->is_object() && value.is_object())
                add(known->get_object(), value.get_object());
            else if (known && name == "required" && known->is_array() && value.is_array())
                known->get_array().insert(known->get_array().end(), value.get_array().begin(), value.get_array().end());
            else if (name != "$ref" && name != "allOf")
                result[name] = value;
        }
    }

    json::object const* follow(json::object const& schema) const {
        auto const* reference = find(schema, "$ref");
        if (!reference || !reference->is_string()) return nullptr;
        std::string_view pointer = reference->get_string();
        if (!pointer.starts_with('#')) return nullptr;
        boost::system::error_code error;
        auto const* target = root_.find_pointer(pointer.substr(1), error);
        return target && target->is_object() ? &target->get_object() : nullptr;
    }

    static bool is_leaf(json::value const& schema) {
        auto const* type = schema.is_object() ? find(schema.get_object(), "type") : nullptr;
        return type && type->is_string() && *type != "object" && *type != "array";
    }

    static json::value const* pick_branch(json::object const& schema, int depth) {
        for (auto name : {"anyOf", "oneOf"}) {
            auto const* branches = find(schema, name);
            if (!branches || !branches->is_array() || branches->get_array().empty()) continue;
            auto const& list = branches->get_array();
            auto const* leaf = std::ranges::find_if(list, is_leaf);
            if (depth >= deepest && leaf != list.end()) return leaf;
            return &list.front();
        }
        return nullptr;
    }

    static std::string type_of(json::object const& schema) {
        auto const* type = find(schema, "type");
        if (type && type->is_string()) return std::string(type->get_string());
        if (type && type->is_array() && !type->get_array().empty() && type->get_array().front().is_string())
            return std::string(type->get_array().front().get_string());
        for (auto name : {"properties", "required", "additionalProperties"})
            if (find(schema, name)) return "object";
        for (auto name : {"items", "prefixItems", "minItems"})
            if (find(schema, name)) return "array";
        for (auto name : {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"})
            if (find(schema, name)) return "number";
        return "string";
    }

    json::value make_typed(json::object const& schema, std::string_view name, int depth) {
        auto type = type_of(schema);
        if (type == "object") return make_object(schema, depth);
        if (type == "array") return make_array(schema, name, depth);
        if (type == "integer") return static_cast<std::int64_t>(make_number(schema, true));
        if (type == "number") return make_number(schema, false);
        if (type == "boolean") return random_.below(2) == 1;
        if (type == "null") return nullptr;
        return make_text(schema, name, 0);
    }

    json::value make_object(json::object const& schema, int depth) {
        json::object result;
        auto const* required = find(schema, "required");
        auto is_required = [&](std::string_view name) {
            return required && required->is_array() && std::ranges::any_of(required->get_array(), [&](auto const& one) {
                       return one.is_string() && std::string_view(one.get_string()) == name;
                   });
        };
        if (auto const* properties = find(schema, "properties"); properties && properties->is_object())
            for (auto const& [name, property] : properties->get_object())
                if (depth < deepest || is_required(name)) result[name] = make(property, name, depth + 1);
        if (required && required->is_array())
            for (auto const& name : required->get_array())
                if (name.is_string() && !result.contains(name.get_string())) result[name.get_string()] = "sandbox";
        return result;
    }

    json::value make_array(json::object const& schema, std::string_view name, int depth) {
        json::array result;
        if (auto const* first = find(schema, "prefixItems"); first && first->is_array())
            for (auto const& item : first->get_array()) result.push_back(make(item, name, depth + 1));
        auto least = size_or(schema, "minItems", 0);
        auto most = size_or(schema, "maxItems", std::max<std::size_t>(least, 2));
        auto wanted = std::min(most, depth >= deepest ? least : std::max<std::size_t>(least, 1));
        auto const* items = find(schema, "items");
        auto const* unique = find(schema, "uniqueItems");
        for (std::size_t tries = 0; result.size() < wanted && tries < 64 + wanted; ++tries) {
            auto item = make(items ? *items : json::value(true), name, depth + 1);
            bool repeated = std::ranges::find(result, item) != result.end();
            if (repeated && unique && *unique == true) item = vary(items, name, result.size(), std::move(item));
            if (!unique || *unique != true || std::ranges::find(result, item) == result.end()) result.push_back(item);
        }
        return result;
    }

    /// Another value beside an equal one: texts get a number, integers count up; the rest is drawn again.
    json::value vary(json::value const* items, std::string_view name, std::size_t index, json::value item) {
        if (items && items->is_object() && (find(items->get_object(), "enum") || find(items->get_object(), "format")))
            return item;
        if (item.is_string() && items && items->is_object())
            return make_text(merge(items->get_object(), 0), name, index);
        if (item.is_int64()) return item.get_int64() + static_cast<std::int64_t>(index);
        return item;
    }

    double make_number(json::object const& schema, bool integer) {
        auto step = number_or(schema, "multipleOf", integer ? 1 : 0.5);
        if (step <= 0) step = 1;
        if (integer) step = integral_multiple(step);
        auto high = number_or(schema, "maximum", HUGE_VAL);
        auto below = number_or(schema, "exclusiveMaximum", HUGE_VAL);
        auto above = number_or(schema, "exclusiveMinimum", -HUGE_VAL);
        auto low = std::max(number_or(schema, "minimum", -HUGE_VAL), above);
        if (!std::isfinite(low)) low = std::min(1.0, std::min(high, below) - 8 * step);
        auto first = std::ceil(low / step) * step;
        if (first <= above) first += step;
        auto value = first + static_cast<double>(random_.below(8)) * step;
        if (value <= high && value < below) return value;
        if (first <= high && first < below) return first;
        return std::isfinite(high) ? (low + high) / 2 : (low + below) / 2;  // no multiple lies between
    }

    static double integral_multiple(double step) {
        for (int times = 1; times <= 1000; ++times)
            if (step * times == std::floor(step * times)) return step * times;
        return 1;
    }

    json::value make_text(json::object const& schema, std::string_view name, std::size_t index) {
        auto const* format = find(schema, "format");
        if (format && format->is_string())
            if (auto text = text_of_format(format->get_string(), random_); !text.empty()) return json::string(text);
        bool ascii = std::ranges::all_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
        std::string text = "sandbox";
        if (ascii && !name.empty()) text += " " + std::string(name);  // else maxLength could cut a character in two
        if (index > 0) text.insert(0, std::to_string(index) + " ");
        auto least = size_or(schema, "minLength", 0);
        auto most = size_or(schema, "maxLength", std::max<std::size_t>(least, 200));
        while (text.size() < least) text += '.';
        if (text.size() > most) text.resize(most);
        return json::string(text);
    }

    json::value const& root_;
    generator& random_;
};

}  // namespace

json::value make_instance(json::value const& schema, generator& random) {
    return maker(schema, random).make(schema, {}, 0);
}

}  // namespace sandbox
