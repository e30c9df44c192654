#include "dashscope/app_result.hpp"

#include "support.hpp"

#include <boost/json/serialize.hpp>

using namespace dashscope;
using namespace dashscope::test;

namespace {

struct fed {
    app_accumulator answer;
    std::string text;   // what the deltas said
    std::string steps;  // "+NAME:" for a step that begins, then its pieces

    fed& operator()(std::string_view data) {
        auto const delta = answer.feed(data);
        REQUIRE(delta.has_value());
        text += delta->text;
        for (auto const& piece : delta->steps) steps += (piece.begins ? "+" + piece.name + ":" : "") + piece.text;
        return *this;
    }
    fed& output(std::string const& inside) { return (*this)(R"({"output":)" + inside + "}"); }
};

std::string thought(std::string_view text) {
    return R"({"thoughts":[{"action":"reasoning","thought":")" + std::string(text) +
           R"(","action_type":"reasoning","response":")" + std::string(text) +
           R"(","action_name":"思考过程"}],"session_id":"s","finish_reason":"null","text":""})";
}

}  // namespace

TEST_CASE("text in pieces, ids, usage, the reason of the end") {
    fed f;
    f(R"({"output":{"session_id":"s1","finish_reason":"null","text":"Hel"},"usage":{"models":[{"model_id":"m","output_tokens":1}]},"request_id":"r1"})");
    CHECK_FALSE(f.answer.finished());
    CHECK(f.answer.has_answer());
    f(R"({"output":{"session_id":"s1","finish_reason":null,"text":"lo"},"usage":{"models":[{"model_id":"m","output_tokens":2}]},"request_id":"r1"})");
    CHECK_FALSE(f.answer.finished());
    f(R"({"output":{"session_id":"s1","finish_reason":"stop","text":""},"usage":{},"request_id":"r1"})");
    CHECK(f.answer.finished());
    CHECK(f.text == "Hello");
    auto const result = f.answer.take();
    CHECK(result.text == "Hello");
    CHECK(result.session_id == "s1");
    CHECK(result.request_id == "r1");
    CHECK(result.finish_reason == "stop");
    CHECK(json::serialize(result.models) == R"([{"model_id":"m","output_tokens":2}])");
    CHECK(result.steps.empty());
}

TEST_CASE("thoughts are joined per action, in order") {
    fed f;
    for (auto const* piece : {"Well", ", ", "ha", "ha", ", ", "so"}) f.output(thought(piece));
    f.output(
        R"({"thoughts":[{"action":"reasoning","thought":"","action_type":"reasoning","response":"","action_name":"思考过程"}],"text":"Yes."})");
    CHECK(f.steps == "+思考过程:Well, haha, so");
    auto const result = f.answer.take();
    REQUIRE(result.steps.size() == 1);
    CHECK(result.steps[0].text == "Well, haha, so");
    CHECK(result.steps[0].type == "reasoning");
    CHECK(result.text == "Yes.");
}

TEST_CASE("actions of several kinds, repeated and new") {
    auto const rag = [](std::string_view found) {
        return R"({"action_type":"agentRag","action_name":"知识检索","action":"rag","action_input_stream":"{}","observation":")" +
               std::string(found) + R"("})";
    };
    auto const think = [](std::string_view text) {
        return R"({"action_type":"reasoning","action_name":"思考过程","thought":")" + std::string(text) + R"("})";
    };
    auto const list = [](std::initializer_list<std::string> all) {
        std::string text;
        for (auto const& each : all) text += (text.empty() ? "" : ",") + each;
        return R"({"thoughts":[)" + text + "]}";
    };
    SUBCASE("a list repeats what is over") {
        fed f;
        f.output(list({rag("[1]")})).output(list({rag("[1]"), think("a")})).output(list({rag("[1]"), think("b")}));
        auto const steps = f.answer.take().steps;
        REQUIRE(steps.size() == 2);
        CHECK(steps[0].observation == "[1]");
        CHECK(steps[1].text == "ab");
    }
    SUBCASE("alone, an action after another one is new") {
        fed f;
        f.output(list({think("a")})).output(list({rag("[1]")})).output(list({think("b")}));
        auto const steps = f.answer.take().steps;
        REQUIRE(steps.size() == 3);
        CHECK(steps[0].text == "a");
        CHECK(steps[2].text == "b");
    }
    SUBCASE("another input after an observation is another call of the same plug-in") {
        auto const call = [](std::string_view input, std::string_view found) {
            return R"({"action_type":"api","action_name":"weather","arguments":")" + std::string(input) +
                   R"(","observation":")" + std::string(found) + R"("})";
        };
        fed f;
        f.output(list({call("Ulm", "")})).output(list({call("Ulm", "rain")})).output(list({call("Bonn", "sun")}));
        auto const steps = f.answer.take().steps;
        REQUIRE(steps.size() == 2);
        CHECK(steps[0].input == "Ulm");
        CHECK(steps[0].observation == "rain");
        CHECK(steps[1].observation == "sun");
    }
}

