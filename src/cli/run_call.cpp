#include "cli/application.hpp"
#include "cli/call_printer.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "jsonrpc/utf8.hpp"
#include "jsonrpc/write.hpp"
#include "platform/signals.hpp"
#include "platform/terminal.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>

#include <unistd.h>

namespace json = boost::json;

namespace cli {

namespace {

// A shell passes any bytes; JSON is UTF-8.
void require_utf8(std::string_view text, std::string const& what) {
    auto const good = jsonrpc::valid_utf8_prefix(text);
    if (good < text.size())
        throw std::invalid_argument(what + " is not UTF-8, from its byte " + std::to_string(good + 1) +
                                    " on: pass text in UTF-8, or a file by its path");
}

// Values are strings: the tool's schema turns them into what they stand for.
json::object read_arguments(options const& given) {
    json::object result;
    require_utf8(given.tool, "the name of the tool");
    if (!given.arguments_json.empty()) {
        require_utf8(given.arguments_json, "--args");
        boost::system::error_code failed;
        auto const value = json::parse(given.arguments_json, failed);
        if (failed || !value.is_object()) throw std::invalid_argument("--args is not a JSON object");
        if (!jsonrpc::is_writable(value)) throw std::invalid_argument("--args has a number out of range");
        result = value.get_object();
    }
    for (auto const& each : given.arguments) {
        auto const equals = each.find('=');
        auto const name = jsonrpc::repair_utf8(each.substr(0, equals));
        if (equals == std::string::npos || equals == 0)
            throw std::invalid_argument("--arg " + name + " is not name=value");
        require_utf8(each.substr(0, equals), "--arg " + name + ": the name");
        require_utf8(each.substr(equals + 1), "--arg " + name + ": the value");
        result.insert_or_assign(each.substr(0, equals), each.substr(equals + 1));
    }
    return result;
}

std::string call_message(std::string const& tool, json::object arguments) {
    json::object meta{{"io.modelcontextprotocol/protocolVersion", mcp::to_string(mcp::latest_modern)},
                      {"io.modelcontextprotocol/clientCapabilities", json::object()},
                      {"io.modelcontextprotocol/clientInfo", {{"name", "dashscope-mcp call"}, {"version", version()}}},
                      {"progressToken", "call"}};
    return json::serialize(
        json::object{{"jsonrpc", "2.0"},
                     {"id", 1},
                     {"method", "tools/call"},
                     {"params", {{"name", tool}, {"arguments", std::move(arguments)}, {"_meta", std::move(meta)}}}});
}

}  // namespace

int run_call(options const& given) {
    json::object arguments;
    try {
        arguments = read_arguments(given);
    } catch (std::invalid_argument const& error) {
        std::cerr << "dashscope-mcp: " << error.what() << '\n';
        return wrong_usage;
    }
    boost::asio::io_context io(1);
    application app(io, given);
    app.engine_options.marks_text = true;
    // Other servers are asked only for a tool that is none of ours.
    if (!app.tools().find(given.tool)) app.await_upstreams();
    auto const engine = app.make_engine();
    call_printer::style const look{platform::is_terminal(STDOUT_FILENO),
                                   platform::wants_color(STDOUT_FILENO, app.environment()), given.json};
    auto const printer = std::make_shared<call_printer>(look, [&io] { io.stop(); });
    // The first signal cancels the call, as Ctrl-C at a terminal should; the second does not wait for that.
    int interrupted = 0;
    platform::signals signals(app.executor(), [&](int) {
        if (++interrupted > 1) return io.stop();
        printer->cancel();
        engine->cancel_all();
    });
    engine->receive({call_message(given.tool, std::move(arguments)), nullptr, {}}, printer);
    io.run();
    app.close();
    return printer->exit_code();
}

}  // namespace cli
