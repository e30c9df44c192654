#include "tools/heartbeat.hpp"

#include "tool_bench.hpp"

using namespace tools::test;

TEST_CASE("a heartbeat speaks at once and stops with its call") {
    boost::asio::io_context io{1};
    mcp::envelope sender;
    listener context(io.get_executor(), sender);
    {
        tools::heartbeat signs(context, "Waiting for a picture");
        REQUIRE(context.reports.size() == 1);
        CHECK(context.reports[0] == "Waiting for a picture");
    }
    // Its timer is the only work: a stopped one leaves nothing to wait for.
    io.run();
    CHECK(context.reports.size() == 1);
}

TEST_CASE("a heartbeat goes on while its call does") {
    boost::asio::io_context io{1};
    mcp::envelope sender;
    listener context(io.get_executor(), sender);
    tools::heartbeat signs(context, "Waiting");
    auto const until = std::chrono::steady_clock::now() + std::chrono::minutes(2);
    while (context.reports.size() < 2 && std::chrono::steady_clock::now() < until)
        io.run_one_for(std::chrono::seconds(1));
    REQUIRE(context.reports.size() == 2);
    CHECK(context.reports[1].starts_with("Waiting, "));
}
