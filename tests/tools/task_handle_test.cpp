#include "tools/task_handle.hpp"

#include "mcp/tool.hpp"
#include "seal/key.hpp"
#include "seal/keyring.hpp"

#include <doctest/doctest.h>

using namespace tools;
using namespace std::chrono_literals;

namespace {

struct sealed {
    std::chrono::system_clock::time_point now{std::chrono::seconds(1'795'000'000)};
    seal::keyring keys{seal::random_key()};
    sealed_task_handles handles{keys, [this] { return now; }};

    std::string refusal(std::string_view handle, std::string_view principal) const {
        try {
            handles.open(handle, principal);
        } catch (mcp::tool_error const& error) {
            return error.what();
        }
        return {};
    }
};

}  // namespace

TEST_CASE("over stdio the handle is the id") {
    plain_task_handles const handles;
    CHECK(handles.make("7408ef3d-a0be", "anyone") == "7408ef3d-a0be");
    CHECK(handles.open("7408ef3d-a0be", "anyone else") == "7408ef3d-a0be");
    CHECK(handles.plain());
    for (std::string_view bad : {"", "two words", "line\nbreak", "名"}) {
        CAPTURE(bad);
        CHECK_THROWS_AS(handles.open(bad, ""), mcp::tool_error);
    }
    CHECK_THROWS_AS(handles.open(std::string(201, 'a'), ""), mcp::tool_error);
    handles.remember("7408ef3d", "A test", "anyone");
    CHECK(handles.recent("anyone").empty());
}

TEST_CASE_FIXTURE(sealed, "a sealed handle opens for its principal alone") {
    auto const handle = handles.make("7408ef3d-a0be", "alice");
    CHECK_FALSE(handles.plain());
    CHECK(handle.find("7408ef3d") == std::string::npos);
    CHECK(handles.open(handle, "alice") == "7408ef3d-a0be");
    for (std::string_view other : {"bob", "", "alice "}) CHECK(refusal(handle, other).find("not one that") != std::string::npos);
    CHECK(refusal("7408ef3d-a0be", "alice").find("begins with v1.") != std::string::npos);
    auto changed = handle;
    changed[changed.size() / 2] = changed[changed.size() / 2] == 'A' ? 'B' : 'A';
    CHECK_FALSE(refusal(changed, "alice").empty());
}

TEST_CASE_FIXTURE(sealed, "a handle outlives the process and expires with the task") {
    auto const handle = handles.make("t-1", "alice");
    sealed_task_handles const later(keys, [this] { return now; });
    now += 25h;
    CHECK(later.open(handle, "alice") == "t-1");
    now += 24h;
    CHECK(refusal(handle, "alice").find("expired") != std::string::npos);
}

TEST_CASE_FIXTURE(sealed, "a session's token is no handle") {
    auto const token = keys.seal("session", "alice", "t-1", now, 1h);
    CHECK_FALSE(refusal(token, "alice").empty());
}

TEST_CASE_FIXTURE(sealed, "submissions are remembered for a day, each principal's own, newest first") {
    handles.remember("t-1", "Image generation", "alice");
    now += 1h;
    handles.remember("t-2", "Video generation", "bob");
    handles.remember("t-3", "Video generation", "alice");
    auto const recent = handles.recent("alice");
    REQUIRE(recent.size() == 2);
    CHECK(handles.open(recent[0].handle, "alice") == "t-3");
    CHECK(recent[0].what == "Video generation");
    CHECK(recent[0].when == now);
    CHECK(handles.open(recent[1].handle, "alice") == "t-1");
    CHECK(handles.recent("carol").empty());
    now += 23h + 30min;
    CHECK(handles.recent("alice").size() == 1);
    now += 1h;
    CHECK(handles.recent("alice").empty());
}

TEST_CASE_FIXTURE(sealed, "what is remembered is bounded") {
    for (int i = 0; i < 10'100; ++i) handles.remember("t-" + std::to_string(i), "A test", "alice");
    auto const recent = handles.recent("alice");
    CHECK(recent.size() == 10'000);
    CHECK(handles.open(recent.front().handle, "alice") == "t-10099");
}
