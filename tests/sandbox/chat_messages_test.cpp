#include "sandbox/chat_request.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace {

constexpr std::string_view engine = "<400> InternalError.Algo.InvalidParameter: ";
constexpr std::string_view bad_url = "The provided URL does not appear to be valid. Ensure it is correctly formatted.";

/// The complaint about a `messages` member, without the engine's prefix; empty when there is none.
std::string complaint(std::string const& messages) {
    auto refused = sandbox::check_messages(json::parse("{\"messages\":" + messages + "}").as_object(), false);
    if (!refused) return {};
    std::string text = refused->message;
    return text.starts_with(engine) ? text.substr(engine.size()) : text;
}

std::string about_part(std::string const& part) {
    return complaint(R"([{"role":"user","content":[)" + part + "]}]");
}

}  // namespace

TEST_SUITE("sandbox/chat_messages") {
    TEST_CASE("lists and roles") {
        struct {
            std::string messages, complaint;
        } const cases[] = {
            {"null", "you must provide a messages parameter"},
            {"{}", "'messages' must be Array"},
            {"[]", "[] is too short - 'messages'"},
            {R"([{"role":"developer","content":"x"}])",
             "developer is not one of ['system', 'assistant', 'user', 'tool', 'function'] - 'messages.[0].role'"},
            {R"([{"role":"user","content":"x"},{"content":"y"}])",
             "None is not one of ['system', 'assistant', 'user', 'tool', 'function'] - 'messages.[1].role'"},
            {"[1]", "Input should be a valid dictionary - 'messages.[0]'"},
            {R"([{"role":"system","content":"x"}])",
             "The input messages do not contain elements with the role of user."},
            {R"([{"role":"user"}])", "The content field is a required field."},
            {R"([{"role":"user","content":null}])", "The content field is a required field."},
            {R"([{"role":"user","content":5}])", "input content must be a string."},
            {R"([{"role":"user","content":"x"}])", ""},
            {R"([{"role":"user","content":""}])", ""},
            {R"([{"role":"user","content":[]}])", ""},
        };
        for (auto const& c : cases) {
            CAPTURE(c.messages);
            CHECK(complaint(c.messages) == c.complaint);
        }
    }

    TEST_CASE("content parts") {
        std::string const unknown = "The item of content should be a message of a certain modal.";
        struct {
            std::string part, complaint;
        } const cases[] = {
            {R"({"type":"text","text":"x"})", ""},
            {R"({"type":"text"})", "Field required: text"},
            {R"({"text":"x"})", unknown},
            {R"("x")", unknown},
            {R"({"type":"file","file":{}})", unknown},
            {R"({"type":"image_url","image_url":{"url":"http://a/b"}})", ""},
            {R"({"type":"image_url","image_url":{"url":"data:image/png;base64,AA"}})", ""},
            {R"({"type":"image_url","image_url":{"url":"data:image/png,AA"}})", std::string(bad_url)},
            {R"({"type":"image_url","image_url":{"url":"ftp://a/b"}})", std::string(bad_url)},
            {R"({"type":"image_url","image_url":{"url":"https://"}})", std::string(bad_url)},
            {R"({"type":"image_url","image_url":{"url":"oss://a/b"}})", std::string(bad_url)},
            {R"({"type":"image_url","image_url":{"url":"/tmp/a.png"}})", std::string(bad_url)},
            {R"({"type":"image_url","image_url":{"url":5}})", std::string(bad_url)},
            {R"({"type":"image_url","image_url":{}})", "Field required: image_url.url"},
            {R"({"type":"image_url","image_url":"https://a/b"})", "Field required: image_url"},
            {R"({"type":"input_audio","input_audio":{"data":"https://a/b.mp3","format":"mp3"}})", ""},
            {R"({"type":"input_audio","input_audio":{"data":"data:;base64,AA","format":"mp3"}})", ""},
            {R"({"type":"input_audio","input_audio":{"data":"AAAA","format":"mp3"}})", std::string(bad_url)},
            {R"({"type":"audio_url","audio_url":{"url":"https://a/b"}})", ""},
            {R"({"type":"video_url","video_url":{"url":"https://a/b"}})", ""},
            {R"({"type":"video","video":["https://a/1","https://a/2","https://a/3","https://a/4"]})", ""},
            {R"({"type":"video","video":["https://a/1","https://a/2","https://a/3","x"]})", std::string(bad_url)},
            {R"({"type":"video","video":["https://a/1"]})",
             "The video modality input does not meet the requirements because: the range of sequence images shoule be "
             "(4, 512)."},
            {R"({"type":"video","video":"https://a/1"})", unknown},
            {R"({"type":"video"})", unknown},
        };
        for (auto const& c : cases) {
            CAPTURE(c.part);
            CHECK(about_part(c.part) == c.complaint);
        }
    }

    TEST_CASE("a data URI may have 10 MB and not a byte more") {
        std::string const head = "data:image/png;base64,";
        auto part = [&](std::size_t size) {
            return R"({"type":"image_url","image_url":{"url":")" + head + std::string(size - head.size(), 'A') + "\"}}";
        };
        CHECK(about_part(part(10'485'760)).empty());
        CHECK(about_part(part(10'485'761)) == "Exceeded limit on max bytes per data-uri item : 10485760");
    }

    TEST_CASE("tool calls and their results belong together") {
        std::string const user = R"({"role":"user","content":"x"})";
        std::string const call =
            R"({"role":"assistant","content":"","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]})";
        std::string const result = R"({"role":"tool","tool_call_id":"c1","content":"y"})";
        CHECK(complaint("[" + user + "," + call + "," + result + "]").empty());
        CHECK(complaint("[" + user + "," + call + "," + result + "," + user + "]").empty());
        CHECK(complaint("[" + user + "," + result + "]") ==
              "messages with role \"tool\" must be a response to a preceeding message with \"tool_calls\".");
        CHECK(complaint("[" + user + "," + call + "]")
                  .starts_with("An assistant message with \"tool_calls\" must be followed"));
        CHECK(complaint("[" + user + "," + call + "," + user + "]").ends_with("message[2].role"));
    }

    TEST_CASE("the arguments of a call are JSON") {
        auto with = [](std::string const& function) {
            return R"([{"role":"user","content":"x"},{"role":"assistant","tool_calls":[{"id":"c","function":)" +
                   function + R"(}]},{"role":"tool","tool_call_id":"c","content":"y"}])";
        };
        CHECK(complaint(with(R"({"name":"f","arguments":"{\"a\":1}"})")).empty());
        for (auto function : {R"({"name":"f","arguments":"{a"})", R"({"name":"f","arguments":{}})", R"({"name":"f"})"})
            CHECK(complaint(with(function)) ==
                  "The \"function.arguments\" parameter of the code model must be in JSON format.");
        CHECK(complaint(with("5")) == "The tool call is not supported.");
    }
}
