#pragma once
// What becomes of media in a result: files in the output folder, URLs, or inline images (ecosystem.md §5.2).

#include "dashscope/exchange.hpp"
#include "mcp/request_context.hpp"
#include "mcp/tool.hpp"
#include "platform/task.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace net {
class client;
}

namespace tools {

class links;

enum class output_mode { urls, files, inline_images };
std::optional<output_mode> parse_output_mode(std::string_view text);  // "urls", "files", "inline"

struct output_options {
    output_mode mode = output_mode::files;
    std::filesystem::path folder;  // made when first needed
    bool previews = true;          // one small image beside the text
    std::uint64_t max_bytes = std::uint64_t{2} << 30;
};

/// One thing that a call made.
struct made_media {
    std::string url;             // of DashScope's; empty for what we made ourselves
    std::string bytes;           // of what we made ourselves
    std::string expected_type;   // "image/", "video/", "audio/"
    std::string extension;       // when the bytes don't tell: "png"
    std::string note;            // shown behind the path: "1024x1024, seed 7"
};

/// Saves and words results. One owner, one thread (downloads run on it; decoding on its worker).
class output {
public:
    /// `link` (may be null) leads callers to what is kept here; then paths, which are this machine's, are told only where
    /// files were asked for.
    output(net::client& http, net::origin base, output_options options, links const* link = nullptr);
    ~output();

    /// Adds to `result` a text line for each of `made` (absolute path or URL with its expiry), a resource_link each and
    /// at most one preview image. A download that fails leaves the URL and a sentence why: a paid result is never lost.
    /// `stem` begins file names (letters, digits, - and _ are kept of it; empty: the tool's name); names sort by time
    /// and never overwrite. `mode` overrides the configured one for this call.
    platform::task<void> add(mcp::tool_result& result, std::vector<made_media> made, std::string stem,
                             std::optional<output_mode> mode, mcp::request_context& context);
    /// Saves a text whole (a transcript, search results) and gives its path, or the link to it; empty in `urls` mode
    /// without links. `host`: by which the caller addressed this server (mcp::request_context::host).
    platform::task<std::string> save_text(std::string text, std::string stem, std::string extension,
                                          std::string host = {});
    /// The folders in which this saves, those of last resort too; absolute.
    std::vector<std::filesystem::path> folders() const;

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

/// The part of a long text that goes into a result (8 kB), cut at a line or character, with `where` named at the cut.
std::string shortened(std::string_view text, std::string_view where);

}  // namespace tools
