#include "upstream/answer_reader.hpp"
#include "upstream/failure.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;
using namespace upstream;

namespace {

constexpr std::string_view reply = R"({"jsonrpc":"2.0","id":7,"result":{"a":1}})";
constexpr std::string_view progress =
    R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":7,"progress":2,"total":5,"message":"m"}})";

std::string event(std::string_view data) {
    return "event: message\ndata: " + std::string(data) + "\n\n";
}

}  // namespace

TEST_CASE("bodies of JSON that hold the reply") {
    for (std::string body : {std::string(reply), "[" + std::string(progress) + "," + std::string(reply) + "]",
                             std::string(R"({"id":"7","jsonrpc":"2.0","result":{"a":1}})")}) {
        answer_reader reader(7);
        reader.read_json(body);
        REQUIRE(reader.done());
        CHECK(reader.take_result() == json::value{{"a", 1}});
    }
}

TEST_CASE("bodies that don't") {
    for (auto body : {R"({"id":8,"result":{}})", R"({"id":null,"result":{}})", R"({"id":7})", "[]",
                      R"({"jsonrpc":"2.0","method":"notifications/message","params":{}})"}) {
        answer_reader reader(7);
        reader.read_json(body);
        CHECK_FALSE(reader.done());
    }
    for (auto body : {"", "<html>", "7", "\"x\"", R"({"id":7,)"}) {
        answer_reader reader(7);
        CHECK_THROWS_AS(reader.read_json(body), failure);
    }
}

TEST_CASE("errors of JSON-RPC") {
    struct {
        char const* body;
        std::int64_t code;
        char const* message;
    } const cases[] = {
        {R"({"id":7,"error":{"code":-32602,"message":"no"}})", -32602, "no"},
        {R"({"id":null,"error":{"code":-32700,"message":"Parse error"}})", -32700, "Parse error"},
        {R"({"error":{"message":"no code"}})", 0, "no code"},
    };
    for (auto const& each : cases) {
        answer_reader reader(7);
        try {
            reader.read_json(each.body);
            FAIL(each.body);
        } catch (failure const& failed) {
            CHECK(failed.kind == fault::error_reply);
            CHECK(failed.code == each.code);
            CHECK(failed.message == each.message);
        }
    }
    answer_reader other(7);
    other.read_json(R"({"id":8,"error":{"code":1,"message":"not ours"}})");
    CHECK_FALSE(other.done());
}

TEST_CASE("refusals of a gateway before the server are no messages") {
    struct {
        char const* body;
        bool refused;
    } const cases[] = {
        {R"({"code":"Arrearage","message":"pay","request_id":"r"})", true},
        {R"({"error":{"code":"insufficient_quota","message":"used up"},"request_id":"r"})", true},
        {R"({"error":{"code":-32603,"message":"a server's"},"id":8})", false},
        {R"({"jsonrpc":"2.0","id":8,"error":{"code":"odd","message":"a server's"}})", false},
        {R"({"message":"no code"})", false},
        {R"({"code":"","message":"an empty one"})", false},
    };
    for (auto const& each : cases) {
        CAPTURE(each.body);
        answer_reader reader(7);
        reader.read_json(each.body);
        CHECK_FALSE(reader.done());
        REQUIRE(reader.refused().has_value() == each.refused);
        if (!each.refused) continue;
        CHECK(reader.refused()->body == each.body);
        CHECK(reader.refused()->status == 0);
    }
    answer_reader events(7);
    events.read_events("event:error\n:HTTP_STATUS/429\ndata:{\"code\":\"Throttling\"}\n\n");
    REQUIRE(events.refused());
    CHECK(events.refused()->status == 429);
    CHECK(events.refused()->body == R"({"code":"Throttling"})");
}

TEST_CASE("a stream with much before the answer, in pieces of any size") {
    auto const stream =
        ": hello\n\n" + event(progress) + event(R"({"jsonrpc":"2.0","method":"notifications/tools/list_changed"})") +
        event(R"({"jsonrpc":"2.0","id":"s1","method":"ping"})") + "event: heartbeat\ndata: x\n\n" + event(reply);
    for (std::size_t const piece : {std::size_t{1}, std::size_t{7}, stream.size()}) {
        answer_reader reader(7);
        meanwhile all;
        for (std::size_t at = 0; at < stream.size(); at += piece) {
            reader.read_events(std::string_view(stream).substr(at, piece));
            auto const some = reader.take_meanwhile();
            all.progress.insert(all.progress.end(), some.progress.begin(), some.progress.end());
            all.requests.insert(all.requests.end(), some.requests.begin(), some.requests.end());
            all.tools_changed = all.tools_changed || some.tools_changed;
        }
        reader.finish_events();
        REQUIRE(reader.done());
        CHECK(reader.take_result() == json::value{{"a", 1}});
        REQUIRE(all.progress.size() == 1);
        CHECK(all.progress[0].done == 2);
        CHECK(all.progress[0].total == 5);
        CHECK(all.progress[0].message == "m");
        REQUIRE(all.requests.size() == 1);
        CHECK(all.requests[0].id == "\"s1\"");
        CHECK(all.requests[0].method == "ping");
        CHECK(all.tools_changed);
    }
}

TEST_CASE("progress of other requests is not ours") {
    answer_reader reader(8);
    reader.read_events(event(progress));
    CHECK(reader.take_meanwhile().progress.empty());
}

TEST_CASE("a stream that ends without a blank line still tells its last message") {
    answer_reader reader(7);
    reader.read_events("data: " + std::string(reply));
    CHECK_FALSE(reader.done());
    reader.finish_events();
    CHECK(reader.done());
}

TEST_CASE("a result is kept as it came") {
    auto const text =
        R"({"content":[{"type":"text","text":"\u00e4 \ud83d\ude00"}],"structuredContent":{"n":null,"d":[1,-2,true]},"x":{"y":[]}})";
    answer_reader reader(7);
    reader.read_json(R"({"jsonrpc":"2.0","id":7,"result":)" + std::string(text) + "}");
    CHECK(json::serialize(reader.take_result()) == json::serialize(json::parse(text)));
}
