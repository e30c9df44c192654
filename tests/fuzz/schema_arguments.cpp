// Arguments of every tool, as any model may write them: they are refused in words, or they are mended so that mending
// them again changes nothing and the tool can take them. What the tool would send for them is made, too, by a dry run:
// it ends with a result that can be written, or with words, and without a network.

#include "dashscope/client.hpp"
#include "dashscope/media_input.hpp"
#include "dashscope/settings.hpp"
#include "dashscope/tasks.hpp"
#include "jsonrpc/utf8.hpp"
#include "jsonrpc/write.hpp"
#include "mcp/registry.hpp"
#include "mcp/request_context.hpp"
#include "net/client.hpp"
#include "tools/all.hpp"
#include "tools/output.hpp"
#include "upstream/connections.hpp"

#include "support.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace {

class silent_context final : public mcp::request_context {
public:
    explicit silent_context(platform::executor executor)
        : request_context(executor, {}, {}, platform::clock::time_point::max()) {}
    bool wants_progress() const override { return false; }
    void report(double, std::optional<double>, std::string_view) override {}
    void stream_text(std::string_view) override {}
    void log(mcp::log_level, std::string_view) override {}
};

// The tools, with nothing behind them.
struct bench {
    bench() { tools::add_all(registry, {api, settings, http, media, tasks, out, servers}); }

    boost::asio::io_context io{1};
    net::client http{io.get_executor(), {}};
    dashscope::client api{http, io.get_executor()};
    dashscope::settings settings = dashscope::resolve_settings({});
    dashscope::media_inputs media{api, http, nullptr, {}};
    dashscope::task_watcher tasks{api, io.get_executor()};
    tools::output out{http, settings.base, {tools::output_mode::urls, {}}};
    upstream::connections servers{http, io.get_executor(), {"fuzz", "1"}};
    mcp::registry registry;
    silent_context context{io.get_executor()};
};

void check_words(std::string_view words) {
    REQUIRE(!words.empty());
    REQUIRE(jsonrpc::is_utf8(words));
}

void check_result(mcp::tool_result const& result) {
    json::value content(result.content);
    REQUIRE(!result.content.empty());
    REQUIRE(jsonrpc::is_writable(content));
    if (result.structured) REQUIRE(jsonrpc::is_writable(json::value(*result.structured)));
    for (auto const& block : result.content)
        if (block.at("type") == "text") check_words(block.at("text").as_string());
}

void check_failure(std::exception_ptr const& failed) {
    try {
        std::rethrow_exception(failed);
    } catch (mcp::tool_error const& refused) {
        check_words(refused.what());
    }
}

void dry_run(bench& with, mcp::registered_tool const& tool, json::object const& arguments) {
    bool ended = false;
    auto done = [&ended](std::exception_ptr failed, mcp::tool_result const& result) {
        ended = true;
        if (failed)
            check_failure(failed);
        else
            check_result(result);
    };
    try {
        boost::asio::co_spawn(with.io, tool.run->call(arguments, with.context), done);
    } catch (mcp::tool_error const& refused) {
        check_words(refused.what());
        return;
    }
    // Nothing waits for anything but a look at a file.
    auto const until = platform::clock::now() + std::chrono::seconds(5);
    with.io.restart();
    while (!ended && platform::clock::now() < until) with.io.run_one_until(until);
    REQUIRE(ended);
    with.io.poll();
}

void check(bench& with, mcp::registered_tool const& tool, json::object const& given) {
    auto const checked = tool.arguments.apply(given);
    if (!checked.ok()) return check_words(checked.problems);
    REQUIRE(jsonrpc::is_writable(json::value(checked.arguments)));
    auto const again = tool.arguments.apply(checked.arguments);
    REQUIRE(again.ok());
    REQUIRE(json::serialize(again.arguments) == json::serialize(checked.arguments));
    auto dry = given;
    dry["dry_run"] = true;
    auto const runnable = tool.arguments.apply(dry);
    if (runnable.ok()) dry_run(with, tool, runnable.arguments);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static bench with;
    boost::system::error_code failed;
    auto const value = json::parse(json::string_view(reinterpret_cast<char const*>(data), size), failed);
    // A message with a number out of range does not come so far.
    if (failed || !value.is_object() || !jsonrpc::is_writable(value)) return 0;
    for (auto const& tool : with.registry.all()) check(with, tool, value.get_object());
    return 0;
}
