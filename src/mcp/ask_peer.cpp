#include "mcp/ask_peer.hpp"

#include "jsonrpc/utf8.hpp"
#include "jsonrpc/write.hpp"
#include "mcp/tool.hpp"

#include <boost/asio/this_coro.hpp>
#include <boost/json/serialize.hpp>

#include <optional>

namespace asio = boost::asio;
namespace json = boost::json;

namespace mcp {

namespace {

struct answers_so_far {
    explicit answers_so_far(platform::executor executor) : changed(executor) {}

    platform::timer changed;  // a sleep that each answer cuts short
    std::vector<std::optional<json::object>> results;
    std::string problem;

    bool complete() const {
        for (auto const& each : results)
            if (!each) return false;
        return true;
    }

    void take(std::size_t index, question const& what, json::object const& response) {
        auto const* result = response.if_contains("result");
        if (result && is_answer(what, *result))
            results[index] = result->get_object();
        else
            problem = describe(response);
        changed.cancel();
    }

    static std::string describe(json::object const& response) {
        auto const* error = response.if_contains("error");
        if (!error) return "The client answered a question with something that does not fit it.";
        auto const* object = error->if_object();
        auto const* message = object ? object->if_contains("message") : nullptr;
        std::string words = "The client did not answer a question";
        if (message && message->is_string()) words += ": " + jsonrpc::excerpt(message->get_string(), 300);
        return words;
    }
};

// The requests that are on their way. A wait that is destroyed, not ended, says nothing: the transport may be gone.
class asked {
public:
    explicit asked(questioning const& with) : with_(with) {}
    asked(asked const&) = delete;
    ~asked() {
        for (auto const& id : ids_) with_.open->remove(id);
    }

    /// 2025-11-25 §Timeouts: who gives up waiting SHOULD cancel.
    void take_back() {
        for (auto const& id : ids_)
            if (with_.open->remove(id))
                with_.outlet->notify(jsonrpc::notification("notifications/cancelled", R"({"requestId":)" + id + "}"));
    }

    void ask(question const& what, open_questions::taker take) {
        ids_.push_back(with_.open->add(with_.session_key, std::move(take)));
        auto const params = json::serialize(params_for(what, with_.version));
        with_.outlet->notify(jsonrpc::request(ids_.back(), what.method, params));
    }

private:
    questioning const& with_;
    std::vector<std::string> ids_;
};

}  // namespace

platform::task<std::vector<json::object>> ask_peer(questioning with, std::vector<question> what) {
    if (!with.outlet->is_heard())
        throw tool_error(
            "This call needs an answer of the user's, and the client can't be asked: it takes no event stream "
            "(Accept: text/event-stream).");
    auto const executor = co_await asio::this_coro::executor;
    auto const so_far = std::make_shared<answers_so_far>(executor);
    so_far->results.resize(what.size());
    asked open(with);
    for (std::size_t i = 0; i < what.size(); ++i)
        open.ask(what[i],
                 [so_far, i, each = what[i]](json::object const& response) { so_far->take(i, each, response); });

    while (!so_far->complete() && so_far->problem.empty() && platform::clock::now() < with.until) {
        so_far->changed.expires_at(with.until);
        co_await so_far->changed.async_wait(platform::use_result);
        auto const cancellation = co_await asio::this_coro::cancellation_state;
        if (cancellation.cancelled() == asio::cancellation_type::none) continue;
        open.take_back();
        throw boost::system::system_error(asio::error::operation_aborted);
    }
    open.take_back();
    if (!so_far->problem.empty()) throw tool_error(so_far->problem);
    if (!so_far->complete())
        throw tool_error(
            "Nobody answered the question that this call depends on, so nothing was done. Call again when "
            "the user is there.");
    std::vector<json::object> results;
    for (auto& each : so_far->results) results.push_back(std::move(*each));
    co_return results;
}

}  // namespace mcp
