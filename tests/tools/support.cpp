#include "support.hpp"

#include "tools/all.hpp"

namespace tools_test {

namespace {

constexpr std::string_view short_stream =
    "data: {\"id\":\"chatcmpl-1\",\"model\":\"qwen-test\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"fine\"},"
    "\"finish_reason\":\"stop\"}]}\n\n"
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1,\"total_tokens\":4}}\n\n"
    "data: [DONE]\n\n";

}  // namespace

stand_in::stand_in(boost::asio::io_context& io)
    : server_(io.get_executor(), {}, *this), port_(server_.listen("127.0.0.1", 0)) {}

platform::task<void> stand_in::handle(net::server_request const& request, net::responder& answer) {
    requests.push_back({std::string(request.target()), std::string(request.field("authorization").value_or("")),
                        json::parse(request.body()).as_object()});
    co_await answer.send(200, "text/event-stream", short_stream, {});
}

dashscope::client_options bench::quick() {
    dashscope::client_options options;
    options.retry.first = std::chrono::milliseconds(2);
    options.retry.longest = std::chrono::milliseconds(10);
    return options;
}

bench::bench(boost::asio::io_context& io, std::uint16_t port, std::string api_key)
    : settings(dashscope::resolve_settings({})),
      io_(io),
      http_(io.get_executor(), {}),
      api_(http_, io.get_executor(), quick()),
      media_(api_, http_, nullptr, {}),
      tasks_(api_, io.get_executor()),
      output_(http_, {false, "127.0.0.1", port}, {tools::output_mode::urls, {}}),
      servers_(http_, io.get_executor(), {"test", "1"}) {
    settings.api_key = std::move(api_key);
    settings.base = {false, "127.0.0.1", port};
    tools::add_all(registry, {api_, settings, http_, media_, tasks_, output_, servers_});
    mcp::server_info info;
    info.version = "1.2.3";
    info.instructions = tools::instructions();
    auto offered = std::make_shared<mcp::offering const>(info, registry);
    engine_.emplace(io.get_executor(), mcp::engine_options{}, std::move(offered));
}

bench::~bench() {
    engine_->cancel_all();
    io_.restart();
    io_.poll();
}

call_peer bench::start(json::object arguments, std::string const& tool) {
    json::object const meta{{"io.modelcontextprotocol/protocolVersion", "2026-07-28"},
                            {"io.modelcontextprotocol/clientCapabilities", json::object()},
                            {"io.modelcontextprotocol/logLevel", "info"},
                            {"progressToken", "p"}};
    json::object const params{{"name", tool}, {"arguments", std::move(arguments)}, {"_meta", meta}};
    json::object const message{{"jsonrpc", "2.0"}, {"id", ++last_id_}, {"method", "tools/call"}, {"params", params}};
    auto const to = std::make_shared<testing::peer>();
    boost::asio::post(io_, [this, to, text = json::serialize(message)] { engine_->receive({text, nullptr, {}}, to); });
    io_.restart();
    io_.poll();
    return to;
}

call_peer bench::call(json::object arguments, std::string const& tool) {
    auto to = start(std::move(arguments), tool);
    finish(*to);
    return to;
}

void bench::finish(testing::peer const& of) {
    run_until(io_, [&of] { return of.finished; });
}

bool is_error(testing::peer const& of) {
    auto const result = of.result();
    auto const* flag = result.if_contains("isError");
    return flag && flag->as_bool();
}

std::string all_text(testing::peer const& of) {
    std::string text;
    auto const result = of.result();
    for (auto const& block : result.at("content").as_array()) text.append(block.at("text").as_string()).append("\n");
    return text;
}

json::object structured(testing::peer const& of) {
    return of.result().at("structuredContent").as_object();
}

std::string streamed(testing::peer const& of) {
    std::string text;
    for (auto const& note : of.notifications) {
        if (note.at("method").as_string() != "notifications/progress") continue;
        auto const& params = note.at("params").as_object();
        if (auto const* piece = params.if_contains("message")) text += piece->as_string();
    }
    return text;
}

}  // namespace tools_test
