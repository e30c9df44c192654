#pragma once
// What an operator, or a test, may set about the engine.

#include "jsonrpc/document.hpp"

#include <chrono>
#include <cstddef>

namespace mcp {

class request_states;
class task_source;
class tool_source;

struct engine_options {
    std::chrono::milliseconds progress_interval{100};  // between two reports of streamed text
    // A client's own timer runs while nothing is heard (wire-contract §6.2).
    std::chrono::milliseconds pulse_interval{10'000};
    std::chrono::seconds call_timeout{600};             // no call runs longer
    std::size_t reply_limit = 10 * 1024 * 1024 - 4096;  // clients' stdio readers stop at 10 MiB a line
    std::chrono::milliseconds answer_timeout{300'000};  // for the user of a legacy client, asked during a call
    bool marks_text = false;  // progress that is streamed text says so in its `_meta`, for those who join the pieces
    jsonrpc::limits json;
    tool_source* later = nullptr;  // where there are tools that come while the program runs; outlives the engine
    task_source* tasks = nullptr;  // where tools give tasks (server_info::tasks says so); outlives the engine
    request_states const* states = nullptr;  // null: what is asked is good for this process only; outlives the engine
};

}  // namespace mcp
