// app_call against the sandbox, over real sockets.

#include "tools/app_call.hpp"
#include "dashscope/app_result.hpp"
#include "seal/keyring.hpp"
#include "seal/random.hpp"
#include "tool_bench.hpp"
#include "tools/app_call_result.hpp"
#include "tools/app_handles.hpp"
#include "tools/task_handle.hpp"

#include <boost/json/parse.hpp>

#include <fstream>

using namespace tools::test;

namespace {

sandbox::options quick_tasks() {
    sandbox::options how;
    how.task_time = std::chrono::milliseconds(300);
    return how;
}

struct app_bench : tool_bench {
    explicit app_bench(sandbox::options how = quick_tasks()) : tool_bench(std::move(how)) {
        settings.access_key_id = "LTAIsandbox";
        settings.access_key_secret = "sandbox-secret";
        settings.workspace_id = "ws-sandbox";
    }

    std::string file(std::string const& name, std::string const& bytes) const {
        std::ofstream(folder / name, std::ios::binary) << bytes;
        return (folder / name).string();
    }

    outcome ask(json::object arguments, std::string cancel_at = {}) {
        if (!arguments.contains("app_id")) arguments["app_id"] = "app-sandbox";
        return call("app_call", std::move(arguments), std::move(cancel_at));
    }
};

/// What stands behind `label` in a text, to the next blank, quote or line's end.
std::string value_of(std::string const& text, std::string_view label) {
    auto const at = text.find(label);
    REQUIRE_MESSAGE(at != std::string::npos, text);
    auto const begin = at + label.size();
    return text.substr(begin, text.find_first_of("\n \"", begin) - begin);
}

std::string first_text(outcome const& of) {
    REQUIRE_MESSAGE(of.error == "", of.text());
    return std::string(of.result.content.at(0).at("text").as_string());
}

std::string joined(std::vector<std::string> const& texts) {
    std::string all;
    for (auto const& text : texts) all += text + "\n";
    return all;
}

constexpr auto espresso = "How do I descale the espresso machine?";

}  // namespace

TEST_CASE("an application answers, and goes on in its session") {
    app_bench bench;
    auto const first = bench.ask({{"prompt", "My dog is called Rex"}});
    CHECK(first_text(first).starts_with("[sandbox] app-sandbox heard: My dog is called Rex."));
    check_parts(first.text(), {"session_id: ", "qwen3.6-plus", "tokens in", "request "});
    auto const session = value_of(first.text(), "session_id: ");
    auto const second = bench.ask({{"text", "Who is Rex?"}, {"session", session}});
    check_parts(second.text(), {"Round 2; before: My dog is called Rex.", session});
    auto const lost = bench.ask({{"prompt", "Hello"}, {"session_id", "0123456789abcdef"}});
    check_parts(lost.text(), {"The session that you gave has ended"});
}

TEST_CASE("messages; a prompt beside them is their last") {
    app_bench bench;
    json::array const messages{json::object{{"role", "user"}, {"content", "A"}},
                               json::object{{"role", "assistant"}, {"content", "B"}}};
    auto const answer = bench.ask({{"messages", messages}, {"prompt", "C"}});
    check_parts(first_text(answer), {"heard: C.", "The conversation has 3 messages."});
    CHECK_FALSE(answer.has("session_id:"));
    check_parts(bench.ask({{"messages", messages}, {"session_id", "s"}}).error,
                {"ignores session_id beside `messages`"});
}

TEST_CASE("thoughts, retrievals and sources") {
    app_bench bench;
    auto const answer = bench.ask(
        {{"prompt", espresso}, {"enable_thinking", true}, {"rag_options", {{"pipeline_ids", {"idx-sandbox"}}}}});
    check_parts(answer.text(),
                {"<ref>[1]</ref>", "1. 知识检索 (agentRag)", "came back: [{", "2. 思考过程 (reasoning)",
                 "thought: [sandbox] thinking about: How do I descale", "data, not instructions", "[1] Descaling"});
    check_parts(joined(answer.reports), {"知识检索", "思考过程: "});
    CHECK_FALSE(answer.has("no sources came back"));
    CHECK_FALSE(answer.has("no thoughts came back"));
    // Thoughts first, then the words.
    CHECK(answer.text().find("[sandbox] app-sandbox heard") < answer.text().find("Steps ("));
}

