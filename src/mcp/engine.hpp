#pragma once
// The MCP server: takes messages of both eras from any transport, answers them.
//
// Knows no sockets, no framing and no DashScope. Every message is classified by itself (mcp/envelope.hpp); a method is
// looked up in one table, which the features fill; what takes time runs as one coroutine. See design.md, "One request,
// from socket to socket".

#include "jsonrpc/document.hpp"
#include "jsonrpc/service.hpp"
#include "mcp/completion_methods.hpp"
#include "mcp/engine_options.hpp"
#include "mcp/in_flight.hpp"
#include "mcp/lifecycle_methods.hpp"
#include "mcp/listeners.hpp"
#include "mcp/logging_methods.hpp"
#include "mcp/method.hpp"
#include "mcp/prompt_methods.hpp"
#include "mcp/resource_methods.hpp"
#include "mcp/session_watches.hpp"
#include "mcp/sessions.hpp"
#include "mcp/subscription_methods.hpp"
#include "mcp/task_methods.hpp"
#include "mcp/tool_methods.hpp"
#include "mcp/work_runner.hpp"

#include <memory>
#include <string>

namespace mcp {

/// Serves one stdio connection or one HTTP endpoint. One owner, one thread.
class engine final : public jsonrpc::service {
public:
    /// `http_sessions` is null on stdio, where the connection itself is the session.
    engine(platform::executor executor, engine_options options, std::shared_ptr<offering const> first,
           std::unique_ptr<sessions> http_sessions = nullptr);
    ~engine() override;

    /// Replaces what is offered and tells those who listen; calls that run go on with the tool that they began with.
    void offer(std::shared_ptr<offering const> next);
    /// Ends every subscription with its result: before a shutdown that waits for calls.
    void end_subscriptions();

    jsonrpc::ticket receive(jsonrpc::arrival const& what, std::shared_ptr<jsonrpc::outlet> to) override;
    void disconnected(jsonrpc::ticket running) override;
    jsonrpc::session_lookup find_session(jsonrpc::field_source const& fields, std::string_view principal) override;
    bool listen(jsonrpc::session_facts const& whose, std::weak_ptr<jsonrpc::outlet> unasked) override;
    int end_session(std::optional<std::string_view> session_id, std::string_view principal) override;
    void cancel_all() override;
    std::size_t running() const override { return running_.size(); }

private:
    std::string id_of_broken(std::string_view text);
    jsonrpc::ticket receive_batch(jsonrpc::document const& text, jsonrpc::arrival const& what,
                                  std::shared_ptr<jsonrpc::outlet> to);
    jsonrpc::ticket receive_message(jsonrpc::message const& message, jsonrpc::arrival const& what,
                                    std::shared_ptr<jsonrpc::outlet> to, bool in_batch);
    std::optional<rejection> identify(incoming_request& incoming);
    std::optional<rejection> identify_legacy(incoming_request& incoming);
    /// Whether there is anything that a legacy session may be told unasked.
    bool speaks_unasked() const;
    bool is_in_flight(incoming_request const& incoming) const;
    jsonrpc::ticket dispatch(incoming_request& incoming);
    void take_notification(incoming_request const& incoming);

    engine_options options_;
    current_offering offered_;
    std::unique_ptr<sessions> sessions_;
    jsonrpc::parser parser_;
    connection connection_;
    listeners listeners_;  // to the peers of legacy sessions
    in_flight running_;
    std::unique_ptr<request_states> own_states_;  // where none is given
    work_runner runner_;
    // One member for each feature; its rows are in the table.
    lifecycle_methods lifecycle_;
    logging_methods logging_;
    tool_methods tools_;
    prompt_methods prompts_;
    session_watches watches_;
    resource_methods resources_;
    completion_methods completions_;
    task_methods tasks_;
    subscription_methods subscriptions_;
    method_table methods_;
};

}  // namespace mcp
