#pragma once
// Runs work as coroutines and answers their requests when they are done.

#include "mcp/call.hpp"
#include "mcp/engine_options.hpp"
#include "mcp/in_flight.hpp"
#include "mcp/incoming_request.hpp"
#include "mcp/offering.hpp"
#include "mcp/open_questions.hpp"
#include "mcp/request_state.hpp"
#include "mcp/work.hpp"

#include <exception>
#include <memory>
#include <string>

namespace mcp {

/// One owner, one thread. What it refers to must outlive it.
class work_runner {
public:
    work_runner(platform::executor executor, engine_options const& options, current_offering const& offered,
                request_states const& states, in_flight& running)
        : executor_(executor), options_(options), offered_(offered), states_(states), running_(running) {}

    /// Gives the number of what runs now; 0 when it was done at once.
    jsonrpc::ticket start(incoming_request& incoming, std::shared_ptr<work> what);

    /// Takes a response of a legacy client to one of our questions.
    void take_answer(incoming_request const& response) { open_->answer(response.session_key, response.message); }

private:
    call::origin origin_of(incoming_request const& incoming) const;
    void complete(call& done, work const& what, std::exception_ptr const& failed, std::string const& result);
    jsonrpc::reply reply_to(call const& done, work const& what, std::exception_ptr const& failed,
                            std::string const& result) const;
    jsonrpc::reply failure_reply(call const& done, work const& what, std::exception_ptr const& failed) const;
    std::string input_required_result(call const& done, std::vector<question> const& missing) const;
    jsonrpc::reply reply_in_words(call const& done, work const& what, std::string const& words) const;

    platform::executor executor_;
    engine_options const& options_;
    current_offering const& offered_;
    request_states const& states_;
    in_flight& running_;
    std::shared_ptr<open_questions> open_ = std::make_shared<open_questions>();
};

}  // namespace mcp