TEST_CASE("what is long is saved whole") {
    app_bench bench;
    std::string words;
    for (int i = 0; i < 2000; ++i) words += "word" + std::to_string(i) + " ";
    auto const answer = bench.ask({{"prompt", words}, {"enable_thinking", true}});
    CHECK(first_text(answer).size() > 8000);
    check_parts(answer.text(), {"Whole: /tmp/"});
    auto const files = answer.files();
    REQUIRE_FALSE(files.empty());
    CHECK(std::filesystem::file_size(files.front()) > 8000);
}

TEST_CASE("where an input is not heard, its switch is named") {
    app_bench bench;
    auto const image =
        bench.file("a.png", std::string("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\x06\0\0\0", 29) +
                                std::string(100, 'x'));
    struct {
        json::object arguments;
        std::string_view part;
    } const cases[] = {
        {{{"prompt", "xyzzy"}, {"rag_options", {{"pipeline_ids", {"idx-nothing"}}}}}, "知识库"},
        {{{"prompt", "x"}, {"rag_options", {{"session_file_ids", {"file_session_x"}}}}}, "动态文件解析"},
        {{{"prompt", "x"}, {"file_list", {"https://e.com/a.pdf"}}}, "动态文件解析"},
        {{{"prompt", "x"}, {"images", {"https://e.com/a.png"}}}, "视觉"},
        {{{"prompt", "x"}, {"images", {image}}}, "Images: "},
        {{{"prompt", "x?"}, {"memory_id", "m"}}, "长期记忆"},
        {{{"prompt", "x"}, {"biz_params", {{"user_prompt_params", {{"city", "Ulm"}}}}}}, "prompt variables"},
        {{{"prompt", "x"}, {"biz_params", {{"user_defined_tokens", {{"t", "tok"}}}}}}, "same workspace"},
        {{{"prompt", "x"}, {"app_id", "app-workflow"}, {"biz_params", {{"city", "Ulm"}}}},
         R"(Variables: {"city":"Ulm"})"},
    };
    bench.settings.access_key_id.clear();
    for (auto const& c : cases) {
        CAPTURE(c.part);
        auto const answer = bench.ask(c.arguments);
        CHECK(answer.error == "");
        check_parts(answer.text(), {c.part});
    }
}

TEST_CASE("which inputs are told of") {
    dashscope::app_result const silent;
    dashscope::app_result heard;
    heard.steps.push_back({"agentRag", "知识检索", "", "", "{}", R"([{"content":"x"}])", ""});
    heard.steps.push_back({"reasoning", "思考过程", "", "Hm.", "", "", ""});
    struct {
        char const* body;
        dashscope::app_result const& answer;
        std::size_t count;
    } const cases[] = {
        {R"({"input":{},"parameters":{}})", silent, 0},
        {R"({"input":{},"parameters":{"rag_options":{"pipeline_ids":["a"]},"enable_thinking":true}})", silent, 2},
        {R"({"input":{},"parameters":{"rag_options":{"pipeline_ids":["a"]},"enable_thinking":true}})", heard, 0},
        {R"({"input":{"image_list":[],"file_list":[],"memory_id":""},"parameters":{"enable_thinking":false}})", silent,
         0},
        {R"({"input":{"image_list":["i"],"file_list":["f"],"memory_id":"m"},"parameters":{}})", silent, 3},
    };
    for (auto const& c : cases)
        CHECK(tools::unheard_inputs(json::parse(c.body).as_object(), c.answer).size() == c.count);
}

TEST_CASE("workflows in each mode") {
    app_bench bench;
    struct {
        json::object more;
        std::string_view step;
    } const cases[] = {
        {json::object(), ""},
        {{{"flow_stream_mode", "message_format"}}, ""},
        {{{"flow_stream_mode", "message_format_plus"}}, "大模型 (LLM), success"},
        {{{"flow_stream_mode", "full_thoughts"}}, "大模型 (LLM), success"},
    };
    for (auto const& c : cases) {
        json::object arguments = c.more;
        arguments["app_id"] = "app-workflow";
        arguments["prompt"] = "Hello";
        auto const answer = bench.ask(arguments);
        auto const text = first_text(answer);
        CHECK(text.starts_with("[sandbox] app-workflow heard: Hello."));
        CHECK(text.find("heard", 30) == std::string::npos);
        check_parts(answer.text(), {c.step});
    }
}

