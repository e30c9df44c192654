#pragma once
// Writing fields of requests that are sent only when they were given. Private to this layer; fields.hpp reads.

#include <boost/json/object.hpp>
#include <boost/json/value_from.hpp>

#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dashscope {

/// Puts a value that is there.
template <class T>
void put(boost::json::object& into, std::string_view name, std::optional<T> const& value) {
    if (value) into[name] = *value;
}

/// Puts a text, list or object that is not empty.
template <class T>
    requires requires(T const& value) { value.empty(); }
void put(boost::json::object& into, std::string_view name, T&& value) {
    if (value.empty()) return;
    if constexpr (std::is_assignable_v<boost::json::value&, T>) into[name] = std::forward<T>(value);
    else into[name] = boost::json::value_from(std::forward<T>(value));
}

}  // namespace dashscope
