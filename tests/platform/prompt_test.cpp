#include "platform/prompt.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <functional>

namespace {

/// A terminal, and a process behind it that asks: what it found goes to its exit code.
class terminal {
public:
    explicit terminal(std::function<int()> const& asks) {
        master_ = ::posix_openpt(O_RDWR | O_NOCTTY);
        REQUIRE(master_ >= 0);
        REQUIRE(::grantpt(master_) == 0);
        REQUIRE(::unlockpt(master_) == 0);
        std::string const name = ::ptsname(master_);
        slave_ = ::open(name.c_str(), O_RDWR | O_NOCTTY);  // kept open: else the settings could go with the child
        REQUIRE(slave_ >= 0);
        child_ = ::fork();
        REQUIRE(child_ >= 0);
        if (child_ == 0) be_child(name, asks);
    }
    ~terminal() {
        ::kill(child_, SIGKILL);
        ::waitpid(child_, nullptr, 0);
        ::close(master_);
        ::close(slave_);
    }
    terminal(terminal const&) = delete;

    /// Reads until `text` was shown; gives all of it.
    std::string until(std::string_view text) {
        std::string shown;
        std::array<char, 256> piece;
        for (pollfd ready{master_, POLLIN, 0}; shown.find(text) == std::string::npos;) {
            if (::poll(&ready, 1, 30'000) <= 0) return shown + " (and then nothing)";
            auto const got = ::read(master_, piece.data(), piece.size());
            if (got <= 0) return shown + " (and then its end)";
            shown.append(piece.data(), static_cast<std::size_t>(got));
        }
        return shown;
    }

    void type(std::string_view text) { REQUIRE(::write(master_, text.data(), text.size()) == ssize_t(text.size())); }

    bool echoes() const {
        termios how{};
        REQUIRE(::tcgetattr(slave_, &how) == 0);
        return (how.c_lflag & ECHO) != 0;
    }

    int ended() {
        int status = 0;
        ::waitpid(child_, &status, 0);
        return status;
    }

private:
    [[noreturn]] static void be_child(std::string const& name, std::function<int()> const& asks) {
        ::setsid();
        int const fd = ::open(name.c_str(), O_RDWR);  // becomes the controlling terminal
        for (int const standard : {0, 1, 2}) ::dup2(fd, standard);
        ::_exit(asks());
    }

    int master_ = -1;
    int slave_ = -1;
    pid_t child_ = -1;
};

}  // namespace

TEST_CASE("a secret is read and not shown") {
    terminal person([] { return platform::read_secret("Key: ") == "sk-secret" ? 7 : 1; });
    person.until("Key: ");
    while (person.echoes()) ::usleep(1000);
    person.type("sk-secret\n");
    CHECK(WEXITSTATUS(person.ended()) == 7);
    CHECK(person.until("\n").find("secret") == std::string::npos);
    CHECK(person.echoes());
}

TEST_CASE("a signal ends the program after the terminal shows again what is typed") {
    terminal person([] {
        ::signal(SIGINT, SIG_DFL);
        platform::read_secret("Key: ");
        return 1;
    });
    person.until("Key: ");
    while (person.echoes()) ::usleep(1000);
    person.type("half\x03");
    auto const status = person.ended();
    CHECK(WIFSIGNALED(status));
    CHECK(WTERMSIG(status) == SIGINT);
    CHECK(person.echoes());
}

TEST_CASE("the end of input is no secret") {
    terminal person([] { return platform::read_secret("Key: ") ? 1 : 7; });
    person.until("Key: ");
    while (person.echoes()) ::usleep(1000);
    person.type("\x04");
    CHECK(WEXITSTATUS(person.ended()) == 7);
}

TEST_CASE("only a yes is a yes") {
    struct {
        std::string_view typed;
        int code;
    } const cases[] = {{"y\n", 7}, {"yes\n", 7}, {"Y\n", 7}, {"n\n", 1}, {"\n", 1}, {"yess\n", 1}, {"\x04", 1}};
    for (auto const& [typed, code] : cases) {
        CAPTURE(typed);
        terminal person([] { return platform::confirm("Sure?") ? 7 : 1; });
        CHECK(person.until("] ").find("Sure? [y/N] ") != std::string::npos);
        person.type(typed);
        CHECK(WEXITSTATUS(person.ended()) == code);
    }
}

TEST_CASE("one line of a pipe, and no more") {
    struct {
        std::string_view input;
        std::optional<std::string> first;
        std::string rest;
    } const cases[] = {{"sk-a\nmore\n", "sk-a", "more\n"}, {"sk-a\r\nx", "sk-a", "x"}, {"sk-a", "sk-a", ""},
                       {"\n", "", ""},                     {"", std::nullopt, ""}};
    for (auto const& [input, first, rest] : cases) {
        CAPTURE(input);
        std::array<int, 2> pipe{};
        REQUIRE(::pipe(pipe.data()) == 0);
        REQUIRE(::write(pipe[1], input.data(), input.size()) == ssize_t(input.size()));
        ::close(pipe[1]);
        int const before = ::dup(STDIN_FILENO);
        ::dup2(pipe[0], STDIN_FILENO);
        ::close(pipe[0]);
        auto const line = platform::read_line();
        std::array<char, 64> left{};
        auto const count = ::read(STDIN_FILENO, left.data(), left.size());
        ::dup2(before, STDIN_FILENO);
        ::close(before);
        CHECK(line == first);
        CHECK(std::string(left.data(), static_cast<std::size_t>(count)) == rest);
    }
}