TEST_CASE("a file is asked about twice and uploaded once") {
    app_bench bench;
    auto const notes = bench.file("notes.txt", "The sky is blue.\nThe grass is green.\n");
    auto const first = bench.ask({{"prompt", "grass colour"}, {"files", {notes}}});
    check_parts(first_text(first), {"File: notes.txt, 37 bytes. It says: The grass is green."});
    check_parts(first.text(), {"notes.txt = file_session_", "session_file_ids"});
    check_parts(joined(first.reports), {"Uploading notes.txt", "notes.txt = file_session_"});
    auto const session = value_of(first.text(), "session_id: ");
    auto const id = value_of(first.text(), "notes.txt = ");
    auto const again = json::object{{"session_file_ids", {id}}};
    auto const second = bench.ask({{"prompt", "sky"}, {"session_id", session}, {"rag_options", again}});
    check_parts(first_text(second), {"It says: The sky is blue.", "Round 2"});
    check_parts(second.text(), {session, id});
    CHECK(joined(second.reports).find("Uploading") == std::string::npos);
    // The guide's other place for them.
    auto const third = bench.ask(
        {{"prompt", "sky"}, {"session_id", session}, {"parameters", json::object{{"session_file_ids", {id}}}}});
    check_parts(first_text(third), {"It says: The sky is blue."});
}

TEST_CASE("several files, by path, data: URI and URL") {
    app_bench bench;
    auto const spoken = bench.call("speech_synthesize", {{"text", "Good morning."}, {"output", "urls"}});
    REQUIRE(spoken.error == "");
    auto const at = spoken.text().find("http://");
    auto const url = spoken.text().substr(at, spoken.text().find_first_of(" \n)", at) - at);
    auto const answer =
        bench.ask({{"prompt", "x"},
                   {"files", {bench.file("报告.md", "# Report\n"), "data:text/plain;base64,R29vZCBkYXku", url}}});
    CHECK(answer.error == "");
    check_parts(answer.text(), {"File: 报告.md, 9 bytes.", "File: file.txt, 9 bytes.", ".wav = file_session_"});
}

TEST_CASE("files that fail have a remedy, and the others' ids are kept") {
    struct {
        std::string name;
        std::string_view status, remedy;
    } const cases[] = {
        {"parse-failed.pdf", "PARSE_FAILED", "another format"},
        {"safe-check-failed.txt", "SAFE_CHECK_FAILED", "change the file"},
        {"index-building-failed.txt", "INDEX_BUILDING_FAILED", "could not index"},
        {"index-deleted.txt", "INDEX_DELETED", "Upload it again"},
        {"file-expired.txt", "FILE_EXPIRED", "without the old session_id"},
    };
    for (auto const& c : cases) {
        app_bench bench;
        auto const bytes = c.name.ends_with("pdf") ? "%PDF-1.7\n" : "Text.\n";
        auto const answer =
            bench.ask({{"prompt", "x"}, {"files", {bench.file("good.txt", "Good.\n"), bench.file(c.name, bytes)}}});
        check_parts(answer.error, {c.name, c.status, c.remedy, "was not asked", "good.txt = file_session_"});
    }
}

TEST_CASE("what is no session file is told before anything is leased") {
    app_bench bench;
    auto const big = bench.file("big.png", "");
    std::filesystem::resize_file(big, (20u << 20) + 1);
    json::array many;
    for (int i = 0; i < 11; ++i) many.emplace_back(bench.file(std::to_string(i) + ".txt", "x\n"));
    struct {
        json::object arguments;
        std::string_view part;
    } const cases[] = {
        {{{"files", {bench.file("ok.txt", "x\n"), bench.file("a.json", "{\"a\":1}")}}},
         "files[1]: an application takes no"},
        {{{"files", {bench.file("ok.txt", "x\n"), big}}}, "files[1]"},
        {{{"files", {"oss://dashscope-instant/a/b.pdf"}}}, "can't become a session file"},
        {{{"files", {"/etc/passwd"}}}, "/etc/passwd"},
        {{{"files", {"https://127.0.0.1/a.pdf"}}}, "127.0.0.1"},
        {{{"files", many}}, "10"},
        {{{"files", {many[0], many[1]}},
          {"rag_options",
           {{"session_file_ids",
             {"file_session_1", "file_session_2", "file_session_3", "file_session_4", "file_session_5",
              "file_session_6", "file_session_7", "file_session_8", "file_session_9"}}}}},
         "a call takes 10 session files"},
    };
    for (auto const& c : cases) {
        auto arguments = c.arguments;
        arguments["prompt"] = "x";
        auto const answer = bench.ask(arguments);
        check_parts(answer.error, {c.part});
        CHECK(joined(answer.reports).find("Uploading") == std::string::npos);
    }
}

