#pragma once
// A request and its answer as values. Handlers turn one into the other without a socket or a clock; runner.hpp performs
// the result.

#include "net/message.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

struct request {
    std::string method;
    std::string path;
    std::string query;
    std::string body;
    std::vector<net::header> fields;  // names in lower case; those of `request_fields` and signed ones

    std::optional<std::string_view> field(std::string_view lower_case_name) const;
};

/// The header fields that handlers may look at.
extern std::vector<std::string_view> const request_fields;

/// How an answer ends after its last piece.
enum class ending {
    complete,
    reset,  // the connection is dropped
    stall,  // nothing more comes until the peer gives up
};

struct piece {
    std::string bytes;
    std::chrono::milliseconds delay{0};  // before these bytes
};

/// What will be written, and when. An answer that is not streamed is one piece with a Content-Length.
struct plan {
    int status = 200;
    std::string content_type = "application/json";
    std::vector<net::header> fields;
    std::optional<std::chrono::milliseconds> latency;  // before the first byte; unset: the option's
    bool streamed = false;
    std::vector<piece> pieces;
    ending end = ending::complete;

    /// All bytes, as a client that waits for the end reads them.
    std::string body() const;
    void set(std::string_view name, std::string value);
};

plan json_plan(int status, std::string body);
/// An SSE answer without pieces yet.
plan stream_plan();

}  // namespace sandbox
