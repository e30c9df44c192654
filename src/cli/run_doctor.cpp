#include "cli/application.hpp"
#include "cli/commands.hpp"
#include "cli/configuration.hpp"
#include "cli/doctor_local.hpp"
#include "cli/doctor_remote.hpp"
#include "cli/exit_code.hpp"
#include "cli/folders.hpp"
#include "cli/run_task.hpp"
#include "platform/directories.hpp"
#include "platform/terminal.hpp"
#include "telemetry/logger.hpp"

#include <iostream>

#include <unistd.h>

namespace cli {

namespace {

// Warnings of the settings are findings here, and not lines of the log as well.
void quieten() {
    telemetry::log_options log;
    log.threshold = telemetry::level::error;
    telemetry::log().configure(log);
}

void examine_settings(diagnosis& into, dashscope::settings const& settings) {
    into.settings = dashscope::describe(settings);
    for (auto const& note : settings.notes)
        into.add(outlook::warning, "settings", note, "keep the one that you mean, remove the other");
}

void examine_folders(diagnosis& into, dashscope::settings const& settings, platform::environment const& environment) {
    check_folder(into, "output_folder", output_folder(settings, environment),
                 "name another folder with --output-dir or DASHSCOPE_MCP_OUTPUT_DIR");
    auto const state = platform::state_directory(environment);
    if (!state.empty()) check_folder(into, "state_folder", state, "set XDG_STATE_HOME to a folder of your own");
}

void examine(diagnosis& into, options const& given) {
    boost::asio::io_context io(1);
    application app(io, given);
    auto const& settings = app.services().settings;
    examine_settings(into, settings);
    check_proxy(into, http_options(given, app.environment()).proxies, settings.base);
    run_task(io, ask_dashscope(into, app.services()));
    app.close();
    examine_folders(into, settings, app.environment());
}

}  // namespace

int run_doctor(options const& given) {
    quieten();
    auto const environment = platform::read_environment();
    diagnosis found;
    check_config_file(found, config_path(given, environment), !given.config_path.empty());
    try {
        examine(found, given);
    } catch (dashscope::settings_error const& error) {
        found.add(outlook::failed, "settings", error.what(), "correct the setting that is named");
    }
    check_clients(found, given.server_name, environment);
    auto const shown = given.json ? as_json(found) : as_text(found, platform::wants_color(STDOUT_FILENO, environment));
    std::cout << telemetry::log().scrub(shown) << std::flush;
    return found.healthy() ? success : failed;
}

}  // namespace cli
