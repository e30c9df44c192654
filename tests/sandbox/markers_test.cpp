#include "sandbox/markers.hpp"

#include <doctest/doctest.h>

using namespace std::chrono_literals;
using sandbox::read_markers;

TEST_SUITE("sandbox/markers") {
    TEST_CASE("text without markers stays as it is, but for blanks around it") {
        for (auto text : {"hello", "a [b] c", "[[", "x [[no end", "]] [[", "[[unknown:1]] stays"}) {
            CAPTURE(text);
            auto read = read_markers(text);
            CHECK(read.rest == text);
            CHECK(!read.asked.fails());
        }
        CHECK(read_markers("  padded\n").rest == "padded");
    }

    TEST_CASE("each marker is read and taken out of the text") {
        auto read = read_markers(
            "say [[latency:150]]hi[[chunk-delay:20]] [[chunks:7]][[retry-after:3]][[fail-times:2]][[say:exactly this]]"
            "[[tool:get_weather]][[tools]][[fault:reset]]");
        CHECK(read.rest == "say hi");
        CHECK(read.asked.latency == 150ms);
        CHECK(read.asked.chunk_delay == 20ms);
        CHECK(read.asked.chunks == 7);
        CHECK(read.asked.retry_after == 3);
        CHECK(read.asked.fail_times == 2);
        CHECK(read.asked.say == "exactly this");
        CHECK(read.asked.tools == std::vector<std::string>{"get_weather"});
        CHECK(read.asked.all_tools);
        CHECK(read.asked.faults == std::vector<std::string>{"reset"});
        CHECK(read.asked.fails());
    }

    TEST_CASE("how a task goes") {
        auto const read = read_markers("x[[task:failed:Arrearage]][[task:slow:1500]]").asked.task;
        CHECK(read.failure == "Arrearage");
        CHECK(read.time == 1500ms);
        CHECK(!read.partial);
        CHECK(read_markers("[[task:failed]]").asked.task.failure == "InternalError.Algo");
        CHECK(read_markers("[[task:partial]]").asked.task.partial);
        CHECK(read_markers("[[task:canceled]]").asked.task.canceled);
        CHECK(read_markers("[[task:unknown]]").asked.task.unknown);
        for (auto text : {"[[task]]", "[[task:other]]", "[[task:slow]]", "[[task:slow:x]]"})
            CHECK(read_markers(text).rest == text);
    }

    TEST_CASE("numbers that are none leave the marker in the text") {
        for (auto text : {"[[latency:fast]]", "[[chunks:-1]]", "[[retry-after:]]", "[[fail-times:2x]]"}) {
            CAPTURE(text);
            CHECK(read_markers(text).rest == text);
        }
    }

    TEST_CASE("numbers are bounded") {
        CHECK(read_markers("[[latency:999999999999]]").asked.latency == 24h);
        CHECK(read_markers("[[chunks:999999999]]").asked.chunks == 100'000);
    }

    TEST_CASE("an error's modifiers say where and in which shape it shows") {
        struct {
            std::string_view text;
            std::string_view code;
            int status;
            bool native, http200, sse, midstream;
        } const cases[] = {
            {"Arrearage", "Arrearage", 0, false, false, false, false},
            {"Arrearage:native", "Arrearage", 0, true, false, false, false},
            {"Throttling.RateQuota:http200", "Throttling.RateQuota", 0, false, true, false, false},
            {"InvalidParameter:sse", "InvalidParameter", 0, false, false, true, false},
            {"InternalError:midstream:native", "InternalError", 0, true, false, false, true},
            {"ModelServingError:500", "ModelServingError", 500, false, false, false, false},
            {"429", "429", 0, false, false, false, false},
        };
        for (auto const& c : cases) {
            CAPTURE(c.text);
            auto wish = sandbox::read_error_wish(c.text);
            CHECK(wish.code == c.code);
            CHECK(wish.status == c.status);
            CHECK(wish.native == c.native);
            CHECK(wish.http200 == c.http200);
            CHECK(wish.sse == c.sse);
            CHECK(wish.midstream == c.midstream);
        }
    }
}
