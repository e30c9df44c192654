#pragma once
// Reading fields of answers that may lack them or hold another type. Private to this layer.

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <initializer_list>
#include <string>
#include <string_view>

namespace dashscope {

/// The object under `name`, or null.
inline boost::json::object const* object_at(boost::json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    return value ? value->if_object() : nullptr;
}

/// The array under `name`, or null.
inline boost::json::array const* array_at(boost::json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    return value ? value->if_array() : nullptr;
}

/// The string under `name`; empty when it is absent or something else. The view lives as long as `from`.
inline std::string_view string_at(boost::json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    auto const* text = value ? value->if_string() : nullptr;
    return text ? std::string_view(*text) : std::string_view();
}

/// The first of several names that holds a string that is not empty.
inline std::string_view first_string(boost::json::object const& from, std::initializer_list<std::string_view> names) {
    for (auto name : names)
        if (auto text = string_at(from, name); !text.empty()) return text;
    return {};
}

}  // namespace dashscope
