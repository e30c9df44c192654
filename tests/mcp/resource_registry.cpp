#include "mcp/resource_registry.hpp"

#include "mcp/request_error.hpp"
#include "mcp/static_resources.hpp"

#include "harness.hpp"
#include "resources.hpp"

using namespace testing;
using mcp::cursor_of;
using mcp::read_cursor;

TEST_CASE("cursors come back as they went") {
    for (auto const& place : {mcp::list_place{0, ""}, mcp::list_place{3, ""}, mcp::list_place{12, "a:b/c 猫.png"}}) {
        auto const back = read_cursor(cursor_of(place));
        REQUIRE(back);
        CHECK(back->source == place.source);
        CHECK(back->from == place.from);
    }
    CHECK(read_cursor("")->source == 0);
    for (auto const* text : {"!", "abc", "OnRleHQ", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwOng", "LTE6"})
        CHECK_FALSE(read_cursor(text));
}

TEST_CASE("the list goes over all sources, a page at a time, without loss or repeat") {
    mcp::resource_registry resources;
    auto const fixed = std::make_shared<mcp::static_resources>();
    fixed->add_text({{"uri", "fixed://one"}, {"name", "one"}, {"mimeType", "text/plain"}}, "1");
    fixed->add_text({{"uri", "fixed://two"}, {"name", "two"}, {"mimeType", "text/plain"}}, "2");
    resources.add(fixed);
    resources.add(std::make_shared<counted>("many", 130));
    resources.add(std::make_shared<counted>("few", 3));
    resources.add(std::make_shared<counted>("none", 0));

    boost::asio::io_context io{1};
    context_for_tests context(io.get_executor());
    std::vector<std::string> seen;
    std::string cursor;
    int pages = 0;
    do {
        auto const page = run(io, resources.list(cursor, context));
        for (auto const& each : page.resources) seen.emplace_back(each.at("uri").as_string());
        cursor = page.next;
        REQUIRE(++pages < 20);
    } while (!cursor.empty());
    REQUIRE(seen.size() == 135);
    CHECK(seen[0] == "fixed://one");
    CHECK(seen[2] == "many://0");
    CHECK(seen[131] == "many://129");
    CHECK(seen[134] == "few://2");
    CHECK(pages > 1);
}

TEST_CASE("a cursor that was never given is refused, with what to do") {
    mcp::resource_registry resources;
    resources.add(std::make_shared<counted>("few", 3));
    boost::asio::io_context io{1};
    context_for_tests context(io.get_executor());
    for (auto const& cursor : {std::string("nonsense"), cursor_of({1, ""}), cursor_of({0, "x"})}) {
        CAPTURE(cursor);
        CHECK_THROWS_AS(run(io, resources.list(cursor, context)), mcp::request_error);
    }
    CHECK(run(io, mcp::resource_registry().list("", context)).resources.empty());
}

TEST_CASE("an URI finds its source; hints are those of the strictest") {
    mcp::resource_registry resources;
    auto const fixed = std::make_shared<mcp::static_resources>();
    fixed->add_bytes({{"uri", "fixed://bytes"}, {"name", "b"}, {"mimeType", "image/png"}}, std::string("\0\x01", 2));
    resources.add(fixed);
    CHECK(resources.list_cache() == mcp::kept_for_an_hour);
    CHECK_FALSE(resources.list_changes());
    auto const living = std::make_shared<counted>("many", 3);
    resources.add(living);
    CHECK(resources.find("fixed://bytes") == fixed);
    CHECK(resources.find("many://7") == living);
    CHECK(resources.find("other://7") == nullptr);
    CHECK(resources.find_template("many://{number}") == living);
    CHECK(resources.find_template("few://{number}") == nullptr);
    CHECK(resources.templates().size() == 1);
    CHECK(resources.list_changes());
    CHECK(resources.contents_change());
    CHECK_FALSE(resources.list_cache().shared);
    CHECK(resources.list_cache().ttl == std::chrono::milliseconds(0));
}

TEST_CASE("resources in the program are read as they are") {
    mcp::static_resources fixed;
    fixed.add_text({{"uri", "a://text"}, {"name", "t"}, {"mimeType", "text/markdown"}}, "# Text");
    fixed.add_bytes({{"uri", "a://bytes"}, {"name", "b"}, {"mimeType", "image/png"}}, std::string("\0\x01", 2));
    boost::asio::io_context io{1};
    context_for_tests context(io.get_executor());
    auto const text = run(io, fixed.read("a://text", context));
    REQUIRE(text);
    CHECK(text->contents.at(0) == json::value{{"uri", "a://text"}, {"mimeType", "text/markdown"}, {"text", "# Text"}});
    CHECK(text->cache.shared);
    CHECK(run(io, fixed.read("a://bytes", context))->contents.at(0).at("blob") == "AAE=");
    CHECK_FALSE(run(io, fixed.read("a://other", context)));
    CHECK(run(io, fixed.list("", context)).resources.at(0).at("size") == 6);
    CHECK_THROWS_AS(fixed.add_text({{"uri", "a://text"}, {"name", "t"}, {"mimeType", "text/plain"}}, ""),
                    std::invalid_argument);
}
