#include "transport/line_framer.hpp"

#include <doctest/doctest.h>

#include <vector>

using transport::line_framer;

namespace {

// Every line of `input`, fed in pieces of `size`; a line that is too long shows as "!".
std::vector<std::string> lines_of(std::string const& input, std::size_t size, std::size_t limit) {
    line_framer framer(limit);
    std::vector<std::string> out;
    for (std::size_t at = 0; at < input.size(); at += size) {
        framer.feed(std::string_view(input).substr(at, size));
        while (auto const line = framer.next()) out.push_back(line->too_long ? "!" : std::string(line->text));
    }
    return out;
}

}  // namespace

TEST_CASE("lines come out the same however their bytes come in") {
    std::string const input = "one\ntwo\r\n\n\nfour and more\nlast without an end";
    std::vector<std::string> const expected{"one", "two", "", "", "four and more"};
    for (std::size_t size = 1; size <= input.size(); ++size) {
        CAPTURE(size);
        CHECK(lines_of(input, size, 100) == expected);
    }
}

TEST_CASE("a line above the limit is dropped, and the next one is read") {
    std::string const input =
        "short\n" + std::string(50, 'x') + "\nafter\n" + std::string(11, 'y') + "\n" + std::string(10, 'z') + "\n";
    std::vector<std::string> const expected{"short", "!", "after", "!", std::string(10, 'z')};
    for (std::size_t size : {1, 3, 7, 10, 11, 50, 1000}) {
        CAPTURE(size);
        CHECK(lines_of(input, size, 10) == expected);
    }
}