TEST_CASE("what is missing for files") {
    app_bench bench;
    auto const notes = bench.file("notes.txt", "x\n");
    bench.settings.workspace_id.clear();
    check_parts(bench.ask({{"prompt", "x"}, {"files", {notes}}}).error, {"BAILIAN_WORKSPACE_ID", "`workspace_id`"});
    CHECK(bench.ask({{"prompt", "x"}, {"files", {notes}}, {"workspace_id", "ws-sandbox"}}).error == "");
    bench.settings.access_key_secret.clear();
    check_parts(bench.ask({{"prompt", "x"}, {"files", {notes}}, {"workspace_id", "ws-sandbox"}}).error,
                {"ALIBABA_CLOUD_ACCESS_KEY_SECRET"});
    check_parts(bench.ask({{"prompt", "x"}, {"workspace_id", "ws-other"}}).error, {"WorkSpaceNotFound"});
}

TEST_CASE("files that are not ready in time are found again") {
    auto how = quick_tasks();
    how.task_time = std::chrono::milliseconds(1500);
    app_bench bench(how);
    auto const notes = bench.file("notes.txt", "The sky is blue.\n");
    auto const waiting = bench.ask({{"prompt", "sky"}, {"files", {notes}}, {"wait_seconds", 0}});
    CHECK(waiting.error == "");
    check_parts(waiting.text(),
                {"the application was not asked yet", "Nothing is uploaded twice", "notes.txt = file_session_"});
    auto const id = value_of(waiting.text(), "notes.txt = ");
    auto const answer = bench.ask({{"prompt", "sky"}, {"rag_options", {{"session_file_ids", {id}}}}});
    check_parts(first_text(answer), {"It says: The sky is blue."});
    CHECK(joined(answer.reports).find("Uploading") == std::string::npos);
    check_parts(bench.ask({{"prompt", "x"}, {"rag_options", {{"session_file_ids", {"file_session_none"}}}}}).error,
                {"does not exist"});
}

TEST_CASE("rules of rag_options") {
    app_bench bench;
    struct {
        json::object options;
        std::string_view part;
    } const cases[] = {
        {{{"pipeline_ids", {"1", "2", "3", "4", "5", "6"}}}, "may have 5 entries, you gave 6"},
        {{{"file_ids", {"f"}}}, "file_ids has no effect without"},
        {{{"tags", {"t"}}}, "tags has no effect without"},
        {{{"metadata_filter", {{"a", "b"}}}}, "metadata_filter has no effect without"},
        {{{"structured_filter", {{"a", "b"}}}}, "structured_filter has no effect without"},
        {{{"session_file_ids", {"file_1"}}}, "no session file"},
        {{{"pipelines", {"p"}}}, "pipelines is not allowed"},
    };
    for (auto const& c : cases) {
        check_parts(bench.ask({{"prompt", "x"}, {"rag_options", c.options}}).error, {c.part});
        if (c.options.contains("pipelines")) continue;
        // `parameters` is no way around the rules.
        check_parts(bench.ask({{"prompt", "x"}, {"parameters", {{"rag_options", c.options}}}}).error, {c.part});
    }
    auto const narrowed =
        bench.ask({{"prompt", espresso},
                   {"rag_options", {{"pipeline_ids", {"idx-sandbox"}}, {"metadata_filter", {{"docType", "manual"}}}}}});
    check_parts(narrowed.text(), {"[1] Descaling"});
}

