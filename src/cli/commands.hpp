#pragma once
// The commands. Each runs to its end and gives the exit code.

#include "cli/options.hpp"

namespace cli {

int run_stdio(options const& given);
int run_http(options const& given);
int run_sandbox(options const& given);
int run_call(options const& given);
int run_tools(options const& given);
int run_install(options const& given, bool adds);
int run_login(options const& given);
int run_doctor(options const& given);

/// Parses the command line, runs the command, turns what is thrown into a message on stderr and a code.
int run(int count, char const* const* words);

}  // namespace cli
