#pragma once
// Files that belong to one session of an application (catalogue §9.1): leased, uploaded, added, and waited for.

#include "dashscope/openapi.hpp"
#include "net/body_source.hpp"

#include <boost/json/value.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace net {
class client;
}

namespace dashscope {

class client;

/// On whose behalf, and in which workspace: that of the application.
struct session_file_access {
    openapi_credential who;
    std::string workspace_id;
};

/// Throws failure, with what to set, when the pair or the workspace is missing.
void check_access(session_file_access const& access);

/// A file, ready to be sent. The checks of session_file_rules.hpp have been made.
struct session_content {
    std::string name;  // with its suffix
    std::string md5;   // 32 hex digits
    std::shared_ptr<net::body_source> bytes;
};

/// Where, and how, the bytes go.
struct upload_lease {
    std::string id;
    net::client_request request;  // without its body
};

openapi_request lease_request(std::string_view workspace, session_content const& what);
/// Throws failure when something is missing, and when the bytes would go unencrypted over a network.
upload_lease read_lease(json::value const& answer, net::origin const& base);
openapi_request add_request(std::string_view workspace, std::string_view lease);
/// The file's id. Throws failure for one that is no session file's.
std::string read_added(json::value const& answer);
openapi_request describe_request(std::string_view workspace, std::string_view id);

struct session_file_state {
    std::string id;
    std::string name;
    std::string status;  // "PARSING"

    bool ready() const { return status == "FILE_IS_READY"; }
    bool failed() const;
};
session_file_state read_state(json::value const& answer, std::string_view id);

/// What to do about a final failure: sentences; empty for every other state.
std::string remedy_for(std::string_view status);

/// Lease, upload, add: gives the file's id. Throws failure, and what reading the bytes throws.
platform::task<std::string> send_session_file(client& api, net::client& http, session_file_access access,
                                              session_content what);

/// Asks once. Throws failure.
platform::task<session_file_state> describe_session_file(client& api, session_file_access access, std::string id);

}  // namespace dashscope
