#pragma once
// What the command line's tests share: captured output, a home of their own, command lines as lists.

#include "cli/options.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <initializer_list>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

namespace cli_test {

/// What is printed through std::cout and std::cerr while it lives; doctest's own messages, too, so that nothing is
/// checked in the meantime.
class captured {
public:
    captured() : out_before_(std::cout.rdbuf(out_.rdbuf())), err_before_(std::cerr.rdbuf(err_.rdbuf())) {}
    ~captured() {
        std::cout.rdbuf(out_before_);
        std::cerr.rdbuf(err_before_);
    }
    captured(captured const&) = delete;

    std::string out() const { return out_.str(); }
    std::string err() const { return err_.str(); }

private:
    std::ostringstream out_;
    std::ostringstream err_;
    std::streambuf* out_before_;
    std::streambuf* err_before_;
};

/// An empty home folder, and an environment that configures nothing; both are as before when it goes.
class clean_home {
public:
    clean_home();
    ~clean_home();
    clean_home(clean_home const&) = delete;

    std::filesystem::path const& path() const { return path_; }
    std::string write(std::string const& name, std::string_view text) const;
    void set(char const* name, std::string const& value);

private:
    std::filesystem::path path_;
    std::vector<std::pair<std::string, std::string>> before_;  // the whole environment
};

/// `dashscope-mcp` is put in front.
cli::parse_outcome parse(std::vector<std::string> const& words);

struct ran {
    int code;
    std::string out;
    std::string err;
};
ran run(std::vector<std::string> const& words);

/// The options of a command line that is right.
cli::options options_of(std::vector<std::string> const& words);

inline bool says(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

}  // namespace cli_test
