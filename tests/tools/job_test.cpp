#include "tools/job.hpp"

#include "dashscope/failure.hpp"
#include "seal/key.hpp"
#include "seal/keyring.hpp"
#include "tool_bench.hpp"
#include "tools/task_handle.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

using namespace tools;
using namespace tools::test;
using namespace std::chrono_literals;

namespace {

sandbox::options tasks_take(std::chrono::milliseconds time) {
    sandbox::options made;
    made.task_time = time;
    return made;
}

planned_call picture(std::string_view prompt) {
    planned_call call;
    call.what = {"Image generation with wan2.2-t2i-flash", dashscope::op_class::submit, "POST", "wan2.2-t2i-flash"};
    call.path = "/api/v1/services/aigc/text2image/image-synthesis";
    call.body = {{"model", "wan2.2-t2i-flash"},
                 {"input", {{"prompt", prompt}}},
                 {"parameters", {{"size", "512*512"}, {"n", 1}}}};
    return call;
}

/// run_job on a bench, with what it reported.
struct ran {
    std::optional<job_outcome> outcome;
    std::string failure;
    std::vector<std::string> reports;
};

ran run_on(tool_bench& bench, std::string_view prompt, std::chrono::seconds wait, std::string cancel_at = {}) {
    listener context(bench.io.get_executor(), bench.sender);
    context.cancel_at = std::move(cancel_at);
    ran come;
    bool ended = false;
    auto const end = [&](std::exception_ptr error, job_outcome outcome) {
        ended = true;
        if (!error) come.outcome = std::move(outcome);
        try {
            if (error) std::rethrow_exception(error);
        } catch (dashscope::failure const& failed) {
            come.failure = failed.text();
        }
    };
    boost::asio::co_spawn(bench.io.get_executor(), run_job(bench.with, picture(prompt), wait, context),
                          boost::asio::bind_cancellation_slot(context.cancel.slot(), end));
    while (!ended) bench.io.run_one();
    come.reports = std::move(context.reports);
    return come;
}

}  // namespace

TEST_CASE("parameters: objects are merged deeply, anything else replaces") {
    struct {
        std::string_view into, from, result;
    } const cases[] = {
        {R"({})", R"({"a":1})", R"({"a":1})"},
        {R"({"a":1,"b":2})", R"({"a":3})", R"({"a":3,"b":2})"},
        {R"({"a":{"b":1,"c":2}})", R"({"a":{"b":3}})", R"({"a":{"b":3,"c":2}})"},
        {R"({"a":{"b":{"c":1}}})", R"({"a":{"b":{"d":2}}})", R"({"a":{"b":{"c":1,"d":2}}})"},
        {R"({"a":[1,2]})", R"({"a":[3]})", R"({"a":[3]})"},
        {R"({"a":{"b":1}})", R"({"a":null})", R"({"a":null})"},
        {R"({"a":1})", R"({"a":{"b":1}})", R"({"a":{"b":1}})"},
    };
    for (auto const& each : cases) {
        CAPTURE(each.from);
        auto into = boost::json::parse(each.into).as_object();
        merge_parameters(into, boost::json::parse(each.from).as_object());
        CHECK(into == boost::json::parse(each.result));
    }
}

TEST_CASE("the default wait is what the client bears") {
    struct {
        std::string_view name;
        std::chrono::seconds least, most;
    } const cases[] = {
        {"claude-code", 60s, 110s}, {"Claude-Code", 60s, 110s}, {"claude-ai", 30s, 50s}, {"codex-mcp-client", 120s, 240s},
        {"qwen-code", 120s, 280s},  {"", 45s, 45s},             {"something", 45s, 45s}, {"dashscope-mcp call", 300s, 590s},
    };
    for (auto const& each : cases) {
        CAPTURE(each.name);
        mcp::client_traits client;
        client.name = each.name;
        CHECK(default_wait(client) >= each.least);
        CHECK(default_wait(client) <= each.most);
    }
}

TEST_CASE("failures and media errors speak as tool errors") {
    tool_bench bench;
    auto const failing = []() -> platform::task<mcp::tool_result> {
        throw dashscope::failure(dashscope::error_kind::quota_exhausted, "No money left.");
        co_return mcp::tool_result();
    };
    auto const refusing = []() -> platform::task<mcp::tool_result> {
        throw dashscope::media_error("image: too small");
        co_return mcp::tool_result();
    };
    auto const fine = []() -> platform::task<mcp::tool_result> {
        mcp::tool_result result;
        co_return result.add_text("good");
    };
    CHECK_THROWS_WITH_AS(bench.run(speaking_errors(failing())), "No money left.", mcp::tool_error);
    CHECK_THROWS_WITH_AS(bench.run(speaking_errors(refusing())), "image: too small", mcp::tool_error);
    CHECK(bench.run(speaking_errors(fine())).content.size() == 1);
}

TEST_CASE("a job: the handle first, states as they come, then the result") {
    tool_bench bench(tasks_take(300ms));
    auto const come = run_on(bench, "a fox", 60s);
    REQUIRE(come.outcome);
    CHECK(come.outcome->state.status == dashscope::task_status::succeeded);
    CHECK(come.outcome->state.output.contains("results"));
    REQUIRE(come.reports.size() >= 2);
    CHECK(come.reports.front() == "task_id " + come.outcome->handle + " PENDING");
    CHECK(come.reports.back().find("SUCCEEDED") == 0);
}

