#include "sandbox/quirks.hpp"

#include "sandbox/service.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

TEST_SUITE("sandbox/quirks") {
    TEST_CASE("an unknown quirk is refused at the start") {
        sandbox::options settings;
        settings.quirks = {"search-sse", "memory-ids"};
        CHECK_NOTHROW(sandbox::service{settings});
        settings.quirks.push_back("other");
        CHECK_THROWS_AS(sandbox::service{settings}, std::invalid_argument);
    }

    TEST_CASE("the marker names one") {
        auto const marked = sandbox::read_markers("[[quirk:search-sse]] text [[quirk:]]");
        CHECK(marked.asked.quirks == std::vector<std::string>{"search-sse"});
        CHECK(marked.rest == "text [[quirk:]]");
    }
}
