#include "sandbox/app_sessions.hpp"
#include "sandbox/digest.hpp"
#include "sandbox/fields.hpp"

#include "support.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;
using namespace std::chrono_literals;
using sandbox_test::at;
using sandbox_test::body_of;
using sandbox_test::send;
using sandbox_test::sign;

namespace {

struct fixture {
    sandbox::plan call(std::string input, std::string parameters = "{}", std::vector<net::header> more = {}) {
        auto asked = send("POST", "/api/v1/apps/" + app + "/completion",
                          R"({"input":)" + input + R"(,"parameters":)" + parameters + R"(,"debug":{}})");
        for (auto& field : more) asked.fields.push_back(std::move(field));
        last = service.answer(asked, now);
        return last;
    }
    json::value ask(std::string input, std::string parameters = "{}") {
        return body_of(call(std::move(input), std::move(parameters)));
    }
    std::vector<json::value> stream(std::string input, std::string parameters = "{}") {
        auto const text = call(std::move(input), std::move(parameters), {{"x-dashscope-sse", "enable"}}).body();
        std::vector<json::value> frames;
        for (auto begin = text.find("data:"); begin != std::string::npos; begin = text.find("\ndata:", begin + 1)) {
            auto const from = text.find('{', begin);
            frames.push_back(json::parse(text.substr(from, text.find('\n', from) - from)));
        }
        return frames;
    }
    json::value signed_call(std::string method, std::string path, std::string query = {}, std::string body = {}) {
        sandbox::request asked{std::move(method), "/ws-sandbox" + path, std::move(query), std::move(body), {}};
        return body_of(service.answer(sign(asked), now));
    }
    std::string session_file(std::string name, std::string bytes) {
        auto const given = signed_call("POST", "/datacenter/category/default", {},
                                       "CategoryType=SESSION_FILE&FileName=" + name +
                                           "&Md5=" + net::lower_case(sandbox::etag_of(bytes)) +
                                           "&SizeInBytes=" + std::to_string(bytes.size()));
        auto const url = at(given, "/Data/Param/Url");
        sandbox::request put{"PUT", url.substr(url.find('/', 8)), {}, std::move(bytes), {}};
        put.fields = {{"x-bailian-extra", at(given, "/Data/Param/Headers/X-bailian-extra")},
                      {"content-type", "application/octet-stream"}};
        service.answer(put, now);
        return at(signed_call("PUT", "/datacenter/file", {},
                              "CategoryId=default&CategoryType=SESSION_FILE&LeaseId=" +
                                  at(given, "/Data/FileUploadLeaseId") + "&Parser=DASHSCOPE_DOCMIND"),
                  "/Data/FileId");
    }

