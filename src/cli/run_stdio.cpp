#include "cli/application.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "platform/parent_watch.hpp"
#include "platform/signals.hpp"
#include "transport/stdio.hpp"

#include <boost/asio/co_spawn.hpp>

namespace cli {

int run_stdio(options const& given) {
    boost::asio::io_context io(1);
    application app(io, given);
    auto const engine = app.make_engine();
    transport::stdio_server server(app.executor(), *engine, {});

    bool done = false;
    auto const stop = [&server] { server.stop(); };
    platform::signals signals(app.executor(), [stop](int) { stop(); });
    platform::parent_watch parent(app.executor(), stop);
    boost::asio::co_spawn(app.executor(), server.run(), [&](std::exception_ptr) {
        done = true;
        io.stop();
    });
    io.run();
    app.close();
    return done ? success : failed;
}

}  // namespace cli
