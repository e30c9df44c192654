#pragma once
// What the process tells its caller by its exit code; `--help` documents the same list.

namespace cli {

enum exit_code : int {
    success = 0,
    failed = 1,         // the tool answered with an error, or the work broke off
    wrong_usage = 2,    // options or arguments
    bad_settings = 3,   // configuration: a value, a file, a key file
    cannot_listen = 4,  // the address is in use or not ours
};

}  // namespace cli
