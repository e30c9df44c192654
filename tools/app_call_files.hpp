#pragma once
// Files of an application call: made session files, and waited for.

#include "dashscope/session_files.hpp"
#include "mcp/request_context.hpp"
#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace tools {

struct session_file_wish {
    std::vector<std::string> files;  // arguments: to be uploaded
    std::vector<std::string> ids;    // of session files that are there
    std::string workspace_id;
    std::chrono::seconds wait{45};
};

/// What became of them, the uploaded ones behind those that were there.
struct session_file_outcome {
    std::vector<dashscope::session_file_state> files;

    bool all_ready() const;
    /// The ids, for the request.
    std::vector<std::string> ids() const;
};

/// All files are opened and checked before the first is leased. Gives what is known when the time is over. Throws
/// tool_error for a file that failed for good, with its remedy and the ids of the others; media_error and failure.
platform::task<session_file_outcome> make_session_files(services with, session_file_wish wish,
                                                        mcp::request_context& context);

/// Checks what can be checked without sending anything, and gives the files' names.
std::vector<std::string> checked_file_names(services const& with, std::vector<std::string> const& files);

/// The result for files that are not ready in time: their ids, and how to go on.
mcp::tool_result files_not_ready(services const& with, mcp::request_context const& context,
                                 session_file_outcome const& outcome);

/// `report.pdf = file_session_…`, a line each; empty for none.
std::string file_lines(services const& with, mcp::request_context const& context, session_file_outcome const& outcome);

/// `"file_session_…","file_session_…"`
std::string quoted_file_ids(services const& with, mcp::request_context const& context,
                            session_file_outcome const& outcome);

}  // namespace tools
