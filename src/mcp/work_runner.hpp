#pragma once
// Runs work as coroutines and answers their requests when they are done.

#include "mcp/call.hpp"
#include "mcp/engine_options.hpp"
#include "mcp/in_flight.hpp"
#include "mcp/incoming_request.hpp"
#include "mcp/work.hpp"

#include <exception>
#include <memory>
#include <string>

namespace mcp {

/// One owner, one thread. What it refers to must outlive it.
class work_runner {
public:
    work_runner(platform::executor executor, engine_options const& options, in_flight& running)
        : executor_(executor), options_(options), running_(running) {}

    /// Gives the number of what runs now; 0 when it was done at once.
    jsonrpc::ticket start(incoming_request& incoming, std::shared_ptr<work> what);

private:
    void complete(call& done, work const& what, std::exception_ptr const& failed, std::string const& result);
    jsonrpc::reply reply_to(call const& done, work const& what, std::exception_ptr const& failed,
                            std::string const& result) const;
    jsonrpc::reply reply_in_words(call const& done, work const& what, std::string const& words) const;

    platform::executor executor_;
    engine_options const& options_;
    in_flight& running_;
};

}  // namespace mcp
