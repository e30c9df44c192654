#pragma once
// Requests that this server has sent to legacy clients and that have no answer yet. A client may answer on any
// connection: the answer is found again by its id, which nobody can guess, within its session.

#include "jsonrpc/document.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace mcp {

/// One owner, one thread.
class open_questions {
public:
    /// Gets the whole response, with its `result` or `error`; called at most once.
    using taker = std::function<void(boost::json::object const& response)>;

    /// Gives the id for the request, as JSON text.
    std::string add(std::string session_key, taker take);
    /// False when it has its answer.
    bool remove(std::string const& id) { return open_.erase(id) > 0; }
    /// False for a response that nobody waits for: a late one, or another session's.
    bool answer(std::string_view session_key, jsonrpc::message const& response);
    std::size_t size() const { return open_.size(); }

private:
    struct entry {
        std::string session_key;
        taker take;
    };
    std::unordered_map<std::string, entry> open_;
};

}  // namespace mcp
