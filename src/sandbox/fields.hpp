#pragma once
// Reading members of JSON bodies and of queries: what is absent, null or of another type is simply not there.

#include "sandbox/errors.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/system/result.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sandbox {

/// The body as an object, or the refusal.
boost::system::result<boost::json::object, failure> read_object(request const& asked);

boost::json::value const* member(boost::json::object const& from, std::string_view name);
/// Empty when it isn't a string.
std::string_view text_member(boost::json::object const& from, std::string_view name);
/// A number, or a string that is one.
std::optional<double> number_member(boost::json::object const& from, std::string_view name);
std::optional<bool> bool_member(boost::json::object const& from, std::string_view name);
/// An empty one when it is absent.
boost::json::object const& object_member(boost::json::object const& from, std::string_view name);
boost::json::array const& array_member(boost::json::object const& from, std::string_view name);
/// The strings of an array; a lone string counts as an array of one.
std::vector<std::string> strings_member(boost::json::object const& from, std::string_view name);

/// `a=b&c=d`, decoded, in its order. `plus_is_blank` as in forms.
using form = std::vector<std::pair<std::string, std::string>>;
form read_form(std::string_view text, bool plus_is_blank = true);
std::optional<std::string_view> form_field(form const& from, std::string_view name);
/// A whole number within [least, most]; `usual` when it is absent; nothing when it is none.
std::optional<long long> form_number(form const& from, std::string_view name, long long usual, long long least,
                                     long long most);

std::string percent_decoded(std::string_view text, bool plus_is_blank = false);
/// RFC 3986: everything but the unreserved characters.
std::string percent_encoded(std::string_view text);

/// The characters of UTF-8 text, as DashScope counts lengths.
std::size_t count_characters(std::string_view text);
/// The first `most` characters.
std::string first_characters(std::string_view text, std::size_t most);

}  // namespace sandbox
