#include "dashscope/app_request.hpp"

#include "support.hpp"

#include <boost/json/serialize.hpp>

#include <functional>

using namespace dashscope;
using namespace dashscope::test;

namespace {

json::object object(std::string_view text) {
    return json::parse(text).as_object();
}

std::vector<std::string> problems(std::string_view body) {
    return problems_of_app(object(body));
}

}  // namespace

TEST_CASE("the path of an application") {
    CHECK(app_path("010aa085cc9943268731861c9511bb0c") == "/api/v1/apps/010aa085cc9943268731861c9511bb0c/completion");
    CHECK(app_path("a/b?c") == "/api/v1/apps/a%2Fb%3Fc/completion");
}

TEST_CASE("bodies of application calls") {
    struct {
        std::function<void(app_request&)> fill;
        std::string_view expected;
    } const cases[] = {
        {[](app_request& r) { r.prompt = "Hi"; }, R"({"input":{"prompt":"Hi"},"parameters":{}})"},
        {[](app_request& r) {
             r.prompt = "Hi";
             r.session_id = "s1";
         },
         R"({"input":{"prompt":"Hi","session_id":"s1"},"parameters":{}})"},
        {[](app_request& r) { r.messages = {object(R"({"role":"user","content":"A"})")}; },
         R"({"input":{"messages":[{"role":"user","content":"A"}]},"parameters":{}})"},
        // DashScope would ignore a prompt beside messages.
        {[](app_request& r) {
             r.messages = {object(R"({"role":"user","content":"A"})"), object(R"({"role":"assistant","content":"B"})")};
             r.prompt = "C";
         },
         R"({"input":{"messages":[{"role":"user","content":"A"},{"role":"assistant","content":"B"},)"
         R"({"role":"user","content":"C"}]},"parameters":{}})"},
        {[](app_request& r) {
             r.prompt = "Hi";
             r.images = {"https://e.com/a.png", "data:image/png;base64,AA=="};
             r.file_urls = {"https://e.com/a.pdf"};
             r.file_ids = {"f1"};
             r.memory_id = "m1";
         },
         R"({"input":{"prompt":"Hi","image_list":["https://e.com/a.png","data:image/png;base64,AA=="],)"
         R"("file_list":["https://e.com/a.pdf"],"file_ids":["f1"],"memory_id":"m1"},"parameters":{}})"},
        {[](app_request& r) {
             r.prompt = "Hi";
             r.biz_params = object(R"({"city":"Ulm"})");
             r.rag_options = object(R"({"pipeline_ids":["p"]})");
             r.has_thoughts = true;
             r.enable_thinking = false;
             r.flow_stream_mode = "message_format";
         },
         R"({"input":{"prompt":"Hi","biz_params":{"city":"Ulm"}},"parameters":{"has_thoughts":true,)"
         R"("enable_thinking":false,"flow_stream_mode":"message_format","rag_options":{"pipeline_ids":["p"]}}})"},
    };
    for (auto const& c : cases) {
        app_request request;
        c.fill(request);
        CHECK(json::serialize(app_body(request)) == c.expected);
    }
}

TEST_CASE("what holds of every body") {
    struct {
        std::string_view parameters, expected;
    } const cases[] = {
        {"{}", R"({"incremental_output":true})"},
        {R"({"incremental_output":false})", R"({"incremental_output":true})"},
        {R"({"enable_thinking":true})", R"({"enable_thinking":true,"incremental_output":true,"has_thoughts":true})"},
        {R"({"enable_thinking":true,"has_thoughts":false})",
         R"({"enable_thinking":true,"has_thoughts":true,"incremental_output":true})"},
        {R"({"enable_thinking":false})", R"({"enable_thinking":false,"incremental_output":true})"},
        {R"({"flow_stream_mode":"full_thoughts"})",
         R"({"flow_stream_mode":"full_thoughts","incremental_output":true,"has_thoughts":true})"},
    };
    for (auto const& c : cases) {
        json::object body{{"input", json::object()}, {"parameters", object(c.parameters)}};
        settle(body);
        CHECK(body.at("parameters") == json::parse(c.expected));
    }
}

TEST_CASE("the rules of a whole body") {
    CHECK(problems(R"({"input":{"prompt":"x","session_id":"s"},"parameters":{}})").empty());
    struct {
        std::string_view body, part;
    } const cases[] = {
        {R"({"input":{},"parameters":{}})", "give `prompt`"},
        {R"({"input":{"messages":[{"role":"user"}]},"parameters":{}})", "role and content"},
        {R"({"input":{"messages":["x"]},"parameters":{}})", "role and content"},
        {R"({"input":{"messages":[{"role":"user","content":"x"}],"session_id":"s"},"parameters":{}})",
         "ignores session_id beside `messages`"},
        {R"({"input":{"prompt":"x"},"parameters":{"rag_options":[]}})", "rag_options must be an object"},
        {R"({"input":{"prompt":"x"},"parameters":{"rag_options":{"tags":["t"]}}})", "tags has no effect"},
    };
    for (auto const& c : cases) {
        auto const found = problems(c.body);
        REQUIRE(found.size() == 1);
        CHECK_MESSAGE(contains(found[0], c.part), found[0]);
    }
}

TEST_CASE("tokens are not shown") {
    auto const shown = json::serialize(without_secrets(
        object(R"({"input":{"biz_params":{"city":"Ulm","user_prompt_params":{"keyword":"x1234567890ab"},)"
               R"("user_defined_params":{"mcp_1":{"Authorization":"Bearer-1234567890abcd","page":3}},)"
               R"("user_defined_tokens":{"tool_1":{"user_token":"tok-1234567890wxyz"}}}},"parameters":{}})")));
    CHECK_FALSE(contains(shown, "tok-1234567890"));
    CHECK_FALSE(contains(shown, "Bearer-1234567890"));
    CHECK(contains(shown, "wxyz"));
    CHECK(contains(shown, R"("page":3)"));
    CHECK(contains(shown, R"("city":"Ulm")"));
    CHECK(json::serialize(without_secrets(object(R"({"input":{"prompt":"x"}})"))) == R"({"input":{"prompt":"x"}})");
}
