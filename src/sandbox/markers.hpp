#pragma once
// What a prompt asks of the sandbox: `[[name:value]]` markers in the last user message. docs/sandbox.md lists them.

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

/// `CODE[:modifier…]`: an error, where it shows, and in which shape.
struct error_wish {
    std::string code;
    int status = 0;  // 0: the code's own
    bool native = false;
    bool compatible = false;
    bool http200 = false;    // the error's body under HTTP 200
    bool sse = false;        // HTTP 200 and an `event:error` frame in place of the stream
    bool midstream = false;  // after half of the stream
};

/// `task:…`: how an asynchronous task goes, once it is submitted.
struct task_wish {
    std::optional<std::string> failure;  // FAILED with this code
    bool partial = false;                // the last of its parts fails
    bool canceled = false;
    bool unknown = false;
    std::optional<std::chrono::milliseconds> time;  // in place of the option's
};

struct wishes {
    std::optional<error_wish> error;
    std::vector<std::string> faults;
    std::optional<std::chrono::milliseconds> latency;
    std::optional<std::chrono::milliseconds> chunk_delay;
    std::optional<int> retry_after;
    std::size_t fail_times = 0;
    std::size_t chunks = 0;
    std::optional<std::string> say;
    std::vector<std::string> quirks;
    std::vector<std::string> tools;  // names; an empty one is "the first tool"
    bool all_tools = false;
    task_wish task;

    /// True when the first `fail_times` answers are to fail.
    bool fails() const { return error || !faults.empty() || fail_times > 0; }
};

struct marked_text {
    wishes asked;
    std::string rest;  // the text without its markers
};

/// Unknown markers stay in the text.
marked_text read_markers(std::string_view text);

/// The names of all markers.
std::vector<std::string_view> marker_names();

/// The part after `sandbox-error-` of a model's name, or after `error:` of a marker.
error_wish read_error_wish(std::string_view text);

}  // namespace sandbox
