#pragma once
// An engine with a few tools, and a peer that remembers what it was told.

#include "mcp/engine.hpp"
#include "seal/key.hpp"
#include "seal/keyring.hpp"
#include "store/memory_store.hpp"

#include <doctest/doctest.h>
#include <boost/asio/post.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace testing {

namespace json = boost::json;

/// A tool made of a function.
class lambda_tool final : public mcp::tool {
public:
    using body = std::function<platform::task<mcp::tool_result>(json::object const&, mcp::request_context&)>;
    explicit lambda_tool(body run) : run_(std::move(run)) {}
    platform::task<mcp::tool_result> call(json::object const& arguments, mcp::request_context& context) const override {
        return run_(arguments, context);
    }

private:
    body run_;
};

class headers final : public jsonrpc::field_source {
public:
    headers() = default;
    explicit headers(std::map<std::string, std::string> fields) : fields_(std::move(fields)) {}
    std::optional<std::string_view> field(std::string_view name) const override {
        auto const found = fields_.find(std::string(name));
        if (found == fields_.end()) return std::nullopt;
        return found->second;
    }

private:
    std::map<std::string, std::string> fields_;
};

/// What one arrival was told.
class peer final : public jsonrpc::outlet {
public:
    void notify(std::string text) override {
        CHECK_FALSE(finished);
        notifications.push_back(json::parse(text).as_object());
    }
    void finish(jsonrpc::reply answer) override {
        CHECK_FALSE(finished);
        finished = true;
        reply = std::move(answer);
    }
    json::object body() const { return json::parse(reply.body).as_object(); }
    json::object result() const { return body().at("result").as_object(); }
    json::object error() const { return body().at("error").as_object(); }
    std::int64_t error_code() const { return error().at("code").as_int64(); }
    std::string text(std::size_t block = 0) const {
        return std::string(result().at("content").at(block).at("text").as_string());
    }

    std::vector<json::object> notifications;
    jsonrpc::reply reply;
    bool finished = false;
};

inline std::string definition(std::string const& name, std::string const& properties = "{}") {
    return R"({"name":")" + name +
           R"(","description":"A tool for tests.","inputSchema":{"type":"object","properties":)" + properties +
           R"(,"additionalProperties":false}})";
}

/// Engine, clock and io_context of one test. Tools, prompts and resources are added before it starts.
struct bench {
    boost::asio::io_context io{1};
    mcp::registry tools;
    mcp::engine_options options;
    bool tools_change = false;
    bool prompts_change = false;
    store::memory_store state;
    seal::key key = seal::random_key();
    seal::keyring keys{key};
    std::chrono::system_clock::time_point now{std::chrono::seconds(1'700'000'000)};
    mcp::prompt_registry prompts;
    mcp::resource_registry resources;
    std::shared_ptr<mcp::offering const> offered;
    std::unique_ptr<mcp::engine> engine;

    ~bench() {
        if (engine) engine->cancel_all();
        io.restart();
        io.poll();
    }

    void add(std::string const& name, lambda_tool::body run, std::string const& properties = "{}") {
        tools.add(definition(name, properties), std::make_unique<lambda_tool>(std::move(run)));
    }
    void start(bool http) {
        mcp::server_info info;
        info.version = "1.2.3";
        info.instructions = "Use the tools.";
        info.tools_change = tools_change;
        info.prompts_change = prompts_change;
        info.tasks = options.tasks != nullptr;
        offered = std::make_shared<mcp::offering const>(info, tools, prompts, resources);
        restart(http);
    }
    /// As a new process with the same key would: nothing but the key is kept.
    void restart(bool http) {
        auto sessions = http ? std::make_unique<mcp::sessions>(keys, state, [this] { return now; }) : nullptr;
        engine = std::make_unique<mcp::engine>(io.get_executor(), options, offered, std::move(sessions));
    }

    std::shared_ptr<peer> send(std::string const& text, jsonrpc::field_source const* fields = nullptr,
                               std::string_view principal = {}) {
        auto const to = std::make_shared<peer>();
        // As a transport does it: from a handler of the io_context, where a coroutine starts at once.
        boost::asio::post(io, [&] { ticket = engine->receive({text, fields, principal, unasked}, to); });
        io.restart();
        io.poll();
        return to;
    }
    /// Runs until the peer has its reply, for at most a minute.
    void finish(std::shared_ptr<peer> const& of) {
        auto const until = std::chrono::steady_clock::now() + std::chrono::minutes(1);
        while (!of->finished && std::chrono::steady_clock::now() < until) {
            io.restart();
            io.run_one_for(std::chrono::milliseconds(100));
        }
        REQUIRE(of->finished);
    }

    jsonrpc::ticket ticket = 0;
    std::shared_ptr<peer> unasked;  // set it for a transport that can speak unasked
};

/// A modern `_meta`, with more members given as JSON text.
inline std::string modern_meta(std::string const& more = "") {
    return R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",)"
           R"("io.modelcontextprotocol/clientCapabilities":{})" +
           (more.empty() ? "" : "," + more) + "}";
}

inline platform::task<mcp::tool_result> answer_text(std::string text) {
    mcp::tool_result result;
    result.add_text(text);
    co_return result;
}

/// Waits until it is cancelled.
inline platform::task<mcp::tool_result> wait_for_ever() {
    platform::timer timer(co_await boost::asio::this_coro::executor, platform::clock::time_point::max());
    co_await timer.async_wait(platform::use_task);
    co_return mcp::tool_result{};
}

}  // namespace testing
