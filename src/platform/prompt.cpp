#include "platform/prompt.hpp"

#include <signal.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <iostream>

namespace platform {

namespace {

sig_atomic_t volatile caught = 0;

void note_signal(int signal) {
    caught = signal;
}

/// While it lives, signals that end the program interrupt the read instead; then they do as they would have done.
class held_signals {
public:
    held_signals() {
        caught = 0;
        struct sigaction noting{};
        noting.sa_handler = note_signal;  // without SA_RESTART: read() returns
        for (std::size_t i = 0; i < which.size(); ++i) ::sigaction(which[i], &noting, &before_[i]);
    }
    ~held_signals() {
        for (std::size_t i = 0; i < which.size(); ++i) ::sigaction(which[i], &before_[i], nullptr);
        if (caught != 0) ::raise(caught);
    }
    held_signals(held_signals const&) = delete;

private:
    static constexpr std::array which{SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
    std::array<struct sigaction, which.size()> before_{};
};

class without_echo {
public:
    without_echo() {
        if (::tcgetattr(STDIN_FILENO, &before_) != 0) return;
        auto quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL);
        changed_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) == 0;
    }
    ~without_echo() {
        if (changed_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    }
    without_echo(without_echo const&) = delete;

private:
    termios before_{};
    bool changed_ = false;
};

}  // namespace

std::optional<std::string> read_line(std::size_t limit) {
    std::string line;
    for (char c = 0;;) {
        auto const got = ::read(STDIN_FILENO, &c, 1);
        if (got < 0 && errno == EINTR && caught == 0) continue;
        if (got < 0 || (got == 0 && line.empty()) || line.size() > limit) return std::nullopt;
        if (got == 0 || c == '\n') break;
        line += c;
    }
    if (line.ends_with('\r')) line.pop_back();
    return line;
}

std::optional<std::string> read_secret(std::string_view question) {
    std::cerr << question << std::flush;
    std::optional<std::string> line;
    {
        held_signals const signals;
        without_echo const quiet;
        line = read_line();
        if (caught != 0) line.reset();
    }
    std::cerr << '\n';
    return line;
}

bool confirm(std::string_view question) {
    std::cerr << question << " [y/N] " << std::flush;
    auto const answer = read_line();
    return answer == "y" || answer == "Y" || answer == "yes";
}

}  // namespace platform
