#pragma once
// Media that a request names: data URIs and uploads are looked at, links to the sandbox's own results too; other URLs
// are never fetched.

#include "sandbox/errors.hpp"
#include "sandbox/media_facts.hpp"
#include "sandbox/service.hpp"

#include <boost/json/value.hpp>
#include <boost/system/result.hpp>

#include <string>

namespace sandbox {

struct input_media {
    std::string text;  // for people: "PNG 640*480, 1234 bytes (cat.png)", or the URL's last part
    media_facts facts;
};

/// What an input may be: the checks of DashScope's data inspection.
enum class input_kind { image, video, audio };

/// Looks at one member of a request; the refusal when it is no URL, is of another kind, or is too small.
boost::system::result<input_media, failure> look_at(boost::json::value const& reference, input_kind kind,
                                                    exchange const& context);

/// The refusal of a data URI or an upload that is a picture with a side of ten pixels or less; all else passes.
verdict check_sides(boost::json::value const& reference, exchange const& context);

}  // namespace sandbox
