#pragma once
// From checked arguments to a plain struct: members named by BOOST_DESCRIBE_STRUCT are filled from the arguments of the
// same name; absent ones keep their initializers.

#include <boost/describe/members.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value_to.hpp>
#include <boost/mp11/algorithm.hpp>

#include <optional>
#include <string>
#include <vector>

namespace mcp {

inline void bind_member(boost::json::value const& from, boost::json::value& to) {
    to = from;
}
inline void bind_member(boost::json::value const& from, boost::json::object& to) {
    to = from.as_object();
}
inline void bind_member(boost::json::value const& from, boost::json::array& to) {
    to = from.as_array();
}
inline void bind_member(boost::json::value const& from, std::string& to) {
    to = from.as_string();
}
inline void bind_member(boost::json::value const& from, bool& to) {
    to = from.as_bool();
}
inline void bind_member(boost::json::value const& from, double& to) {
    to = from.to_number<double>();
}
inline void bind_member(boost::json::value const& from, std::int64_t& to) {
    to = from.to_number<std::int64_t>();
}

template <class T>
void bind_member(boost::json::value const& from, std::optional<T>& to) {
    bind_member(from, to.emplace());
}

template <class T>
void bind_member(boost::json::value const& from, std::vector<T>& to) {
    for (auto const& each : from.as_array()) bind_member(each, to.emplace_back());
}

/// The arguments must have passed the schema that belongs to `Struct`: a type that does not fit throws.
template <class Struct>
Struct bind(boost::json::object const& arguments) {
    Struct result;
    using members = boost::describe::describe_members<Struct, boost::describe::mod_public>;
    boost::mp11::mp_for_each<members>([&](auto member) {
        if (auto const* value = arguments.if_contains(member.name)) bind_member(*value, result.*member.pointer);
    });
    return result;
}

}  // namespace mcp
