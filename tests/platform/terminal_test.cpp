#include "platform/terminal.hpp"

#include "descriptors.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

TEST_CASE("terminal: pipes and closed descriptors are none") {
    auto const ends = test::make_pipe();
    CHECK_FALSE(platform::is_terminal(ends.second.get()));
    CHECK_FALSE(platform::is_terminal(-1));
    CHECK_FALSE(platform::wants_color(ends.second.get(), {{"TERM", "xterm-256color"}}));
}

TEST_CASE("terminal: colour is for those who want it") {
    test::owned_fd const master(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (master.get() < 0 || ::grantpt(master.get()) != 0 || ::unlockpt(master.get()) != 0) return;
    test::owned_fd const terminal(::open(::ptsname(master.get()), O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (terminal.get() < 0) return;
    CHECK(platform::is_terminal(terminal.get()));
    struct {
        platform::environment from;
        bool expected;
    } const cases[] = {
        {{{"TERM", "xterm"}}, true},
        {{{"TERM", "xterm"}, {"NO_COLOR", ""}}, true},
        {{{"TERM", "xterm"}, {"NO_COLOR", "1"}}, false},
        {{{"TERM", "xterm"}, {"NO_COLOR", "0"}}, false},
        {{{"TERM", "dumb"}}, false},
        {{}, false},
    };
    for (auto const& [from, expected] : cases) CHECK(platform::wants_color(terminal.get(), from) == expected);
}
