#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/listening.hpp"
#include "platform/signals.hpp"
#include "sandbox/sandbox.hpp"

namespace cli {

int run_sandbox(options const& given) {
    boost::asio::io_context io(1);
    sandbox::server server(io.get_executor(), given.sandbox);
    platform::signals signals(io.get_executor(), [&](int) { io.stop(); });
    auto const port = server.listen(given.sandbox_listen.host, given.sandbox_listen.port);
    announce_listening(!given.sandbox.certificate_file.empty(), given.sandbox_listen.host, port);
    io.run();
    return success;
}

}  // namespace cli
