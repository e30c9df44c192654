#include "cli/application.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "tools/all.hpp"

#include <iostream>

namespace cli {

int run_tools(options const& given) {
    boost::asio::io_context io(1);
    application app(io, given);
    app.await_upstreams();
    app.close();
    if (given.json) {
        std::cout << app.tools().list() << '\n' << std::flush;
        return success;
    }
    for (auto const& tool : app.tools().all()) {
        auto const* title = tool.definition.if_contains("title");
        std::cout << tool.name << (title ? "  " + std::string(title->as_string()) : "") << "\n    "
                  << std::string(tool.definition.at("description").as_string()) << '\n';
    }
    std::cout << std::flush;
    return success;
}

}  // namespace cli