    sandbox::service service{{}};
    sandbox::plan last;
    std::string app = "app-sandbox";
    std::chrono::system_clock::time_point now = sandbox_test::signing_time();
};

std::string text_of(json::value const& body) {
    return at(body, "/output/text");
}

bool holds(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

constexpr auto corpus = R"({"rag_options":{"pipeline_ids":["idx-sandbox"]}})";

}  // namespace

TEST_SUITE("sandbox/apps") {
    TEST_CASE("a prompt is heard") {
        fixture f;
        auto const body = f.ask(R"({"prompt":"Hello"})");
        CHECK(f.last.status == 200);
        CHECK(text_of(body).starts_with("[sandbox] app-sandbox heard: Hello."));
        CHECK(at(body, "/output/finish_reason") == "stop");
        CHECK(at(body, "/output/session_id").size() == 32);
        CHECK(at(body, "/usage/models/0/model_id") == "qwen3.6-plus");
        CHECK(at(body, "/output/thoughts") == "(absent)");
        CHECK(at(body, "/request_id").size() == 36);
    }

    TEST_CASE("sessions remember, for an hour and fifty rounds; messages have none") {
        fixture f;
        auto const session = at(f.ask(R"({"prompt":"My dog is Rex"})"), "/output/session_id");
        auto const input = R"({"prompt":"Who?","session_id":")" + session + "\"}";
        auto body = f.ask(input);
        CHECK(at(body, "/output/session_id") == session);
        CHECK(holds(text_of(body), "Round 2; before: My dog is Rex."));
        body = f.ask(R"({"messages":[{"role":"user","content":"A"},{"role":"assistant","content":"B"},)"
                     R"({"role":"user","content":"C"}],"prompt":"D","session_id":")" +
                     session + "\"}");
        CHECK(holds(text_of(body), "heard: C."));
        CHECK(holds(text_of(body), "3 messages"));
        CHECK(at(body, "/output/session_id") != session);
        for (int i = 2; i < 50; ++i) CHECK(at(f.ask(input), "/output/session_id") == session);
        CHECK(at(f.ask(input), "/output/session_id") != session);
        auto const second = at(f.ask(R"({"prompt":"x"})"), "/output/session_id");
        f.now += 61min;
        CHECK(at(f.ask(R"({"prompt":"y","session_id":")" + second + "\"}"), "/output/session_id") != second);
    }

    TEST_CASE("streams: cumulative unless incremental, \"null\" until the end") {
        fixture f;
        for (bool incremental : {false, true}) {
            auto const frames =
                f.stream(R"({"prompt":"Hello [[chunks:9]]"})", incremental ? R"({"incremental_output":true})" : "{}");
            REQUIRE(frames.size() == 10);
            std::string text;
            for (auto const& frame : frames) {
                if (incremental)
                    text += text_of(frame);
                else
                    text = text_of(frame);
            }
            CHECK(text.starts_with("[sandbox] app-sandbox heard: Hello."));
            CHECK(text.ends_with("made this answer up."));
            CHECK(at(frames[0], "/output/finish_reason") == "null");
            CHECK(frames[0].at("output").at("finish_reason").is_string());
            CHECK(at(frames.back(), "/output/finish_reason") == "stop");
        }
        CHECK(f.last.body().starts_with("id:1\nevent:result\n:HTTP_STATUS/200\ndata:{"));
        CHECK(f.last.content_type == "text/event-stream;charset=UTF-8");
        CHECK(f.call(R"({"prompt":"x"})", "{}", {{"accept", "text/event-stream"}}).streamed);
    }

    TEST_CASE("knowledge: references, thoughts, and only the first five pipelines") {
        fixture f;
        auto const prompt = R"({"prompt":"How do I descale the espresso machine?"})";
        auto body = f.ask(prompt, corpus);
        CHECK(at(body, "/output/doc_references/0/title") == "Descaling");
        CHECK(at(body, "/output/doc_references/0/index_id") == "1");
        CHECK(holds(text_of(body), "<ref>[1]</ref>"));
        body = f.ask(prompt, R"({"has_thoughts":true,"rag_options":{"pipeline_ids":["a","b","c","d","idx-sandbox"]}})");
        CHECK(at(body, "/output/thoughts/0/action_type") == "agentRag");
        CHECK(at(json::parse(at(body, "/output/thoughts/0/observation")), "/0/title") == "Descaling");
        body = f.ask(prompt, R"({"rag_options":{"pipeline_ids":["a","b","c","d","e","idx-sandbox"]}})");
        CHECK(at(body, "/output/doc_references") == "(absent)");
        body = f.ask(prompt, R"({"rag_options":{"pipeline_ids":["idx-sandbox"],"tags":["travel"]}})");
        CHECK(at(body, "/output/doc_references") == "(absent)");
        body = f.ask(prompt, R"({"rag_options":{"pipeline_ids":["idx-sandbox"],"file_ids":["file_sandbox_espresso"],)"
                             R"("metadata_filter":{"docType":"manual"}}})");
        CHECK(at(body, "/output/doc_references/0/doc_id") == "file_sandbox_espresso");
        auto const frames = f.stream(prompt, corpus);
        CHECK(at(frames.front(), "/output/doc_references") == "(absent)");
        CHECK(at(frames.back(), "/output/doc_references/0/title") == "Descaling");
    }

    TEST_CASE("thoughts come in fragments, per action and in order") {
        fixture f;
        auto const parameters = R"({"has_thoughts":true,"enable_thinking":true,"incremental_output":true,)"
                                R"("rag_options":{"pipeline_ids":["idx-sandbox"]}})";
        std::string reasoning;
        std::vector<std::string> order;
        for (auto const& frame : f.stream(R"({"prompt":"espresso"})", parameters)) {
            auto const type = at(frame, "/output/thoughts/0/action_type");
            if (type == "(absent)") continue;
            if (order.empty() || order.back() != type) order.push_back(type);
            if (type != "reasoning") continue;
            reasoning += at(frame, "/output/thoughts/0/thought");
            CHECK(at(frame, "/output/thoughts/0/response") == at(frame, "/output/thoughts/0/thought"));
        }
        CHECK(order == std::vector<std::string>{"agentRag", "reasoning"});
        CHECK(reasoning.starts_with("[sandbox] thinking about: espresso."));
        auto const whole = f.ask(R"({"prompt":"espresso"})", parameters);
        CHECK(at(whole, "/output/thoughts/1/thought") == reasoning);
        CHECK(at(f.ask(R"({"prompt":"x"})", R"({"enable_thinking":true})"), "/output/thoughts") == "(absent)");
    }

    TEST_CASE("variables, images and files are echoed") {
        fixture f;
        auto const body =
            f.ask(R"({"prompt":"Look","biz_params":{"user_prompt_params":{"city":"Rome"}},)"
                  R"("image_list":["https://example.com/cat.png"],"file_list":["https://example.com/a.pdf?x=1"]})");
        CHECK(holds(text_of(body), R"(Variables: {"user_prompt_params":{"city":"Rome"}}.)"));
        CHECK(holds(text_of(body), "cat.png"));
        CHECK(holds(text_of(body), "Files: a.pdf."));
    }

    TEST_CASE("a memory is recalled under its own id only, and grows") {
        fixture f;
        auto const id = at(f.signed_call("POST", "/memories"), "/memoryId");
        f.signed_call("POST", "/memories/" + id + "/memoryNodes", "content=likes%20tea");
        auto const with = R"({"prompt":"What do I like?","memory_id":")" + id + "\"}";
        CHECK(holds(text_of(f.ask(with)), "I remember: likes tea."));
        auto const older = f.ask(R"({"prompt":"What do I like?"})", R"({"memory_id":")" + id + "\"}");
        CHECK(holds(text_of(older), "I remember: likes tea."));
        CHECK(!holds(text_of(f.ask(R"({"prompt":"What do I like?"})")), "remember"));
        CHECK(!holds(text_of(f.ask(R"({"prompt":"What do I like?","memory_id":"other"})")), "remember"));
        f.ask(R"({"prompt":"I have a dog","memory_id":")" + id + "\"}");
        auto const body = f.ask(with, R"({"has_thoughts":true})");
        CHECK(holds(text_of(body), "likes tea; I have a dog."));
        CHECK(at(body, "/output/thoughts/0/action") == "memory");
    }

    TEST_CASE("session files: only ready ones, only of this session") {
        fixture f;
        auto const id = f.session_file("notes.txt", "The sky is blue.\nThe grass is green.");
        auto const with_file = R"({"rag_options":{"session_file_ids":[")" + id + "\"]}}";
        CHECK(holds(text_of(f.ask(R"({"prompt":"grass colour"})", with_file)), "Not usable here: " + id + " (INIT)"));
        f.now += 2s;
        auto const body = f.ask(R"({"prompt":"grass colour"})", with_file);
        CHECK(holds(text_of(body), "File: notes.txt, 36 bytes. It says: The grass is green."));
        auto const session = at(body, "/output/session_id");
        auto const again = R"({"prompt":"sky","session_id":")" + session + "\"}";
        CHECK(holds(text_of(f.ask(again, R"({"session_file_ids":[")" + id + "\"]}")), "It says: The sky is blue."));
        CHECK(holds(text_of(f.ask(R"({"prompt":"sky"})", with_file)), "(of another session)"));
        CHECK(holds(text_of(f.ask(R"({"prompt":"x"})", R"({"rag_options":{"session_file_ids":["none"]}})")),
                    "(unknown)"));
    }

    TEST_CASE("workflows stream messages of their nodes, and the whole text at the end") {
        struct {
            std::string_view mode;
            std::vector<std::string> types;
        } const cases[] = {{"message_format", {"Output"}}, {"message_format_plus", {"Start", "LLM", "Output"}}};
        for (auto const& c : cases) {
            fixture f;
            f.app = "app-workflow";
            auto const frames =
                f.stream(R"({"prompt":"Hello"})", R"({"flow_stream_mode":")" + std::string(c.mode) + "\"}");
            std::string text;
            std::vector<std::string> types;
            for (auto const& frame : frames) {
                auto const type = at(frame, "/output/workflow_message/node_type");
                if (type == "(absent)") continue;
                CHECK(at(frame, "/output/text") == "(absent)");
                if (std::ranges::find(types, type) == types.end()) types.push_back(type);
                if (type == "Output") text += at(frame, "/output/workflow_message/message/content");
            }
            CHECK(types == c.types);
            CHECK(text.starts_with("[sandbox] app-workflow heard: Hello."));
            CHECK(at(frames[frames.size() - 2], "/output/workflow_message/node_is_completed") == "true");
            CHECK(text_of(frames.back()) == text);
            CHECK(at(frames.back(), "/output/finish_reason") == "stop");
        }
    }

    TEST_CASE("workflows tell of their nodes by thoughts, where these were asked for") {
        fixture f;
        f.app = "app-workflow";
        auto const whole = f.ask(R"({"prompt":"Hello"})", R"({"has_thoughts":true})");
        auto const node = json::parse(at(whole, "/output/thoughts/1/response"));
        CHECK(at(node, "/nodeType") == "LLM");
        CHECK(at(json::parse(at(node, "/nodeResult")), "/result") == text_of(whole));
        auto const frames = f.stream(R"({"prompt":"Hello"})", R"({"has_thoughts":true,"incremental_output":true})");
        std::string joined;
        for (auto const& frame : frames)
            joined +=
                at(json::parse(at(json::parse(at(frame, "/output/thoughts/1/response")), "/nodeResult")), "/result");
        CHECK(joined == text_of(whole));
        CHECK(at(frames.front(), "/output/text") == "(absent)");
        CHECK(text_of(frames.back()) == joined);
        CHECK(at(f.ask(R"({"prompt":"Hello"})"), "/output/thoughts") == "(absent)");
    }

    TEST_CASE("what is refused") {
        std::string const many = [] {
            std::string ids;
            for (int i = 0; i < 11; ++i) ids += (i ? ",\"x" : "\"x") + std::to_string(i) + "\"";
            return ids;
        }();
        struct {
            std::string app;
            std::string input;
            std::string parameters;
            int status;
            std::string_view code;
        } const cases[] = {
            {"app-denied", R"({"prompt":"x"})", "{}", 403, "App.AccessDenied"},
            {"unknown", R"({"prompt":"x"})", "{}", 403, "App.AccessDenied"},
            {"app-unpublished", R"({"prompt":"x"})", "{}", 400, "FlowNotPublished"},
            {"sandbox-error-Arrearage", "{}", "{}", 400, "Arrearage"},
            {"app-sandbox", "{}", "{}", 400, "InvalidParameter"},
            {"app-sandbox", R"({"messages":"x"})", "{}", 400, "InvalidParameter"},
            {"app-sandbox", R"({"prompt":"x"})", R"({"rag_options":[]})", 400, "InvalidParameter"},
            {"app-sandbox", R"({"prompt":"x"})", R"({"rag_options":{"tags":["a"]}})", 400, "InvalidParameter"},
            {"app-sandbox", R"({"prompt":"x"})", R"({"rag_options":{"session_file_ids":[)" + many + "]}}", 400,
             "InvalidParameter"},
            {"app-sandbox", R"({"prompt":"x","file_list":["a.pdf"]})", "{}", 400, "InvalidParameter"},
            {"app-sandbox", R"({"prompt":"x [[error:AppProcessFailed]]"})", "{}", 500, "AppProcessFailed"},
        };
        for (auto const& c : cases) {
            CAPTURE(c.app + c.input + c.parameters);
            fixture f;
            f.app = c.app;
            auto const body = f.ask(c.input, c.parameters);
            CHECK(f.last.status == c.status);
            CHECK(at(body, "/code") == c.code);
        }
        fixture f;
        auto const other = f.call(R"({"prompt":"x"})", "{}", {{"x-dashscope-workspace", "ws-other"}});
        CHECK(other.status == 404);
        CHECK(at(body_of(other), "/code") == "WorkSpaceNotFound");
        CHECK(f.call(R"({"prompt":"x"})", "{}", {{"x-dashscope-workspace", "ws-sandbox"}}).status == 200);
    }

    TEST_CASE("an error amid a stream") {
        fixture f;
        auto const text =
            f.call(R"({"prompt":"x [[error:InternalError:midstream]]"})", "{}", {{"x-dashscope-sse", "enable"}}).body();
        CHECK(holds(text, "event:error\n:HTTP_STATUS/500\n"));
        CHECK(!holds(text, "\"finish_reason\":\"stop\""));
    }
}
