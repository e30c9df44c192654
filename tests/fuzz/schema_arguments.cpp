// Arguments of every tool, as any model may write them: they are refused in words, or they are mended so that mending
// them again changes nothing and the tool can take them.

#include "dashscope/client.hpp"
#include "dashscope/media_input.hpp"
#include "dashscope/settings.hpp"
#include "dashscope/tasks.hpp"
#include "mcp/registry.hpp"
#include "mcp/request_context.hpp"
#include "net/client.hpp"
#include "tools/all.hpp"
#include "tools/output.hpp"
#include "upstream/connections.hpp"

#include "support.hpp"

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

// The tools, with nothing behind them: their coroutines are made and never run.
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

void check(bench& with, mcp::registered_tool const& tool, json::object const& given) {
    auto const checked = tool.arguments.apply(given);
    if (!checked.ok()) return;
    auto const again = tool.arguments.apply(checked.arguments);
    REQUIRE(again.ok());
    REQUIRE(json::serialize(again.arguments) == json::serialize(checked.arguments));
    try {
        static_cast<void>(tool.run->call(checked.arguments, with.context));
    } catch (mcp::tool_error const& refused) {
        REQUIRE(*refused.what() != '\0');
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static bench with;
    boost::system::error_code failed;
    auto const value = json::parse(json::string_view(reinterpret_cast<char const*>(data), size), failed);
    if (failed || !value.is_object()) return 0;
    for (auto const& tool : with.registry.all()) check(with, tool, value.get_object());
    return 0;
}
