#pragma once
// Where the bytes of a session file come from: a local path, a data: URI or a public URL, as one source whose size and
// checksum are known, which a lease wants to be told.

#include "dashscope/session_files.hpp"
#include "net/url.hpp"

#include <string>

namespace net {
class client;
}

namespace dashscope {

class media_inputs;

struct session_source_services {
    media_inputs const& local;
    net::client& http;
    net::origin base;  // exempt from the rules on downloads
};

/// Opens and checks it all: what it is, its size, its name. A URL is fetched into a nameless temporary file first, by
/// the rules of download.hpp: public, no redirects. `label` is the argument's name in texts. Throws media_error and
/// failure.
platform::task<session_content> open_session_file(session_source_services from, std::string argument,
                                                  std::string label);

/// For a dry run: checks what can be checked without the network, and gives the name that the file would have.
std::string checked_session_name(media_inputs const& local, std::string const& argument, std::string const& label);

}  // namespace dashscope