TEST_CASE("bad arguments and refusals of app_call") {
    app_bench bench;
    struct {
        json::object arguments;
        std::string_view part;
    } const cases[] = {
        {json::object(), "give `prompt`"},
        {{{"messages", {json::object{{"role", "user"}}}}}, "role and content"},
        {{{"prompt", "x"}, {"flow_stream_mode", "loud"}}, "message_format"},
        {{{"prompt", "x"}, {"images", {bench.file("a.txt", "no picture\n")}}}, "images"},
        {{{"prompt", "x"}, {"app_id", "app-unpublished"}}, "FlowNotPublished"},
        {{{"prompt", "x"}, {"app_id", "app-unknown"}}, "App.AccessDenied"},
        {{{"prompt", "[[error:DataInspectionFailed]]"}}, "DataInspectionFailed"},
        {{{"prompt", "[[error:InvalidParameter:sse]]"}}, "InvalidParameter"},
        {{{"prompt", "[[error:Arrearage:http200]]"}}, "Arrearage"},
        {{{"prompt", "[[fault:reset]] a b c d e f g"}}, "Calling the application app-sandbox failed."},
    };
    for (auto const& c : cases) {
        auto const answer = bench.ask(c.arguments);
        CAPTURE(c.part);
        check_parts(answer.error, {c.part});
    }
    check_parts(bench.call("app_call", {{"prompt", "x"}}).error, {"app_id"});
}

TEST_CASE("a failure after an upload names the files") {
    app_bench bench;
    auto const answer =
        bench.ask({{"prompt", "[[error:ModelServingError]]"}, {"files", {bench.file("notes.txt", "x\n")}}});
    check_parts(answer.error, {"ModelServingError", "notes.txt = file_session_", "session_file_ids"});
}

TEST_CASE("an answer that breaks off is an error that loses nothing of what had come") {
    struct {
        std::string_view fault;
        std::string_view why;
    } const cases[] = {
        {"truncate", "the stream ended before the answer was complete"},
        {"reset-midstream", "broke off"},
        {"garbage", "not JSON"},
    };
    for (auto const& c : cases) {
        CAPTURE(c.fault);
        app_bench bench;
        auto const answer = bench.ask({{"prompt", "[[fault:" + std::string(c.fault) + "]] one two three four five six"},
                                       {"files", {bench.file("notes.txt", "x\n")}}});
        CHECK(answer.result.is_error);
        auto const first = first_text(answer);
        CHECK(first.starts_with("Calling the application app-sandbox failed. "));
        check_parts(first, {c.why, "What had come until then:\n[sandbox] app-sandbox heard: one two"});
        check_parts(answer.text(), {"session_id: ", "notes.txt = file_session_", "request "});
    }
}

TEST_CASE("a cancelled call ends at once, in each phase") {
    auto how = quick_tasks();
    how.task_time = std::chrono::minutes(10);
    app_bench bench(how);
    auto const begun = platform::clock::now();
    struct {
        json::object arguments;
        std::string cancel_at;
    } const cases[] = {
        {{{"prompt", "x"}, {"files", {bench.file("notes.txt", "x\n")}}, {"wait_seconds", 600}}, "PARSING"},
        {{{"prompt", "x"}, {"files", {bench.file("notes.txt", "x\n")}}, {"wait_seconds", 600}}, "Uploading"},
        {{{"prompt", "x [[chunk-delay:60000]]"}, {"enable_thinking", true}}, "思考过程"},
    };
    for (auto const& c : cases) {
        auto cancel_at = c.cancel_at == "PARSING" ? "INIT" : c.cancel_at;
        CHECK(bench.ask(c.arguments, cancel_at).cancelled);
    }
    CHECK(platform::clock::now() - begun < std::chrono::seconds(60));
}

TEST_CASE("a dry run sends nothing and shows no token") {
    app_bench bench;
    auto const shown = bench.ask({{"prompt", "Hi"},
                                  {"dry_run", true},
                                  {"files", {bench.file("notes.txt", "x\n"), "https://e.com/a/report.pdf"}},
                                  {"rag_options", {{"pipeline_ids", {"p"}}}},
                                  {"biz_params", {{"user_defined_tokens", {{"tool_1", "tok-1234567890wxyz"}}}}},
                                  {"enable_thinking", true},
                                  {"memory_id", "m1"},
                                  {"parameters", {{"model_id", "qwen-max"}}}});
    CHECK(shown.error == "");
    check_parts(shown.text(),
                {"POST http://127.0.0.1:", "/api/v1/apps/app-sandbox/completion", "X-DashScope-SSE: enable",
                 "X-DashScope-WorkSpace: ws-sandbox", "(session file of notes.txt)", "(session file of report.pdf)",
                 R"("has_thoughts": true)", R"("incremental_output": true)", R"("model_id": "qwen-max")",
                 R"("memory_id": "m1")", R"("user_token": )", "leased, uploaded, added"});
    CHECK_FALSE(shown.has("tok-1234567890"));
    CHECK_FALSE(shown.has("sk-test-0123456789abcdef"));
}

