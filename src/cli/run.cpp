#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "dashscope/config_file.hpp"
#include "platform/signals.hpp"
#include "telemetry/logger.hpp"

#include <boost/system/system_error.hpp>

#include <iostream>

namespace cli {

namespace {

telemetry::level level_of(std::string_view name) {
    if (name == "debug") return telemetry::level::debug;
    if (name == "warning") return telemetry::level::warning;
    if (name == "error") return telemetry::level::error;
    return name == "off" ? telemetry::level::off : telemetry::level::info;
}

void configure_log(options const& given) {
    telemetry::log_options log;
    log.threshold = level_of(given.log_level);
    log.style = given.log_json ? telemetry::format::json : telemetry::format::text;
    telemetry::log().configure(log);
}

int run_command(options const& given) {
    switch (given.what) {
        case command::stdio:
            return run_stdio(given);
        case command::http:
            return run_http(given);
        case command::sandbox:
            return run_sandbox(given);
        case command::call:
            return run_call(given);
        case command::tools:
            return run_tools(given);
        case command::install:
        case command::uninstall:
            return run_install(given, given.what == command::install);
        case command::login:
            return run_login(given);
        case command::doctor:
            return run_doctor(given);
    }
    return failed;
}

int complain(std::string_view what, int code) {
    std::cerr << "dashscope-mcp: " << telemetry::log().scrub(what) << '\n' << std::flush;
    return code;
}

}  // namespace

int run(int count, char const* const* words) {
    auto const parsed = parse_command_line(count, words);
    if (!parsed.given) return parsed.exit_code;
    configure_log(*parsed.given);
    platform::ignore_sigpipe();
    try {
        int const code = run_command(*parsed.given);
        // A full disk or a closed pipe: what was asked for did not arrive.
        if (!std::cout.flush()) return complain("can't write the output", failed);
        return code;
    } catch (dashscope::settings_error const& error) {
        return complain(error.what(), bad_settings);
    } catch (boost::system::system_error const& error) {
        // Whatever else touches the system answers for itself: what is left is binding and listening.
        bool const serves = parsed.given->what == command::http || parsed.given->what == command::sandbox;
        if (serves)
            return complain("can't listen: " + error.code().message() + "; choose another --listen", cannot_listen);
        return complain(error.what(), failed);
    } catch (std::exception const& error) {
        return complain(error.what(), bad_settings);
    }
}

}  // namespace cli
