#include "sandbox/faults.hpp"

#include "support.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using sandbox::ending;
using sandbox::error_shape;
using sandbox::fault_kind;

namespace {

sandbox::plan stream() {
    return sandbox_test::chat("Hello", "\"stream\":true");
}
sandbox::plan whole() {
    return sandbox_test::chat("Hello");
}

sandbox::plan with(std::string_view name, sandbox::plan answer) {
    return apply(*sandbox::find_fault(name), std::move(answer), error_shape::compatible, "r");
}

std::vector<int> statuses(sandbox::fault_schedule schedule, int count) {
    std::vector<int> all;
    for (int i = 0; i < count; ++i) {
        auto what = schedule.next();
        all.push_back(what.error ? what.error->status : what.kind == fault_kind::none ? 200 : -1);
    }
    return all;
}

}  // namespace

TEST_SUITE("sandbox/faults") {
    TEST_CASE("faults are found by kind, by status and by error code") {
        CHECK(sandbox::find_fault("reset")->kind == fault_kind::reset);
        CHECK(sandbox::find_fault("429")->error->compatible_code == "limit_requests");
        CHECK(sandbox::find_fault("Arrearage")->error->status == 400);
        for (auto name : {"", "999", "nonsense"}) CHECK(!sandbox::find_fault(name));
        for (auto name : sandbox::fault_names()) CHECK(sandbox::find_fault(name));
    }

    TEST_CASE("a reset comes before any byte, or after half of them") {
        auto early = with("reset", stream());
        CHECK(early.pieces.empty());
        CHECK(!early.streamed);
        CHECK(early.end == ending::reset);

        auto full = stream();
        auto late = with("reset-midstream", full);
        CHECK(late.pieces.size() == (full.pieces.size() + 1) / 2);
        CHECK(late.end == ending::reset);

        auto half = with("reset-midstream", whole());
        CHECK(half.streamed);
        CHECK(whole().body().starts_with(half.body()));
        CHECK(half.body().size() < whole().body().size());
    }

    TEST_CASE("a stall keeps the half of a stream and nothing of a whole answer") {
        CHECK(with("stall", whole()).pieces.empty());
        auto late = with("stall", stream());
        CHECK(!late.pieces.empty());
        CHECK(late.end == ending::stall);
    }

    TEST_CASE("a truncated stream ends in order but without [DONE]") {
        auto answer = with("truncate", stream());
        CHECK(answer.end == ending::complete);
        CHECK(answer.body().ends_with("\n\n"));
        CHECK(answer.body().find("[DONE]") == std::string::npos);
        CHECK_THROWS(sandbox_test::body_of(with("truncate", whole())));
    }

    TEST_CASE("garbage is JSON that does not parse") {
        CHECK_THROWS(sandbox_test::chunks(with("garbage", stream())));
        CHECK_THROWS(sandbox_test::body_of(with("garbage", whole())));
    }

    TEST_CASE("a gateway answers in HTML") {
        auto answer = with("html", stream());
        CHECK(answer.status == 502);
        CHECK(answer.content_type == "text/html");
        CHECK(answer.body().find("502 Bad Gateway") != std::string::npos);
    }

    TEST_CASE("split frames are the same bytes in other pieces") {
        auto answer = with("split-frames", stream());
        CHECK(answer.body() == stream().body());
        CHECK(answer.pieces.front().bytes.size() == 1);
        CHECK(answer.pieces.size() > stream().body().size() / 97);
    }

    TEST_CASE("half frames have ids and no blank lines between") {
        auto answer = with("half-frames", stream());
        auto text = answer.body();
        CHECK(text.starts_with("id:1\ndata: {"));
        CHECK(text.find("\n\n") == std::string::npos);
        CHECK(sandbox_test::data_lines(answer) == sandbox_test::data_lines(stream()));
        CHECK(with("half-frames", whole()).body() == whole().body());
    }

    TEST_CASE("an empty answer has no body") {
        CHECK(with("empty", whole()).body().empty());
    }

    TEST_CASE("a script plays first, in order, then comes nothing") {
        sandbox::options settings;
        settings.faults = {"429*2", "ok*1", "500*1"};
        CHECK(statuses(sandbox::fault_schedule(settings), 6) == std::vector<int>{429, 429, 200, 500, 200, 200});
    }

    TEST_CASE("draws are seeded") {
        sandbox::options settings;
        settings.fault_rate = 0.5;
        settings.faults = {"429", "503"};
        auto first = statuses(sandbox::fault_schedule(settings), 100);
        CHECK(first == statuses(sandbox::fault_schedule(settings), 100));
        CHECK(std::count(first.begin(), first.end(), 200) > 20);
        CHECK(std::count(first.begin(), first.end(), 429) > 5);
        CHECK(std::count(first.begin(), first.end(), 503) > 5);
        settings.seed = 1;
        CHECK(first != statuses(sandbox::fault_schedule(settings), 100));
    }

    TEST_CASE("a rate of 1 without names draws from the usual faults") {
        sandbox::options settings;
        settings.fault_rate = 1;
        for (int status : statuses(sandbox::fault_schedule(settings), 50)) CHECK(status != 200);
    }

    TEST_CASE("unknown names are refused at once") {
        for (auto name : {"nonsense", "429*x", "*2", ""}) {
            CAPTURE(name);
            sandbox::options settings;
            settings.faults = {name};
            CHECK_THROWS_AS(sandbox::fault_schedule{settings}, std::invalid_argument);
        }
    }
}