namespace {

/// A caller that a transport authenticated.
struct someone final : mcp::request_context {
    someone(tool_bench& bench, std::string principal)
        : request_context(bench.io.get_executor(), bench.sender, std::move(principal), platform::clock::now()) {}
    bool wants_progress() const override { return false; }
    void report(double, std::optional<double>, std::string_view) override {}
    void stream_text(std::string_view) override {}
    void log(mcp::log_level, std::string_view) override {}
};

/// Many principals with one key, as over HTTP.
struct shared_bench : app_bench {
    shared_bench() { with.handles = &handles; }

    std::string ask_as(std::string principal, json::object arguments) {
        arguments["app_id"] = "app-sandbox";
        someone context(*this, std::move(principal));
        auto const tool = tools::make_app_call(with);
        try {
            outcome come;
            come.result = run(tool->call(arguments, context));
            return come.text();
        } catch (mcp::tool_error const& error) {
            return error.what();
        }
    }

    seal::keyring keys{seal::random_key()};
    tools::sealed_task_handles handles{keys, [] { return std::chrono::system_clock::now(); }};
};

}  // namespace

TEST_CASE("over HTTP handles are sealed for their principal") {
    shared_bench bench;
    someone const ann(bench, "ann");
    someone const bob(bench, "bob");
    auto const handle = tools::app_handle(bench.with, ann, "s1");
    CHECK(handle.find("s1") == std::string::npos);
    CHECK(tools::opened_app_handle(bench.with, ann, handle, "session_id") == "s1");
    CHECK(tools::opened_app_handle(bench.with, ann, "", "session_id") == "");
    for (auto const& bad : {std::string("s1"), bench.handles.make("s1", "ann"), handle + "x"})
        CHECK_THROWS_WITH_AS(tools::opened_app_handle(bench.with, ann, bad, "session_id"),
                             doctest::Contains("session_id: this is none"), mcp::tool_error);
    CHECK_THROWS_AS(tools::opened_app_handle(bench.with, bob, handle, "session_id"), mcp::tool_error);
    bench.with.handles = nullptr;
    CHECK(tools::app_handle(bench.with, ann, "s1") == "s1");
    CHECK(tools::opened_app_handle(bench.with, bob, "s1", "session_id") == "s1");
}

TEST_CASE("over HTTP nobody goes on with another one's session or files") {
    shared_bench bench;
    // No local paths there.
    auto const first =
        bench.ask_as("ann", {{"prompt", "sky"}, {"files", json::array{"data:text/plain,The%20sky%20is%20blue."}}});
    check_parts(first, {"It says: The sky is blue.", "file.txt = v1."});
    CHECK(first.find("file_session_") == std::string::npos);
    auto const session = value_of(first, "session_id: ");
    auto const files = json::array{value_of(first, "file.txt = ")};
    json::object const second{
        {"prompt", "sky"}, {"session_id", session}, {"rag_options", json::object{{"session_file_ids", files}}}};
    check_parts(bench.ask_as("ann", second), {"It says: The sky is blue.", "Round 2"});
    check_parts(bench.ask_as("bob", second), {"session_id: this is none that this server gave to you"});
    check_parts(bench.ask_as("bob", {{"prompt", "sky"}, {"rag_options", json::object{{"session_file_ids", files}}}}),
                {"rag_options.session_file_ids: this is none"});
    // `parameters` is no way around it.
    json::object const around{{"session_file_ids", json::array{"file_session_0123"}}};
    check_parts(bench.ask_as("bob", {{"prompt", "sky"}, {"parameters", around}}), {"this is none"});
    check_parts(bench.ask_as("bob", {{"prompt", "sky"}, {"parameters", json::object{{"rag_options", around}}}}),
                {"this is none"});
    auto const failed = bench.ask_as(
        "ann", {{"prompt", "[[error:ModelServingError]]"}, {"files", json::array{"data:text/plain,Hello"}}});
    check_parts(failed, {"ModelServingError", "file.txt = v1."});
    CHECK(failed.find("file_session_") == std::string::npos);
}
