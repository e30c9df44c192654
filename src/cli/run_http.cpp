#include "cli/application.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/listening.hpp"
#include "cli/media_shelf.hpp"
#include "cli/upload_desk.hpp"
#include "mcp/request_state.hpp"
#include "mcp/sessions.hpp"
#include "net/server.hpp"
#include "net/url.hpp"
#include "platform/descriptors.hpp"
#include "platform/directories.hpp"
#include "platform/key_file.hpp"
#include "platform/signals.hpp"
#include "seal/keyring.hpp"
#include "store/memory_store.hpp"
#include "telemetry/logger.hpp"
#include "tools/links.hpp"
#include "tools/task_handle.hpp"
#include "transport/http_endpoint.hpp"
#include "transport/upload_route.hpp"

#include <algorithm>

namespace cli {

namespace {

// How long running calls may go on after a signal; a second signal ends them at once.
// Shorter than the 10 s after which containers are killed.
constexpr std::chrono::seconds grace{5};
// After that, how long a submission may wait for its answer: a job that is paid for should be known.
constexpr std::chrono::milliseconds farewell{800};

seal::key load_key(options const& given, platform::environment const& environment) {
    if (!given.key_file.empty()) {
        auto const key =
            seal::parse_key(platform::load_or_make_key(platform::expand_home(given.key_file, environment)));
        if (!key) throw dashscope::settings_error("--key-file: " + given.key_file + " does not hold a 32-byte key.");
        return *key;
    }
    auto const folder = platform::state_directory(environment);
    try {
        if (folder.empty()) throw std::runtime_error("there is no home directory");
        if (auto const key = seal::parse_key(platform::load_or_make_key(folder / "seal.key"))) return *key;
        throw std::runtime_error((folder / "seal.key").string() + " does not hold a key");
    } catch (std::runtime_error const& error) {
        // A read-only container has no state folder: it serves, but its sessions end with it.
        telemetry::log().warning("sessions will not outlive this process; --key-file names a lasting key",
                                 {{"reason", error.what()}});
        return seal::random_key();
    }
}

// Who gives links to a public name is reached by it.
std::vector<std::string> allowed_hosts(options const& given) {
    auto hosts = given.allowed_hosts;
    if (auto const url = net::parse_url(given.public_url)) hosts.push_back(url->where.host);
    return hosts;
}

// Stops in two steps: no new connections first, then, after a grace time or a second signal, no more calls.
class shutdown {
public:
    shutdown(boost::asio::io_context& io, net::server& server, mcp::engine& engine)
        : io_(io), server_(server), engine_(engine), timer_(io.get_executor()) {}

    void begin() {
        if (begun_) return end();
        begun_ = true;
        server_.stop_accepting();
        engine_.end_subscriptions();
        until_ = platform::clock::now() + grace;
        check();
    }

private:
    void check() {
        // A connection that is sending its request, or reading its answer, counts as well as a running call.
        if ((engine_.running() == 0 && server_.busy() == 0) || platform::clock::now() >= until_) return end();
        timer_.expires_after(std::chrono::milliseconds(50));
        timer_.async_wait([this](boost::system::error_code failed) {
            if (!failed) check();
        });
    }

    // Calls are told; submissions that wait for their answer get a moment for it, and all answers one to leave.
    void end() {
        engine_.cancel_all();
        until_ = platform::clock::now() + farewell;
        leave();
    }

    void leave() {
        bool const over = engine_.running() == 0 && server_.busy() == 0;
        if (over || platform::clock::now() >= until_) return io_.stop();
        timer_.expires_after(std::chrono::milliseconds(10));
        timer_.async_wait([this](boost::system::error_code failed) {
            if (!failed) leave();
        });
    }

    boost::asio::io_context& io_;
    net::server& server_;
    mcp::engine& engine_;
    platform::timer timer_;
    platform::clock::time_point until_;
    bool begun_ = false;
};

}  // namespace

int run_http(options const& given) {
    boost::asio::io_context io(1);
    seal::keyring const keys(load_key(given, platform::read_environment()));
    auto const wall_clock = [] { return std::chrono::system_clock::now(); };
    tools::sealed_task_handles const handles(keys, wall_clock);
    tools::links links(keys, wall_clock, given.public_url);
    application app(io, given, &handles, &links);
    // HTTP clients have no line limit.
    app.engine_options.reply_limit = 64 * 1024 * 1024;
    mcp::request_states const states([&keys]() -> seal::keyring const& { return keys; }, wall_clock);
    app.engine_options.states = &states;

    store::memory_store state;
    auto const engine = app.make_engine(std::make_unique<mcp::sessions>(keys, state, wall_clock));

    media_shelf const shelf(links, app.kept_folders());
    transport::media_route media(std::string(links.file_prefix), [&shelf](auto token) { return shelf.find(token); });
    upload_desk desk(app.services(), links, state);
    transport::upload_route uploads(std::string(links.upload_prefix), desk);
    transport::http_options endpoint_options;
    endpoint_options.path = given.path;
    endpoint_options.routes = {{std::string(links.file_prefix), &media}, {std::string(links.upload_prefix), &uploads}};
    endpoint_options.origins = transport::origin_policy(allowed_hosts(given));
    endpoint_options.times.longest_connection = given.poll_after;
    transport::http_endpoint endpoint(app.executor(), *engine, std::move(endpoint_options));

    // Each connection takes a descriptor, and so does each call to DashScope.
    auto const descriptors = platform::raise_descriptor_limit();
    net::server_options server_options;
    server_options.max_connections = std::min<std::size_t>(server_options.max_connections, descriptors * 3 / 4);
    server_options.body_limit = given.body_limit;
    net::server server(app.executor(), server_options, endpoint);
    if (!net::is_loopback(given.http_listen.host))
        telemetry::log().warning("anyone who reaches this address can spend the key: put authorisation in front of it",
                                 {{"address", given.http_listen.host}});
    shutdown stopping(io, server, *engine);
    platform::signals signals(app.executor(), [&stopping](int) { stopping.begin(); });
    // Who reads the announcement may send a signal at once: it comes last.
    auto const port = server.listen(given.http_listen.host, given.http_listen.port);
    links.listens_at(net::origin{false, given.http_listen.host, port}.text());
    announce_listening(false, given.http_listen.host, port);
    io.run();
    app.close();
    return success;
}

}  // namespace cli