TEST_CASE("inputs and observations that grow, come in pieces, or come as objects") {
    auto const call = [](std::string_view input, std::string_view found) {
        return R"({"thoughts":[{"action_type":"api","action_name":"x","action_input_stream":)" + std::string(input) +
               R"(,"observation":)" + std::string(found) + "}]}";
    };
    struct {
        std::vector<std::string> events;
        std::string_view input, observation;
    } const cases[] = {
        {{call(R"("{\"city\":")", R"("")"), call(R"("\"Ulm\"}")", R"("")")}, R"({"city":"Ulm"})", ""},
        {{call(R"("{\"city\":")", "null"), call(R"("{\"city\":\"Ulm\"}")", "null")}, R"({"city":"Ulm"})", ""},
        {{call(R"("{}")", R"("It rains")"), call(R"("{}")", R"("It rains")")}, "{}", "It rains"},
        {{call(R"("{}")", R"({"rain":true})")}, "{}", R"({"rain":true})"},
    };
    for (auto const& c : cases) {
        fed f;
        for (auto const& event : c.events) f.output(event);
        auto const steps = f.answer.take().steps;
        REQUIRE(steps.size() == 1);
        CHECK(steps[0].input == c.input);
        CHECK(steps[0].observation == c.observation);
    }
}

TEST_CASE("references: the last list that is not empty") {
    fed f;
    f.output(R"({"text":"a","doc_references":[{"index_id":"1"}]})");
    f.output(R"({"text":"b","doc_references":[{"index_id":"1"},{"index_id":"2"}]})");
    f.output(R"({"text":"","doc_references":null,"finish_reason":"stop"})");
    CHECK(f.answer.take().references.size() == 2);
}

TEST_CASE("a workflow's messages, and its whole text at the end") {
    auto const node = [](std::string_view id, std::string_view type, std::string_view content, bool over) {
        json::object message{{"node_id", id},
                             {"node_type", type},
                             {"node_name", "N" + std::string(id)},
                             {"node_status", over ? "success" : "executing"},
                             {"message", {{"role", "assistant"}, {"content", content}}}};
        return json::serialize(json::object{{"workflow_message", message}, {"finish_reason", "null"}});
    };
    SUBCASE("nodes that speak") {
        fed f;
        f.output(node("1", "End", "I am", false)).output(node("1", "End", " Qwen.", true));
        f.output(R"({"finish_reason":"stop","text":"I am Qwen."})");
        CHECK(f.text == "I am Qwen.");
        CHECK(f.answer.take().text == "I am Qwen.");
    }
    SUBCASE("without a text at the end") {
        fed f;
        f.output(node("1", "Output", "One. ", true)).output(node("2", "End", "Two.", true));
        CHECK(f.answer.take().text == "One. Two.");
    }
    SUBCASE("all nodes: pieces of JSON, or the whole each time") {
        for (auto const* second :
             {R"({"result":" and more","reasoningContent":""})", R"({"result":"A good day and more"})"}) {
            fed f;
            f.output(node("0", "Start", R"({"user":{}})", true))
                .output(node("1", "LLM", R"({"result":"A good day"})", false));
            f.output(node("1", "LLM", second, false)).output(node("1", "LLM", "", true));
            f.output(R"({"finish_reason":"stop","text":"Done."})");
            CHECK(f.text == "Done.");
            auto const result = f.answer.take();
            REQUIRE(result.steps.size() == 2);
            CHECK(result.steps[1].text == "A good day and more");
            CHECK(result.steps[1].status == "success");
            CHECK(result.steps[1].type == "LLM");
        }
    }
}

TEST_CASE("a workflow's nodes in thoughts, as documented") {
    auto const frame = [](std::string_view nodes, std::string_view rest) {
        json::array list;
        auto const parsed = json::parse(nodes);
        for (auto const& node : parsed.as_array()) list.push_back(json::object{{"response", json::serialize(node)}});
        return R"({"thoughts":)" + json::serialize(list) + std::string(rest) + "}";
    };
    fed f;
    f.output(frame(
        R"([{"nodeName":"开始","nodeType":"Start","nodeStatus":"success","nodeId":"S","nodeExecTime":"0ms"}])", ""));
    f.output(frame(R"([{"nodeType":"Start","nodeStatus":"success","nodeId":"S"},
                       {"nodeName":"LLM_j45e","nodeResult":"{\"result\":\"\"}","nodeType":"LLM","nodeStatus":"executing","nodeId":"L"}])",
                   ""));
    f.output(frame(R"([{"nodeType":"Start","nodeStatus":"success","nodeId":"S"},
                       {"nodeName":"大模型_1","nodeResult":"{\"result\":\"西湖醋鱼,龙\"}","nodeType":"LLM","nodeStatus":"executing","nodeId":"L"}])",
                   ""));
    f.output(frame(R"([{"nodeType":"Start","nodeStatus":"success","nodeId":"S"},
                       {"nodeName":"大模型_1","nodeResult":"{\"result\":\"井虾仁\"}","nodeType":"LLM","nodeStatus":"success","nodeId":"L"},
                       {"nodeName":"结束","nodeResult":"{\"result\":\"好\"}","nodeType":"End","nodeStatus":"success","nodeId":"E"}])",
                   R"(,"finish_reason":"stop","text":"好")"));
    CHECK(f.text == "好");
    auto const result = f.answer.take();
    REQUIRE(result.steps.size() == 3);
    CHECK(result.steps[1].name == "大模型_1");
    CHECK(result.steps[1].text == "西湖醋鱼,龙井虾仁");
    CHECK(result.steps[1].status == "success");
    CHECK(result.steps[2].text == "好");
}

TEST_CASE("events that lack nearly everything") {
    for (auto const* event :
         {"{}", "[]", "null", "7", R"({"output":null})", R"({"output":{}})", R"({"output":{"thoughts":null}})",
          R"({"output":{"thoughts":[null,1,{}]}})", R"({"output":{"text":7,"session_id":[]}})",
          R"({"output":{"workflow_message":{}}})", R"({"output":{"thoughts":[{"response":"{not json"}]}})",
          R"({"usage":{"models":7}})", R"({"output":{"doc_references":{}}})"}) {
        CAPTURE(event);
        app_accumulator answer;
        CHECK(answer.feed(event).has_value());
        CHECK(answer.take().text.empty());
    }
    app_accumulator answer;
    CHECK_FALSE(answer.feed("{broken").has_value());
    CHECK_FALSE(answer.has_answer());
}

TEST_CASE("a stream without end costs a bounded number of steps") {
    app_accumulator answer;
    for (int i = 0; i < 1500; ++i)
        REQUIRE(answer
                    .feed(R"({"output":{"thoughts":[{"action_type":"api","action_name":"n)" + std::to_string(i) +
                          R"("}]}})")
                    .has_value());
    CHECK(answer.take().steps.size() == 1000);
}