TEST_CASE("at the bound the outcome is the state so far") {
    tool_bench bench(tasks_take(1h));
    for (auto const wait : {0s, 1s}) {
        auto const come = run_on(bench, "a fox", wait);
        REQUIRE(come.outcome);
        CHECK_FALSE(come.outcome->state.terminal());
        auto const result = still_running(*come.outcome, "Image generation");
        CHECK_FALSE(result.is_error);
        check_parts(std::string(result.content.front().at("text").as_string()),
                    {come.outcome->handle, "`task`", "not send the work again", "task_cancel", "Request id"});
    }
}

TEST_CASE("states without a result are failures that name the task") {
    tool_bench bench(tasks_take(200ms));
    struct {
        std::string_view prompt;
        std::vector<std::string_view> parts;
    } const cases[] = {
        {"x [[task:failed:InternalError.Algo]]", {"Image generation", "(task ", "InternalError.Algo", "Request id"}},
        {"x [[task:failed:DataInspectionFailed]]", {"DataInspectionFailed", "content inspection"}},
        {"x [[task:canceled]]", {"was cancelled"}},
        {"x [[task:unknown]]", {"UNKNOWN", "24 hours"}},
    };
    for (auto const& each : cases) {
        CAPTURE(each.prompt);
        auto const come = run_on(bench, each.prompt, 60s);
        REQUIRE_FALSE(come.outcome);
        for (auto part : each.parts) CHECK_MESSAGE(come.failure.find(part) != std::string::npos, come.failure);
    }
}

TEST_CASE("a refused submission is a failure at once") {
    tool_bench bench;
    auto const come = run_on(bench, "x [[error:Arrearage]]", 60s);
    CHECK(come.failure.find("Arrearage") != std::string::npos);
    CHECK(come.reports.empty());
}

TEST_CASE("cancelling ends the wait, never the job") {
    tool_bench bench(tasks_take(1500ms));
    auto const come = run_on(bench, "a fox", 60s, "PENDING");
    REQUIRE(come.outcome);
    CHECK_FALSE(come.outcome->state.terminal());
    auto const until = platform::clock::now() + 60s;
    auto const later = bench.run(
        bench.tasks.wait(operator_credential(bench.with), come.outcome->handle, until, nullptr));
    CHECK(later.status == dashscope::task_status::succeeded);
}

TEST_CASE("where principals share a key, they get handles of their own") {
    seal::keyring const keys{seal::random_key()};
    sealed_task_handles const handles(keys, [] { return std::chrono::system_clock::now(); });
    tool_bench bench(tasks_take(200ms));
    bench.with.handles = &handles;
    auto const come = run_on(bench, "a fox", 60s);
    REQUIRE(come.outcome);
    CHECK(come.outcome->handle.starts_with("v1."));
    CHECK(handles.open(come.outcome->handle, "") == come.outcome->state.id);
    CHECK(come.reports.front().find(come.outcome->state.id) == std::string::npos);
    CHECK(handles.recent("").size() == 1);
}

TEST_CASE("a dry run shows everything and no secret") {
    tool_bench bench;
    auto call = picture("a fox");
    call.options.async = true;
    call.options.workspace_id = "ws-1";
    call.body["input"].as_object()["image"] = "data:image/png;base64," + std::string(5000, 'A');
    call.body["empty"] = {{"list", boost::json::array()}, {"object", boost::json::object()}, {"yes", true}};
    auto const result = dry_run_result(bench.with, call);
    auto const text = std::string(result.content.front().at("text").as_string());
    check_parts(text, {"nothing was sent", "POST " + bench.settings.base.text() + call.path, "X-DashScope-Async: enable",
                       "X-DashScope-WorkSpace: ws-1", "Authorization: Bearer sk-…cdef", R"("prompt": "a fox")",
                       "5022 characters in all", R"("list": [])", R"("object": {})", R"("yes": true)"});
    CHECK(text.find(bench.settings.api_key) == std::string::npos);
    CHECK(text.size() < 2000);
    bench.settings.api_key.clear();
    auto const keyless = dry_run_result(bench.with, call);
    check_parts(std::string(keyless.content.front().at("text").as_string()), {"(no key configured)"});
}

TEST_CASE("the footer: model, usage, cost, request") {
    struct {
        std::string_view model, usage, request, text;
    } const cases[] = {
        {"wan2.6-t2i", R"({"image_count":2})", "r-1",
         "[wan2.6-t2i · 2 images · about 0.40 CNY (Beijing list prices of 2026-05) · request r-1]"},
        {"wan2.6-t2i", R"({"image_count":1})", "",
         "[wan2.6-t2i · 1 image · about 0.20 CNY (Beijing list prices of 2026-05)]"},
        {"wan2.6-t2i", R"({"image_count":2,"input_tokens":0})", "",
         "[wan2.6-t2i · 2 images · about 0.40 CNY (Beijing list prices of 2026-05)]"},
        {"unheard-of", R"({"prompt_tokens":5,"completion_tokens":7})", "r", "[unheard-of · 5 tokens in, 7 tokens out · request r]"},
        {"unheard-of", R"({"total_tokens":12})", "r", "[unheard-of · 12 tokens · request r]"},
        {"fun-asr", R"({"duration":10})", "", "[fun-asr · 10 s · about 0.0022 CNY (Beijing list prices of 2026-05)]"},
        {"", "{}", "r", "[request r]"},
        {"m", R"({"image_count":"odd"})", "", "[m]"},
    };
    for (auto const& each : cases)
        CHECK(footer(each.model, boost::json::parse(each.usage).as_object(), each.request) == each.text);
}
