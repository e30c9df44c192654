#pragma once
// What tasks and synchronous calls produced, behind signed links for 24 hours. Kept is a description from which the
// bytes are made each time that they are asked for: a film of megabytes is a few hundred bytes at rest.

#include "sandbox/service.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace sandbox {

/// Keeps a result and gives its reference, which stands for a link inside stored answers. `description` has a member
/// `kind`: `picture` (picture.hpp), `film` (film.hpp) or `text` (with `content_type` and `text`).
/// `name` tells apart the results of one request.
std::string keep_result(boost::json::object description, std::string_view name, std::string_view extension,
                        exchange const& context);

/// `value` with each reference replaced by a link that is good until `expires` (unix seconds).
boost::json::value with_links(boost::json::value value, std::int64_t expires, exchange const& context);
/// The link that a reference stands for.
std::string link_of(std::string_view reference, std::int64_t expires, exchange const& context);

/// The description behind one of our links, if `url` is one; nothing otherwise.
std::optional<boost::json::object> find_result(std::string_view url, exchange const& context);

/// GET of a link.
plan get_result(exchange const& context);

}  // namespace sandbox
