#pragma once
// Recordings that a request names, and what is said in them: the text of the sandbox's own speech; for others one that
// their bytes decide.

#include "sandbox/audio_file.hpp"
#include "sandbox/errors.hpp"
#include "sandbox/service.hpp"

#include <boost/system/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace sandbox {

struct recording {
    audio_facts facts;      // `text` is never empty, unless it is silent
    std::size_t bytes = 0;  // 0: of a URL, which is never fetched
};

/// A data URI, an upload, a link to the sandbox's own speech, or another URL.
boost::system::result<recording, failure> listen_to(std::string_view reference, exchange const& context);

/// The names in references, where markers may stand: data URIs left out, percent codes decoded.
std::string names_in(std::string_view reference);

}  // namespace sandbox
