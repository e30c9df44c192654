#pragma once
// The tools on an engine, with a server on loopback in DashScope's place.

#include "mcp/harness.hpp"

#include "dashscope/client.hpp"
#include "dashscope/media_input.hpp"
#include "dashscope/settings.hpp"
#include "dashscope/tasks.hpp"
#include "net/client.hpp"
#include "net/server.hpp"
#include "sandbox/sandbox.hpp"
#include "tools/output.hpp"
#include "upstream/connections.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tools_test {

namespace json = boost::json;

/// Remembers what arrives, and answers each request with the same short stream.
class stand_in final : public net::request_handler {
public:
    explicit stand_in(boost::asio::io_context& io);

    std::uint16_t port() const { return port_; }

    struct arrived {
        std::string target;
        std::string authorization;
        json::object body;
    };
    std::vector<arrived> requests;

private:
    platform::task<void> handle(net::server_request const& request, net::responder& answer) override;
    std::string refusal(int) const override { return "{}"; }

    net::server server_;
    std::uint16_t port_;
};

using call_peer = std::shared_ptr<testing::peer>;

/// One engine with every tool; its DashScope is on `port`.
class bench {
public:
    bench(boost::asio::io_context& io, std::uint16_t port, std::string api_key = "sk-test");
    ~bench();

    /// Sends tools/call as a modern client does, with a progress token and the log at `info`.
    call_peer start(json::object arguments, std::string const& tool = "chat");
    /// The same, to its end.
    call_peer call(json::object arguments, std::string const& tool = "chat");
    void finish(testing::peer const& of);
    mcp::engine& engine() { return *engine_; }

    dashscope::settings settings;
    mcp::registry registry;

private:
    static dashscope::client_options quick();

    boost::asio::io_context& io_;
    net::client http_;
    dashscope::client api_;
    dashscope::media_inputs media_;
    dashscope::task_watcher tasks_;
    tools::output output_;
    ::upstream::connections servers_;
    std::optional<mcp::engine> engine_;
    int last_id_ = 0;
};

/// The same in front of the sandbox.
struct sandboxed {
    explicit sandboxed(sandbox::options options = {})
        : server(io.get_executor(), std::move(options)), tools(io, server.listen("127.0.0.1", 0)) {}

    call_peer call(json::object arguments) { return tools.call(std::move(arguments)); }

    boost::asio::io_context io{1};
    sandbox::server server;
    bench tools;
};

/// Runs `io` until `done` says so, for at most a minute.
template <class Predicate>
void run_until(boost::asio::io_context& io, Predicate done) {
    auto const limit = platform::clock::now() + std::chrono::minutes(1);
    io.restart();
    while (!done() && io.run_one_until(limit) > 0) {
    }
    REQUIRE(done());
}

bool is_error(testing::peer const& of);
/// All text blocks of a result, one behind the other.
std::string all_text(testing::peer const& of);
json::object structured(testing::peer const& of);
/// The messages of all progress notifications, joined.
std::string streamed(testing::peer const& of);

}  // namespace tools_test
