#include "net/sse.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <vector>

using net::sse_event;
using net::sse_reader;

namespace {

std::vector<sse_event> drain(sse_reader& reader) {
    std::vector<sse_event> events;
    while (auto event = reader.next()) events.push_back(*std::move(event));
    return events;
}

std::vector<sse_event> read_all(std::string_view text) {
    sse_reader reader;
    reader.feed(text);
    reader.finish();
    return drain(reader);
}

std::string load(std::string const& name) {
    std::ifstream file(NET_TEST_DATA "/" + name, std::ios::binary);
    REQUIRE(file);
    return {std::istreambuf_iterator<char>(file), {}};
}

doctest::String describe(std::vector<sse_event> const& events) {
    std::string text;
    for (auto const& event : events)
        text += "[" + event.id + "|" + event.type + "|" + event.data + "|" + std::to_string(event.http_status) + "]";
    return text.c_str();
}

}  // namespace

TEST_CASE("what a stream of events means") {
    struct {
        std::string_view text;
        std::vector<sse_event> events;
    } const cases[] = {
        {"", {}},
        {"data: a\n\n", {{"", "", "a"}}},
        {"data:a\n\n", {{"", "", "a"}}},
        {"data:  a \n\n", {{"", "", " a "}}},
        {"data: a\ndata\ndata: b\n\n", {{"", "", "a\n\nb"}}},
        {"data:\n\n", {{"", "", ""}}},
        {"id: 1\nevent: result\ndata: a\n\n", {{"1", "result", "a"}}},
        {"data: a\r\n\r\ndata: b\r\n\r\n", {{"", "", "a"}, {"", "", "b"}}},
        {"data: a\r\rdata: b\r\r", {{"", "", "a"}, {"", "", "b"}}},
        {"data: a\n\r\ndata: b\r\n\n", {{"", "", "a"}, {"", "", "b"}}},
        {"\xEF\xBB\xBF"
         "data: a\n\n",
         {{"", "", "a"}}},
        {"data: a\n\n\xEF\xBB\xBF"
         "data: b\n\n",
         {{"", "", "a"}}},  // only at the beginning
        {": comment\n\n:\n\ndata: a\n: another\n\n", {{"", "", "a"}}},
        {"event: ping\n\n", {}},  // no data, no event
        {"event: x\n\ndata: a\n\n", {{"", "", "a"}}},
        {"retry: 10\nunknown: x\ndata: a\n\n", {{"", "", "a"}}},
        {"data: [DONE]", {{"", "", "[DONE]"}}},  // the body ended without a blank line
        {"id:1\nevent:error\n:HTTP_STATUS/400\ndata:{}\n\n", {{"1", "error", "{}", 400}}},
        {"status:429\ndata:{}\n\n", {{"", "", "{}", 429}}},
        {"status: x\n:HTTP_STATUS/9999999999\ndata:{}\n\n", {{"", "", "{}", 0}}},
        // Frames that nothing separates but the next id.
        {"id:1\nevent:result\ndata:a\nid:2\ndata:b\n", {{"1", "result", "a"}, {"2", "", "b"}}},
        {"event:x\nid:1\ndata:a\n\n", {{"1", "x", "a"}}},
        {"data: a:b: c\n\n", {{"", "", "a:b: c"}}},
    };
    for (auto const& [text, events] : cases) {
        CAPTURE(text);
        CAPTURE(describe(read_all(text)));
        CHECK(read_all(text) == events);
    }
}

TEST_CASE("the pieces of a stream don't matter") {
    std::string_view const text =
        "\xEF\xBB\xBF:c\r\nid: 1\r\nevent: result\r\n:HTTP_STATUS/200\r\ndata: {\"a\":1}\r\ndata: more\r\n\r\n"
        "data: x\r\rdata: y\n\nid:2\ndata:z\nid:3\ndata:end";
    auto const expected = read_all(text);
    REQUIRE(expected.size() == 5);

    SUBCASE("split in two at every byte") {
        for (std::size_t split = 0; split <= text.size(); ++split) {
            CAPTURE(split);
            sse_reader reader;
            reader.feed(text.substr(0, split));
            reader.feed(text.substr(split));
            reader.finish();
            CHECK(drain(reader) == expected);
        }
    }
    SUBCASE("pieces of every size") {
        for (std::size_t size = 1; size < 20; ++size) {
            CAPTURE(size);
            sse_reader reader;
            for (std::size_t at = 0; at < text.size(); at += size) reader.feed(text.substr(at, size));
            reader.finish();
            CHECK(drain(reader) == expected);
        }
    }
}

