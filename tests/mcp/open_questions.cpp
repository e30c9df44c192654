#include "mcp/open_questions.hpp"

#include "jsonrpc/document.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

struct bench {
    mcp::open_questions open;
    std::string heard;

    std::string ask(std::string session, std::string name) {
        return open.add(std::move(session), [this, name](boost::json::object const& response) {
            heard += name + (response.contains("error") ? "!" : ".");
        });
    }
    bool answer(std::string_view session, std::string const& id, std::string const& outcome = R"("result":{})") {
        auto const text = R"({"jsonrpc":"2.0","id":)" + id + "," + outcome + "}";
        jsonrpc::parser parser;
        jsonrpc::document document;
        REQUIRE_FALSE(parser.parse(text, document));
        return open.answer(session, document.at(0));
    }
};

}  // namespace

TEST_CASE("an answer is found by its id, within its session, once") {
    bench at;
    auto const one = at.ask("alice", "one"), two = at.ask("alice", "two");
    CHECK(one != two);
    CHECK(one.size() > 20);
    CHECK_FALSE(at.answer("bob", one));
    CHECK_FALSE(at.answer("", one));
    CHECK_FALSE(at.answer("alice", "\"unknown\""));
    CHECK_FALSE(at.answer("alice", "1"));
    CHECK(at.heard.empty());
    CHECK(at.answer("alice", two, R"("error":{"code":-1,"message":"no"})"));
    CHECK(at.heard == "two!");
    CHECK_FALSE(at.answer("alice", two));
    CHECK(at.answer("alice", one));
    CHECK(at.heard == "two!one.");
    CHECK(at.open.size() == 0);
}

TEST_CASE("what is removed is answered no more") {
    bench at;
    auto const one = at.ask("s", "one"), two = at.ask("s", "two");
    CHECK(at.open.remove(one));
    CHECK_FALSE(at.open.remove(one));
    CHECK_FALSE(at.answer("s", one));
    CHECK(at.answer("s", two));
    CHECK_FALSE(at.open.remove(two));
    CHECK(at.heard == "two.");
}
