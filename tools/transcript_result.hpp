#pragma once
// Transcripts in a result: the text with its times, and files of subtitles.

#include "dashscope/recognition.hpp"
#include "dashscope/transcript.hpp"
#include "mcp/tool.hpp"
#include "tools/services.hpp"

#include "platform/task.hpp"

#include <string>
#include <vector>

namespace tools {

/// Which files are saved beside the text, and how they are named.
struct transcript_wishes {
    std::vector<std::string> save;  // "srt", "vtt", "json", "txt"
    std::string stem;               // empty: the recording's name
    std::string host;               // mcp::request_context::host
};

/// Subtitles: a cue for each sentence. `format` is "srt" or "vtt".
std::string subtitles(dashscope::transcript const& from, std::string_view format);

/// Fetches each transcript of a finished task and adds it: its beginning where it is long, and then the path of the whole.
/// A file that failed is told with its reason; a fetch that failed leaves the URL. Throws nothing but cancellation.
platform::task<void> add_transcripts(services with, mcp::tool_result& to, std::vector<dashscope::transcribed> files,
                                     transcript_wishes wishes);

}  // namespace tools
