#include "mcp/progress.hpp"

#include <doctest/doctest.h>

using mcp::progress_coalescer;
using namespace std::chrono_literals;

namespace {

progress_coalescer::time_point at(std::chrono::milliseconds time) {
    return progress_coalescer::time_point(1h + time);
}

}  // namespace

TEST_CASE("the first piece goes at once, the next ones at most once an interval") {
    progress_coalescer pieces(100ms);
    CHECK(pieces.add("a", at(0ms)) == "a");
    CHECK_FALSE(pieces.due());
    CHECK_FALSE(pieces.add("b", at(10ms)));
    CHECK_FALSE(pieces.add("c", at(99ms)));
    CHECK(pieces.due() == at(100ms));
    CHECK(pieces.add("d", at(100ms)) == "bcd");
    CHECK_FALSE(pieces.add("e", at(150ms)));
    CHECK(pieces.take(at(160ms)) == "e");
    CHECK_FALSE(pieces.take(at(500ms)));
    CHECK(pieces.add("f", at(500ms)) == "f");
}

TEST_CASE("nothing is lost and nothing is said twice") {
    progress_coalescer pieces(7ms);
    std::string in, out;
    for (int i = 0; i < 1000; ++i) {
        auto const piece = std::to_string(i) + " ";
        in += piece;
        out += pieces.add(piece, at(std::chrono::milliseconds(i * i % 13 + i))).value_or("");
    }
    out += pieces.take(at(1h)).value_or("");
    CHECK(out == in);
}

TEST_CASE("an interval of nothing reports every piece") {
    progress_coalescer pieces(0ms);
    CHECK(pieces.add("a", at(0ms)) == "a");
    CHECK(pieces.add("b", at(0ms)) == "b");
    CHECK_FALSE(pieces.add("", at(0ms)));
}
