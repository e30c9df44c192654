// Tasks, models and guides as resources.

#include "tools/task_resources.hpp"

#include "mcp/request_error.hpp"
#include "mcp/resource_registry.hpp"
#include "seal/key.hpp"
#include "seal/keyring.hpp"
#include "tool_bench.hpp"
#include "tools/guides.hpp"
#include "tools/model_resources.hpp"
#include "tools/offered.hpp"
#include "tools/task_handle.hpp"

#include <boost/json/parse.hpp>

using namespace tools;
using namespace tools::test;
using namespace std::chrono_literals;

namespace {

sandbox::options tasks_take(std::chrono::milliseconds time) {
    sandbox::options made;
    made.task_time = time;
    return made;
}

std::string submit_picture(tool_bench& bench) {
    auto const text =
        bench.call("image_generate", {{"prompt", "a fox"}, {"model", "wan2.2-t2i-flash"}, {"wait_seconds", 0}}).text();
    auto const begin = text.find("task_id: ");
    REQUIRE_MESSAGE(begin != std::string::npos, text);
    return text.substr(begin + 9, text.find('\n', begin) - begin - 9);
}

std::optional<mcp::resource_reading> read(tool_bench& bench, mcp::resource_source const& from, std::string uri) {
    listener who(bench.io.get_executor(), bench.sender);
    REQUIRE(from.covers(uri));
    return bench.run(from.read(std::move(uri), who));
}

std::string text_of(std::optional<mcp::resource_reading> const& reading) {
    REQUIRE(reading);
    return std::string(reading->contents.at(0).at("text").as_string());
}

}  // namespace

TEST_CASE("a task's state is read, by the name that the caller knows") {
    tool_bench bench(tasks_take(1h));
    task_resources const tasks(bench.with, bench.io.get_executor());
    auto const id = submit_picture(bench);
    auto const reading = read(bench, tasks, "dashscope://tasks/" + id);
    auto const told = json::parse(text_of(reading)).as_object();
    CHECK(told.at("task_id").as_string() == id);
    CHECK(told.at("status") == "PENDING");
    CHECK(told.at("ended") == false);
    CHECK_FALSE(told.at("output").as_object().contains("task_id"));
    CHECK(reading->cache.ttl == 0ms);
    CHECK_FALSE(read(bench, tasks, "dashscope://tasks/never-was"));
}

TEST_CASE("who watches a task hears of each change, and leaves the task alone") {
    tool_bench bench(tasks_take(300ms));
    task_resources const tasks(bench.with, bench.io.get_executor());
    auto const id = submit_picture(bench);
    int told = 0, dropped = 0;
    auto const watch = tasks.watch_one("dashscope://tasks/" + id, {}, [&] { ++told; });
    auto other = tasks.watch_one("dashscope://tasks/" + id, {}, [&] { ++dropped; });
    other.reset();
    REQUIRE(watch);
    auto const ended = [&] {
        return json::parse(text_of(read(bench, tasks, "dashscope://tasks/" + id))).at("ended").as_bool();
    };
    auto const limit = platform::clock::now() + 1min;
    while (!ended() && platform::clock::now() < limit) {
        bench.io.restart();
        bench.io.run_for(100ms);
    }
    while (told == 0 && platform::clock::now() < limit) {
        bench.io.restart();
        bench.io.run_one_for(100ms);
    }
    CHECK(told >= 1);
    CHECK(dropped == 0);
}

TEST_CASE("a task of another principal is neither read nor watched") {
    tool_bench bench(tasks_take(1h));
    seal::keyring const keys(seal::random_key());
    sealed_task_handles const handles(keys, [] { return std::chrono::system_clock::now(); });
    auto const id = submit_picture(bench);
    bench.with.handles = &handles;
    task_resources const tasks(bench.with, bench.io.get_executor());
    auto const mine = handles.make(id, {});
    auto const foreign = handles.make(id, "somebody");
    CHECK(text_of(read(bench, tasks, "dashscope://tasks/" + mine)).find(id) == std::string::npos);
    for (auto const& handle : {foreign, id}) {
        CHECK_FALSE(read(bench, tasks, "dashscope://tasks/" + handle));
        CHECK_THROWS_AS(tasks.watch_one("dashscope://tasks/" + handle, {}, [] {}), mcp::request_error);
    }
}

TEST_CASE("the catalogue has all models, and a page for each") {
    tool_bench bench;
    model_resources const models(bench.with);
    auto const whole = text_of(read(bench, models, "dashscope://models"));
    check_parts(whole, {"# Models of DashScope", "- text: ", "\n- qwen-plus; text → text"});
    auto const one = text_of(read(bench, models, "dashscope://models/qwen-plus"));
    check_parts(one, {"# qwen-plus\n", "context 1000000"});
    CHECK_FALSE(read(bench, models, "dashscope://models/no-such-model"));
    CHECK_FALSE(models.covers("dashscope://models/a/b"));
}

TEST_CASE("guides begin with a title and what they are for, and name only tools that there are") {
    tool_bench bench;
    auto const guides = make_guides();
    listener who(bench.io.get_executor(), bench.sender);
    auto const all = bench.run(guides->list({}, who)).resources;
    CHECK(all.size() >= 8);
    for (auto const& each : all) {
        CAPTURE(each);
        auto const text = text_of(read(bench, *guides, std::string(each.at("uri").as_string())));
        CHECK(text.starts_with("# " + std::string(each.at("title").as_string())));
        // Words in backquotes with an underscore are tools, or arguments of theirs.
        bool names_a_tool = false;
        for (auto const& tool : bench.registry.all())
            names_a_tool = names_a_tool || text.find("`" + tool.name + "`") != std::string::npos;
        CHECK(names_a_tool);
    }
    CHECK_THROWS_AS(read_guide_head("Title\n\nText"), std::invalid_argument);
    CHECK_THROWS_AS(read_guide_head("# Title\nText"), std::invalid_argument);
    CHECK_THROWS_AS(read_guide_head("# Title\n\n"), std::invalid_argument);
}

TEST_CASE("who does not share the machine has no saved files") {
    tool_bench bench;
    for (bool const shared : {false, true}) {
        mcp::resource_registry all;
        std::optional<shared_folder> saved;
        if (shared) saved = shared_folder{bench.folder, 1000};
        add_resources(all, bench.with, bench.io.get_executor(), std::move(saved));
        CHECK((all.find("dashscope://media/20261122-140300-cat-1.png") != nullptr) == shared);
        CHECK(all.list_changes() == shared);
        CHECK(all.find("dashscope://guides/start"));
        CHECK(all.find("dashscope://tasks/x"));
    }
}
