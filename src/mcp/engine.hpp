#pragma once
// The MCP server: takes messages of both eras from any transport, answers them.
//
// Knows no sockets, no framing and no DashScope. Every message is classified by itself (mcp/envelope.hpp); a method is
// looked up in one table; a tool runs as one coroutine. See design.md, "One request, from socket to socket".

#include "jsonrpc/document.hpp"
#include "jsonrpc/service.hpp"
#include "mcp/answers.hpp"
#include "mcp/call.hpp"
#include "mcp/envelope.hpp"
#include "mcp/offering.hpp"
#include "mcp/sessions.hpp"
#include "mcp/subscriptions.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <unordered_map>

namespace mcp {

struct engine_options {
    std::chrono::milliseconds progress_interval{100};  // between two reports of streamed text
    // A client's own timer runs while nothing is heard (wire-contract §6.2).
    std::chrono::milliseconds pulse_interval{10'000};
    std::chrono::seconds call_timeout{600};             // no call runs longer
    std::size_t reply_limit = 10 * 1024 * 1024 - 4096;  // clients' stdio readers stop at 10 MiB a line
    bool marks_text = false;  // progress that is streamed text says so in its `_meta`, for those who join the pieces
    jsonrpc::limits json;
    tool_source* later = nullptr;  // where there are tools that come while the program runs; outlives the engine
};

/// Serves one stdio connection or one HTTP endpoint. One owner, one thread.
class engine final : public jsonrpc::service {
public:
    /// `tools` and `texts` must outlive the engine. `http_sessions` is null on stdio, where the connection itself is
    /// the session.
    engine(platform::executor executor, engine_options options, registry const& tools, answers const& texts,
           std::unique_ptr<sessions> http_sessions = nullptr);
    ~engine() override;

    /// Replaces what is offered and tells those who listen; calls that run go on with the tool that they began with.
    void offer(std::shared_ptr<offering const> now);
    /// Ends every subscription with its result: before a shutdown that waits for calls.
    void end_subscriptions();

    jsonrpc::ticket receive(jsonrpc::arrival const& what, std::shared_ptr<jsonrpc::outlet> to) override;
    void disconnected(jsonrpc::ticket running) override;
    int end_session(std::optional<std::string_view> session_id, std::string_view principal) override;
    void cancel_all() override;
    std::size_t running() const override { return calls_.size(); }

private:
    struct request;
    struct method;
    static method const methods[];

    std::string id_of_broken(std::string_view text);
    jsonrpc::ticket receive_batch(jsonrpc::document const& text, jsonrpc::arrival const& what,
                                  std::shared_ptr<jsonrpc::outlet> to);
    jsonrpc::ticket receive_message(jsonrpc::message const& message, jsonrpc::arrival const& what,
                                    std::shared_ptr<jsonrpc::outlet> to, bool in_batch);
    std::optional<rejection> identify(request& incoming);
    std::optional<rejection> identify_legacy(request& incoming);
    bool is_in_flight(request const& incoming) const;
    jsonrpc::ticket dispatch(request& incoming);
    void take_notification(request const& incoming);
    void end_subscription(jsonrpc::ticket number, std::string reply);

    jsonrpc::ticket initialize(request& incoming);
    jsonrpc::ticket discover(request& incoming);
    jsonrpc::ticket ping(request& incoming);
    jsonrpc::ticket set_log_level(request& incoming);
    jsonrpc::ticket listen(request& incoming);
    jsonrpc::ticket list_tools(request& incoming);
    jsonrpc::ticket call_tool(request& incoming);
    std::string const& narrowed_list(tool_choice const& choice, bool modern);
    jsonrpc::ticket start(registered_tool const& tool, boost::json::object const& arguments, request& incoming);
    void complete(call& done, std::exception_ptr const& failed, tool_result const& result);
    std::string call_reply(call const& done, std::exception_ptr const& failed, tool_result const& result);

    platform::executor executor_;
    engine_options options_;
    registry const* tools_;
    answers const* answers_;
    std::shared_ptr<offering const> offered_;  // holds both, once they were replaced
    std::unique_ptr<sessions> sessions_;
    jsonrpc::parser parser_;
    envelope connection_;       // of the one stdio peer, after its initialize
    bool initialized_ = false;  // whether that has happened
    std::shared_ptr<jsonrpc::outlet> unasked_;  // to that peer
    subscriptions subscriptions_;
    jsonrpc::ticket next_ticket_ = 1;
    std::unordered_map<jsonrpc::ticket, std::shared_ptr<call>> calls_;
    std::unordered_map<std::string, jsonrpc::ticket> by_cancel_key_;
    std::unordered_map<std::string, std::string> narrowed_lists_;  // by the era and the names that are visible
};

}  // namespace mcp
