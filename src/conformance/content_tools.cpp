#include "conformance/content_tools.hpp"

#include "conformance/fixture_tool.hpp"
#include "conformance/samples.hpp"
#include "mcp/request_error.hpp"

#include <boost/asio/this_coro.hpp>

namespace json = boost::json;

namespace conformance {

namespace {

using mcp::request_context;
using mcp::tool_result;

json::object text_block(std::string_view text) {
    return {{"type", "text"}, {"text", text}};
}

json::object image_block() {
    return {{"type", "image"}, {"data", red_pixel}, {"mimeType", "image/png"}};
}

json::object resource_block(std::string_view uri, std::string_view type, std::string_view text) {
    return {{"type", "resource"}, {"resource", {{"uri", uri}, {"mimeType", type}, {"text", text}}}};
}

/// A tool that always gives these blocks.
fixture_body giving(json::array content) {
    return [content = std::move(content)](json::object, request_context&) -> platform::task<tool_result> {
        return [](json::array blocks) -> platform::task<tool_result> {
            tool_result result;
            result.content = std::move(blocks);
            co_return result;
        }(content);
    };
}

// What the suite waits between two messages, so that a client can tell them apart.
platform::task<void> pause() {
    platform::timer timer(co_await boost::asio::this_coro::executor, std::chrono::milliseconds(50));
    co_await timer.async_wait(platform::use_task);
}

platform::task<tool_result> with_logging(json::object, request_context& context) {
    context.log(mcp::log_level::info, "Tool execution started");
    co_await pause();
    context.log(mcp::log_level::info, "Tool processing data");
    co_await pause();
    context.log(mcp::log_level::info, "Tool execution completed");
    tool_result result;
    result.add_text("Tool with logging executed successfully");
    co_return result;
}

platform::task<tool_result> with_progress(json::object, request_context& context) {
    for (int const done : {0, 50, 100}) {
        if (done > 0) co_await pause();
        context.report(done, 100, "Completed step " + std::to_string(done) + " of 100");
    }
    tool_result result;
    result.add_text("Tool with progress executed successfully");
    co_return result;
}

// The connection is closed in the middle of the call; its client comes back for the rest (2025-11-25 §Sending Messages).
platform::task<tool_result> with_reconnection(json::object, request_context& context) {
    context.let_poll();
    co_await pause();
    tool_result result;
    result.add_text("Reconnection test completed successfully");
    co_return result;
}

platform::task<tool_result> failing(json::object, request_context&) {
    throw mcp::tool_error("This tool intentionally returns an error for testing");
    co_return tool_result();
}

// 2026-07-28 §Capabilities: a server must not count on what a client did not declare.
platform::task<tool_result> needing_sampling(json::object, request_context& context) {
    if (!context.client().sampling) {
        json::value const missing{{"requiredCapabilities", {{"sampling", json::object()}}}};
        throw mcp::request_error(
            {jsonrpc::errc::missing_client_capability, "This tool needs the client capability sampling", missing}, 400);
    }
    tool_result result;
    result.add_text("Success");
    co_return result;
}

}  // namespace

void add_content_tools(mcp::registry& to) {
    add_fixture(to, "test_simple_text", "Gives a text.",
                giving({text_block("This is a simple text response for testing.")}));
    add_fixture(to, "test_image_content", "Gives a picture.", giving({image_block()}));
    add_fixture(to, "test_audio_content", "Gives a sound.",
                giving({json::object{{"type", "audio"}, {"data", silence}, {"mimeType", "audio/wav"}}}));
    add_fixture(
        to, "test_embedded_resource", "Gives a resource.",
        giving({resource_block("test://embedded-resource", "text/plain", "This is an embedded resource content.")}));
    add_fixture(to, "test_multiple_content_types", "Gives a text, a picture and a resource.",
                giving({text_block("Multiple content types test:"), image_block(),
                        resource_block("test://mixed-content-resource", "application/json",
                                       R"({"test":"data","value":123})")}));
    add_fixture(to, "test_tool_with_logging", "Logs three messages while it works.", with_logging);
    add_fixture(to, "test_logging_tool", "Logs three messages while it works.", with_logging);
    add_fixture(to, "test_tool_with_progress", "Reports progress three times.", with_progress);
    add_fixture(to, "test_reconnection", "Lets its client reconnect while it works.", with_reconnection);
    add_fixture(to, "test_error_handling", "Always fails.", failing);
    add_fixture(to, "test_missing_capability", "Works only for clients with sampling.", needing_sampling);
}

}  // namespace conformance
