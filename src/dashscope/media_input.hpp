#pragma once
// Media arguments: a URL, a `data:` URI, an `oss://` reference or a local path, made into what a request may hold.
//
// Local files are checked (what they are, size, pixels), uploaded to DashScope's temporary storage (catalogue §13) and
// named by `oss://`; data URIs are checked; of URLs only scheme and form are.

#include "dashscope/exchange.hpp"
#include "media/probe.hpp"
#include "platform/allowed_files.hpp"
#include "platform/task.hpp"

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace net {
class client;
}

namespace dashscope {

class client;

/// What one argument may be. Zero: no limit.
struct media_rules {
    std::string name;                // of the argument, for texts: "image"
    std::vector<media::kind> kinds;  // empty: any
    std::vector<std::string> types;  // media types, narrower than kinds; empty: any of the kinds
    std::uint64_t max_bytes = 0;
    std::uint32_t min_side = 0;  // pixels
    std::uint32_t max_side = 0;
    double max_ratio = 0;          // longer side over shorter
    bool data_uri_allowed = true;  // an API that takes no data URI gets an upload instead
};

/// Where the bytes of an argument are.
enum class media_form { url, data_uri, oss, path };
/// By its beginning alone.
media_form form_of(std::string_view argument);

/// A bad argument: its text names the argument, what is wrong and what is allowed.
class media_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct media_options {
    bool dry_run = false;  // checks, but uploads nothing: a local path becomes "oss://(upload of NAME)"
};

/// One owner, one thread. Uploads of the same file (device, inode, size, time) for the same key and model are made once
/// in 40 hours.
class media_inputs {
public:
    /// `files` may be null: then no local path is allowed (HTTP mode).
    media_inputs(client& api, net::client& http, platform::allowed_files const* files, std::filesystem::path home);
    ~media_inputs();

    /// The form in which the argument goes into a request for `model`. Throws media_error or failure.
    platform::task<std::string> resolve(std::string argument, media_rules rules, credential who, std::string model,
                                        media_options options = {});
    /// False in HTTP mode, unless the operator named folders.
    bool reads_local_files() const;
    /// Opens and checks a local path without sending it: for those that upload elsewhere. Throws media_error.
    platform::open_file open_local(std::string_view path, media_rules const& rules, media::facts& found) const;

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace dashscope
