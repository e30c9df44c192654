#pragma once
// A transcript that a finished task names, as text.

#include "platform/task.hpp"
#include "tools/output.hpp"
#include "tools/services.hpp"
#include "tools/task_result.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>

namespace tools {

/// The text of a transcription file in either form (fun-asr and paraformer, qwen3-filetrans): a paragraph for each
/// channel, a line for each sentence where speakers are told apart. Empty when there is none.
std::string text_of_transcript(boost::json::object const& file);

/// Fetches and words one: the whole where it is short, else its beginning with the path of what was saved (unless `mode`
/// is `urls`). A failed part is worded too; a download that fails leaves the URL. Throws nothing but cancellation.
platform::task<std::string> transcript_text(services with, transcribed_file part, std::string stem,
                                            std::optional<output_mode> mode);

}  // namespace tools
