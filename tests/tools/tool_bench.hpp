#pragma once
// Tools against the sandbox in this very process, over real sockets: what a tool's test needs.

#include "dashscope/client.hpp"
#include "dashscope/media_input.hpp"
#include "dashscope/settings.hpp"
#include "dashscope/tasks.hpp"
#include "mcp/registry.hpp"
#include "mcp/request_context.hpp"
#include "net/client.hpp"
#include "platform/allowed_files.hpp"
#include "sandbox/sandbox.hpp"
#include "tools/all.hpp"
#include "tools/output.hpp"
#include "tools/services.hpp"
#include "upstream/connections.hpp"

#include <doctest/doctest.h>
#include <boost/asio/cancellation_signal.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tools::test {

namespace json = boost::json;

/// A caller that remembers what it was told.
class listener final : public mcp::request_context {
public:
    listener(platform::executor executor, mcp::envelope const& sender)
        : request_context(executor, sender, {}, platform::clock::now() + std::chrono::minutes(10)) {}

    bool wants_progress() const override { return true; }
    void report(double done, std::optional<double>, std::string_view message) override;
    void stream_text(std::string_view piece) override { streamed += piece; }
    void log(mcp::log_level, std::string_view text) override { logs.emplace_back(text); }

    std::vector<std::string> reports;
    std::vector<std::string> logs;
    std::string streamed;
    /// Emitted at the first report that holds this text, if there is one to wait for.
    std::string cancel_at;
    boost::asio::cancellation_signal cancel;

private:
    double last_ = -1;
};

/// What a call came to.
struct outcome {
    mcp::tool_result result;
    std::string error;       // of a tool_error
    bool cancelled = false;  // ended by operation_aborted
    std::vector<std::string> reports;
    std::vector<std::string> logs;

    /// All text blocks, a line break between them; the error's text when there is one.
    std::string text() const;
    std::size_t blocks(std::string_view type) const;
    bool has(std::string_view part) const { return text().find(part) != std::string::npos; }
    /// The absolute paths that the text names, in their order.
    std::vector<std::filesystem::path> files() const;
};

/// One owner, one thread. Files go to a folder of its own, removed at the end; local files may come from there.
class tool_bench {
public:
    explicit tool_bench(sandbox::options emulation = {});
    ~tool_bench();

    /// As a client calls: arguments go through the tool's schema. `cancel_at` cancels at the first report with that
    /// text.
    outcome call(std::string_view tool, json::object arguments, std::string cancel_at = {});
    /// Runs a coroutine on the bench's thread.
    template <class T>
    T run(platform::task<T> work);

    std::filesystem::path folder;
    boost::asio::io_context io{1};
    sandbox::server emulator;
    dashscope::settings settings;
    net::client http;
    dashscope::client api;
    platform::allowed_files files;
    dashscope::media_inputs media;
    dashscope::task_watcher tasks;
    output out;
    upstream::connections servers;
    services with;
    mcp::registry registry;
    mcp::envelope sender;
};

/// "at most 5 parts": whether `text` has each of `parts`; fails the test with the text otherwise.
void check_parts(std::string const& text, std::initializer_list<std::string_view> parts);

}  // namespace tools::test

#include <boost/asio/co_spawn.hpp>

namespace tools::test {

template <class T>
T tool_bench::run(platform::task<T> work) {
    std::optional<T> result;
    std::exception_ptr thrown;
    bool ended = false;
    boost::asio::co_spawn(io.get_executor(), std::move(work), [&](std::exception_ptr error, T value) {
        thrown = error;
        if (!error) result.emplace(std::move(value));
        ended = true;
    });
    while (!ended) io.run_one();
    if (thrown) std::rethrow_exception(thrown);
    return std::move(*result);
}

}  // namespace tools::test
