#include "transport/media_types.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace transport;

TEST_CASE("what a client takes, read leniently") {
    struct {
        std::optional<std::string_view> header;
        bool json, stream;
    } const cases[] = {
        {std::nullopt, true, false},
        {"", true, false},
        {"application/json", true, false},
        {"text/event-stream", false, true},
        {"application/json, text/event-stream", true, true},
        {"text/event-stream;q=0.5 ,  Application/JSON ; charset=utf-8", true, true},
        {"*/*", true, false},
        {"application/json, text/event-stream;q=0", true, false},
        {"application/json, text/event-stream; q=0.0", true, false},
        {"application/json, text/event-stream;q=0.1", true, true},
        {"application/*", true, false},
        {"text/html", true, false},
        {",,,", true, false},
        {"text/event-streaming", true, false},
    };
    for (auto const& each : cases) {
        CAPTURE(std::string(each.header.value_or("(none)")));
        auto const found = parse_accept(each.header);
        CHECK(found.json == each.json);
        CHECK(found.event_stream == each.stream);
    }
}

TEST_CASE("what counts as JSON") {
    for (auto good : {"application/json", "application/json; charset=utf-8", "APPLICATION/JSON", " application/json "})
        CHECK(is_json(good));
    for (auto bad :
         {"", "text/plain", "application/jsonp", "application/json-patch+json", "application/x-www-form-urlencoded"})
        CHECK_FALSE(is_json(bad));
    CHECK_FALSE(is_json(std::nullopt));
}
