#pragma once
// Media in chats: what arrived, with its type and size.

#include "sandbox/errors.hpp"
#include "sandbox/service.hpp"

#include <boost/json/object.hpp>
#include <boost/system/result.hpp>

#include <string>
#include <vector>

namespace sandbox {

/// One text for each picture, film and recording among the messages; or the refusal of a picture that is too small.
boost::system::result<std::vector<std::string>, failure> look_at_media(boost::json::object const& body,
                                                                       exchange const& context);

}  // namespace sandbox
