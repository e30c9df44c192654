#pragma once
// Questions to a legacy client: requests of our own on the stream of the client's request (2025-11-25 §Elicitation,
// §Sampling, §Roots).

#include "jsonrpc/service.hpp"
#include "mcp/open_questions.hpp"
#include "mcp/question.hpp"
#include "platform/task.hpp"

#include <memory>
#include <string>
#include <vector>

namespace mcp {

/// Where questions go and how long their answers may take.
struct questioning {
    std::shared_ptr<jsonrpc::outlet> outlet;
    std::shared_ptr<open_questions> open;
    std::string session_key;
    revision version;
    platform::clock::time_point until;
};

/// Gives the results in the order of the questions. Throws tool_error when the client refuses one, answers something
/// else or, until then, nothing; what is still open is then taken back.
platform::task<std::vector<boost::json::object>> ask_peer(questioning with, std::vector<question> what);

}  // namespace mcp
