#include "cli/application.hpp"

#include "cli/configuration.hpp"
#include "cli/folders.hpp"
#include "platform/directories.hpp"
#include "telemetry/logger.hpp"
#include "tools/all.hpp"
#include "tools/offered.hpp"

#include <boost/asio/co_spawn.hpp>

#include <algorithm>

namespace cli {

namespace {

// Base64 of so much fits into a line that stdio clients read (engine_options::reply_limit).
constexpr std::uint64_t readable_bytes = 7'000'000;

// The sandbox stands in for DashScope: no real host is asked, no real key is sent.
dashscope::settings sandbox_settings(dashscope::settings settings, std::uint16_t port) {
    settings.api_key = "sk-sandbox";
    settings.access_key_id = "LTAIsandbox";
    settings.access_key_secret = "sandbox-secret";
    settings.security_token.clear();
    settings.access_token = "console-sandbox";
    settings.workspace_id = "ws-sandbox";
    settings.base = {false, "127.0.0.1", port};
    settings.openapi = settings.base;
    settings.console = settings.base;
    settings.notes.clear();
    return settings;
}

// The process of a call ends with its answer: what its emulator made must be there for the next one.
std::filesystem::path usual_sandbox_data(options const& given, platform::environment const& environment) {
    auto const state = platform::state_directory(environment);
    if (given.what != command::call || state.empty()) return {};
    return state / "sandbox";
}

std::unique_ptr<sandbox::server> start_sandbox(platform::executor executor, options const& given,
                                               platform::environment const& environment) {
    if (!given.with_sandbox) return nullptr;
    auto settings = given.sandbox;
    if (!settings.data_directory.empty()) return std::make_unique<sandbox::server>(executor, settings);
    settings.data_directory = usual_sandbox_data(given, environment);
    try {
        return std::make_unique<sandbox::server>(executor, settings);
    } catch (std::filesystem::filesystem_error const& error) {
        // Nobody asked for this folder: without it a later call only doesn't find what this one made.
        telemetry::log().warning(std::string("the sandbox keeps everything in memory: ") + error.what());
    }
    settings.data_directory.clear();
    return std::make_unique<sandbox::server>(executor, settings);
}

dashscope::settings effective_settings(options const& given, platform::environment const& environment,
                                       sandbox::server* emulator) {
    auto settings = load_settings(given, environment);
    if (!emulator) return settings;
    return sandbox_settings(std::move(settings), emulator->listen("127.0.0.1", 0));
}

// Over HTTP the files are the server's, not the caller's: none may be read, unless the operator named folders.
std::optional<platform::allowed_files> allowed_files(options const& given, dashscope::settings const& settings,
                                                     platform::environment const& environment) {
    auto roots = file_roots(given, output_folder(settings, environment), environment);
    if (roots.empty()) return std::nullopt;
    return platform::allowed_files(std::move(roots));
}

}  // namespace

application::application(boost::asio::io_context& io, options const& given, tools::task_handles const* handles,
                         tools::links const* links)
    : io_(io),
      executor_(io.get_executor()),
      environment_(platform::read_environment()),
      sandbox_(start_sandbox(executor_, given, environment_)),
      settings_(effective_settings(given, environment_, sandbox_.get())),
      http_(executor_, http_options(given, environment_)),
      api_(http_, executor_, api_options(settings_)),
      files_(allowed_files(given, settings_, environment_)),
      media_(api_, http_, files_ ? &*files_ : nullptr, platform::home_directory(environment_)),
      tasks_(api_, executor_),
      output_(http_, settings_.base, output_options(given, settings_, environment_), links),
      servers_(http_, executor_, {"dashscope-mcp", std::string(version())}),
      services_{api_,
                settings_,
                http_,
                media_,
                tasks_,
                output_,
                servers_,
                handles,
                links,
                given.upload_limit,
                given.confirm_above},
      tasks_of_clients_(services_) {
    services_.seen = &seen_;
    for (auto const& note : settings_.notes) telemetry::log().warning(note);
    // No call of a tool is cut off while DashScope may still take its time.
    engine_options.call_timeout =
        std::max(engine_options.call_timeout,
                 std::chrono::ceil<std::chrono::seconds>(settings_.timeout) + std::chrono::seconds(30));
    engine_options.progress_interval = std::chrono::milliseconds(given.progress_interval_ms);
    mcp::registry all;
    tools::add_all(all, services_);
    choose_tools(given, std::move(all));
}

// What other servers offer is chosen in the same way, when it comes.
void application::choose_tools(options const& given, mcp::registry tools) {
    auto choice = given.tools;
    upstream_offers::beginning more;
    for (auto const& each : tools.all()) more.taken.insert(each.name);
    // Who names a tool on the command line has asked for it.
    if (given.what == command::call && choice.tools.empty() && choice.toolsets.empty()) choice.toolsets = {"all"};
    try {
        more.servers = tools::parse_upstreams(settings_.upstreams);
        std::vector<std::string> later;
        for (auto const& each : more.servers) later.push_back(each.prefix);
        tools.restrict_to(choice, later);
    } catch (std::invalid_argument const& error) {
        throw dashscope::settings_error(error.what());
    }
    more.info.version = version();
    more.info.instructions = tools::instructions();
    more.info.tools_change = !more.servers.empty();
    more.info.tasks = true;
    engine_options.tasks = &tasks_of_clients_;
    offered_ = std::make_shared<mcp::offering const>(more.info, std::move(tools), prompts(), resources(given));
    if (given.conformance) {
        // Other servers would only be in the way.
        fixtures_.emplace(more.info, *offered_, engine_options.tasks);
        engine_options.tasks = &fixtures_->tasks();
        offered_ = fixtures_->offered();
        return;
    }
    if (more.servers.empty()) return;
    more.own = offered_;
    more.choice = std::move(choice);
    offers_.emplace(services_, executor_, std::move(more));
    engine_options.later = &offers_->source();
}

mcp::prompt_registry application::prompts() const {
    mcp::prompt_registry all;
    tools::add_prompts(all, services_);
    return all;
}

mcp::resource_registry application::resources(options const& given) const {
    mcp::resource_registry all;
    // Over HTTP callers don't share this machine: what is kept for them has links.
    std::optional<tools::shared_folder> saved;
    if (given.what != command::http) saved = tools::shared_folder{output_.folders().front(), readable_bytes};
    tools::add_resources(all, services_, executor_, std::move(saved));
    return all;
}

std::unique_ptr<mcp::engine> application::make_engine(std::unique_ptr<mcp::sessions> http_sessions) {
    auto made = std::make_unique<mcp::engine>(executor_, engine_options, offered_, std::move(http_sessions));
    if (offers_) offers_->inform(*made);
    if (fixtures_) fixtures_->inform(*made);
    return made;
}

void application::run_until(platform::task<void> work) {
    bool done = false;
    boost::asio::co_spawn(executor_, std::move(work), [&done](std::exception_ptr const&) { done = true; });
    io_.restart();
    while (!done && io_.run_one() > 0) {
    }
    io_.restart();
}

void application::await_upstreams() {
    if (offers_) run_until(offers_->settle(platform::clock::now() + std::chrono::seconds(20)));
}

void application::close() {
    if (servers_.any()) run_until(servers_.close(platform::clock::now() + std::chrono::milliseconds(500)));
}

}  // namespace cli
