#include "tools/long_text.hpp"

#include "tool_bench.hpp"

#include <fstream>
#include <sstream>

using namespace tools::test;

namespace {

std::string lines(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += "line " + std::to_string(i) + " of a long text\n";
    return text;
}

std::string content_of(std::filesystem::path const& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

}  // namespace

TEST_CASE("a short text is shown whole, nothing is saved") {
    tool_bench bench;
    listener context(bench.io.get_executor(), bench.sender);
    outcome come;
    come.result = bench.run(tools::long_text_result(bench.with, lines(10), "knowledge", "[last]", context));
    CHECK(come.text() == lines(10) + "\n[last]\n");
    CHECK(come.files().empty());
}

TEST_CASE("a long text is saved whole and shown in its beginning") {
    tool_bench bench;
    listener context(bench.io.get_executor(), bench.sender);
    outcome come;
    come.result = bench.run(tools::long_text_result(bench.with, lines(1000), "knowledge", "[last]", context));
    auto const text = come.text();
    CHECK(text.size() < 9000);
    CHECK(text.starts_with("line 0 of"));
    CHECK(text.ends_with("[last]\n"));
    auto const files = come.files();
    REQUIRE(files.size() == 1);
    CHECK(files[0].filename().string().find("-knowledge-") != std::string::npos);
    CHECK(content_of(files[0]) == lines(1000));
}
