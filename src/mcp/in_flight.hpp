#pragma once
// The requests that have no answer yet: found by number for the transport, by id for cancellations.

#include "jsonrpc/service.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace mcp {

/// Why a request was ended before it was done.
enum class end_reason { none, cancelled, disconnected, deadline, shutdown };

/// What goes on after `receive` has returned.
class running_request {
public:
    virtual ~running_request() = default;
    /// Ends it soon; what it has to say goes to its outlet. The first reason counts.
    virtual void end(end_reason why) = 0;
};

/// One owner, one thread.
class in_flight {
public:
    /// `cancel_key` is empty for what nothing can name.
    jsonrpc::ticket add(std::string cancel_key, std::shared_ptr<running_request> what);
    void remove(jsonrpc::ticket number);
    bool contains(jsonrpc::ticket number) const { return running_.contains(number); }
    bool is_known(std::string const& cancel_key) const { return by_key_.contains(cancel_key); }
    std::size_t size() const { return running_.size(); }

    /// Do nothing where there is nothing of that number, or key.
    void end(jsonrpc::ticket number, end_reason why);
    void end(std::string const& cancel_key, end_reason why);
    /// Ends all requests of a session.
    void end_session(std::string_view session_key);
    void end_all(end_reason why);

private:
    struct entry {
        std::string cancel_key;
        std::shared_ptr<running_request> what;
    };

    jsonrpc::ticket next_ = 1;
    std::map<jsonrpc::ticket, entry> running_;  // in the order of arrival
    std::unordered_map<std::string, jsonrpc::ticket> by_key_;
};

}  // namespace mcp
