#pragma once
// What `parameters` ask of speech recognition.

#include "sandbox/native.hpp"
#include "sandbox/transcript.hpp"

#include <boost/system/result.hpp>

namespace sandbox {

/// Channels, speakers, word filters and hot words; or why not.
boost::system::result<listening, failure> read_listening(native_body const& body, exchange const& context);

}  // namespace sandbox