TEST_CASE("an event is given as soon as its blank line came") {
    sse_reader reader;
    reader.feed("data: a\n");
    CHECK(!reader.next());
    reader.feed("\ndata: b");
    CHECK(reader.next()->data == "a");
    CHECK(!reader.next());
    reader.finish();
    CHECK(reader.next()->data == "b");
    CHECK(!reader.next());
}

TEST_CASE("an event that is too large ends the stream") {
    struct {
        std::string_view what, text;
        bool overflows;
    } const cases[] = {
        {"a line that fits", "data:4567890\n\n", false},
        {"a line too long", "data:45678901234567\n\n", true},
        {"a line without end", "data:4567890123456789", true},
        {"many lines", "data:1\ndata:2\ndata:3\ndata:4\n\n", true},
        {"many events", "data:1\n\ndata:2\n\ndata:3\n\ndata:4\n\n", false},
        {"comments without end", ":2345678\n:2345678\n:2345678\n", true},
    };
    for (auto const& [what, text, overflows] : cases) {
        for (std::size_t size : {std::size_t{1}, std::size_t{5}, text.size()}) {
            CAPTURE(what);
            CAPTURE(size);
            sse_reader reader(16);
            for (std::size_t at = 0; at < text.size(); at += size) reader.feed(text.substr(at, size));
            reader.finish();
            CHECK(reader.overflowed() == overflows);
            CHECK(reader.next().has_value() == !overflows);
        }
    }
}

TEST_CASE("events before one that is too large are kept") {
    sse_reader reader(16);
    reader.feed("data:1\n\ndata:22222222222222222222\n\ndata:3\n\n");
    reader.finish();
    CHECK(reader.next()->data == "1");
    CHECK(!reader.next());
    CHECK(reader.overflowed());
}

TEST_CASE("a long run of line ends costs no more than its length") {
    // Would take minutes if each line looked for its end in all the rest.
    std::string const text(1024 * 1024, '\r');
    sse_reader reader;
    reader.feed("data:a");
    reader.feed(text);
    reader.finish();
    CHECK(drain(reader).size() == 1);
}

TEST_CASE("streams that DashScope sent") {
    struct {
        std::string name;
        std::size_t events;
        std::string_view type;
        int status;
    } const cases[] = {
        {"parameter-error-sse", 1, "error", 400},
        {"single-generation-text-sse", 0, "result", 200},
        {"conversation-generation-message-sse", 0, "result", 200},
        {"multimodal-generation-vl-sse", 0, "result", 200},
        {"single-generation-message-with-tools-sse", 0, "result", 200},
    };
    for (auto const& [name, count, type, status] : cases) {
        CAPTURE(name);
        auto const text = load(name + ".response.body.txt");
        auto const events = read_all(text);
        if (count > 0) CHECK(events.size() == count);
        REQUIRE(!events.empty());
        for (std::size_t at = 0; at < events.size(); ++at) {
            CHECK(events[at].id == std::to_string(at + 1));
            CHECK(events[at].type == type);
            CHECK(events[at].http_status == status);
            CHECK(events[at].data.starts_with('{'));
            CHECK(events[at].data.ends_with('}'));
        }
        for (std::size_t split = 1; split < text.size(); split += 7) {
            sse_reader reader;
            reader.feed(std::string_view(text).substr(0, split));
            reader.feed(std::string_view(text).substr(split));
            reader.finish();
            CHECK(drain(reader) == events);
        }
    }
}

TEST_CASE("write_sse_event") {
    struct {
        std::string_view type, data, text;
    } const cases[] = {
        {"", "a", "data: a\n\n"},
        {"message", "{}", "event: message\ndata: {}\n\n"},
        {"", "", "data: \n\n"},
        {"", "a\nb", "data: a\ndata: b\n\n"},
        {"", "a\r\nb\rc\n", "data: a\ndata: b\ndata: c\ndata: \n\n"},
    };
    for (auto const& [type, data, text] : cases) {
        std::string out = "before ";
        net::write_sse_event(out, type, data);
        CHECK(out == "before " + std::string(text));
    }
}

TEST_CASE("what was written is read back") {
    std::string text;
    net::write_sse_event(text, "message", "{\"a\":\"b\"}");
    net::write_sse_event(text, "", "two\nlines\n");
    net::write_sse_event(text, "message", "c", "stream.7");
    CHECK(text.ends_with("id: stream.7\nevent: message\ndata: c\n\n"));
    CHECK(read_all(text) == std::vector<sse_event>{{"", "message", "{\"a\":\"b\"}"},
                                                   {"", "", "two\nlines\n"},
                                                   {"stream.7", "message", "c"}});
}
