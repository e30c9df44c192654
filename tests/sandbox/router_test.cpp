#include "sandbox/router.hpp"

#include <doctest/doctest.h>

TEST_SUITE("sandbox/router") {
    TEST_CASE("patterns match whole paths, segment by segment") {
        struct {
            std::string_view pattern, path;
            bool matches;
            std::vector<std::string_view> segments;
        } const cases[] = {
            {"/", "/", true, {}},
            {"/errors", "/errors", true, {}},
            {"/errors", "/errors/", true, {}},
            {"/errors", "/error", false, {}},
            {"/errors", "/errors/more", false, {}},
            {"/api/v1/tasks/*", "/api/v1/tasks/t-1", true, {"t-1"}},
            {"/api/v1/tasks/*", "/api/v1/tasks", false, {}},
            {"/api/v1/tasks/*", "/api/v1/tasks//", false, {}},
            {"/api/v1/tasks/*/cancel", "/api/v1/tasks/t-1/cancel", true, {"t-1"}},
            {"/api/v1/apps/*/x/*", "/api/v1/apps/a/x/b", true, {"a", "b"}},
            {"/a", "", false, {}},
            {"/a", "a", false, {}},
        };
        for (auto const& c : cases) {
            CAPTURE(c.pattern);
            CAPTURE(c.path);
            std::vector<std::string_view> segments;
            CHECK(sandbox::matches(c.pattern, c.path, segments) == c.matches);
            if (c.matches) CHECK(segments == c.segments);
        }
    }

    TEST_CASE("an endpoint is found by method and path") {
        auto found = sandbox::find_endpoint("POST", "/compatible-mode/v1/chat/completions");
        REQUIRE(found.found);
        CHECK(found.found->who == sandbox::access::with_key);
        CHECK(found.found->shape == sandbox::error_shape::compatible);
    }

    TEST_CASE("another method on a known path says which are allowed") {
        auto wrong = sandbox::find_endpoint("GET", "/compatible-mode/v1/chat/completions");
        CHECK(!wrong.found);
        CHECK(wrong.allowed == "POST");
        CHECK(sandbox::find_endpoint("GET", "/nowhere").allowed.empty());
    }

    TEST_CASE("unknown paths answer in the shape of their API") {
        CHECK(sandbox::shape_of("/compatible-mode/v1/x") == sandbox::error_shape::compatible);
        CHECK(sandbox::shape_of("/api/v1/x") == sandbox::error_shape::native);
    }
}
