#include "sandbox/chat_request.hpp"

#include "support.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>

namespace json = boost::json;

namespace {

constexpr std::string_view engine = "<400> InternalError.Algo.InvalidParameter: ";

/// The complaint about a member of the body, without the engine's prefix; empty when there is none.
std::string complaint(std::string_view more, std::string_view model = "qwen-plus", std::string_view text = "Hi") {
    auto body = json::parse(sandbox_test::chat_body(text, more, model)).as_object();
    auto refused = sandbox::check_parameters(body, sandbox::find_model(model).traits);
    if (!refused) return {};
    std::string message = refused->message;
    return message.starts_with(engine) ? message.substr(engine.size()) : message;
}

}  // namespace

TEST_SUITE("sandbox/chat_parameters") {
    TEST_CASE("ranges and types") {
        struct {
            std::string_view more, complaint;
        } const cases[] = {
            {R"("temperature":0)", ""},
            {R"("temperature":1.99)", ""},
            {R"("temperature":2)", "Temperature should be in [0.0, 2.0)"},
            {R"("temperature":-0.1)", "Temperature should be in [0.0, 2.0)"},
            {R"("temperature":"hot")", "'temperature' must be Float"},
            {R"("top_p":1)", ""},
            {R"("top_p":0)", "Range of top_p should be (0.0, 1.0]"},
            {R"("top_p":1.01)", "Range of top_p should be (0.0, 1.0]"},
            {R"("top_p":"x")", "'top_p' must be Float"},
            {R"("top_k":0)", ""},
            {R"("top_k":-1)", "Parameter top_k be greater than or equal to 0"},
            {R"("top_k":1.5)", "'top_k' must be Integer"},
            {R"("presence_penalty":-2)", ""},
            {R"("presence_penalty":2.1)", "Presence_penalty should be in [-2.0, 2.0]"},
            {R"("repetition_penalty":0)", "Repetition_penalty should be greater than 0.0"},
            {R"("n":4)", ""},
            {R"("n":0)", "Range of n should be [1, 4]"},
            {R"("n":5)", "Range of n should be [1, 4]"},
            {R"("max_tokens":1)", ""},
            {R"("max_tokens":32768)", ""},
            {R"("max_tokens":0)", "Range of max_tokens should be [1, 32768]"},
            {R"("max_tokens":32769)", "Range of max_tokens should be [1, 32768]"},
            {R"("max_tokens":"5")", "'max_tokens' must be Integer"},
            {R"("max_completion_tokens":0)", "Range of max_tokens should be [1, 32768]"},
            {R"("seed":0)", ""},
            {R"("seed":2147483647)", ""},
            {R"("seed":-1)", "-1 is lesser than the minimum of 0 - 'seed'"},
            {R"("seed":2147483648)", "2147483648 is greater than the maximum of 2147483647 - 'seed'"},
            {R"("seed":1.5)", "'seed' must be Integer"},
            {R"("stream":"yes")", "'stream' must be Boolean"},
            {R"("enable_search":1)", "'enable_search' must be Boolean"},
        };
        for (auto const& c : cases) {
            CAPTURE(c.more);
            CHECK(complaint(c.more) == c.complaint);
        }
    }

    TEST_CASE("stop sequences") {
        for (auto good :
             {R"("stop":"x")", R"("stop":["x","y"])", R"("stop":[1,2])", R"("stop":[[1,2],[3]])", R"("stop":[])"}) {
            CAPTURE(good);
            CHECK(complaint(good).empty());
        }
        for (auto bad : {R"("stop":5)", R"("stop":["x",1])", R"("stop":{})", R"("stop":[["x"]])"}) {
            CAPTURE(bad);
            CHECK(complaint(bad).starts_with("The \"stop\" parameter must be of type"));
        }
    }

    TEST_CASE("thinking, streaming and the models that care") {
        constexpr std::string_view not_streaming =
            "parameter.enable_thinking must be set to false for non-streaming calls";
        constexpr std::string_view only_streaming =
            "This model only support stream mode, please enable the stream parameter to access the model. ";
        struct {
            std::string_view model, more, complaint;
        } const cases[] = {
            {"qwen-plus", R"("enable_thinking":true)", not_streaming},
            {"qwen-plus", R"("enable_thinking":true,"stream":true)", ""},
            {"qwen-plus", R"("enable_thinking":false)", ""},
            {"qwen3-32b", R"("stream":false)", not_streaming},
            {"qwen3-32b", R"("enable_thinking":false)", ""},
            {"qwen3.6-plus", R"("enable_thinking":true)", ""},
            {"qwen3.6-plus", R"("stream":false)", ""},
            {"qwq-plus", R"("stream":false)", only_streaming},
            {"qwq-plus", R"("stream":true)", ""},
            {"qwq-plus", R"("stream":true,"enable_thinking":false)",
             "The value of the enable_thinking parameter is restricted to True."},
            {"qwen3-next-80b-a3b-thinking", R"("enable_thinking":false)",
             "The value of the enable_thinking parameter is restricted to True."},
            {"qwen3-omni-flash", R"("stream":false)", only_streaming},
            {"qwen-max", R"("enable_thinking":true)", "The model qwen-max does not support enable_thinking."},
            {"qwen-plus", R"("thinking_budget":100)", ""},
            {"qwen-plus", R"("thinking_budget":0)",
             "The thinking_budget parameter must be a positive integer and not greater than 81920"},
            {"qwen-plus", R"("thinking_budget":"much")",
             "The thinking_budget parameter must be a positive integer and not greater than 81920"},
        };
        for (auto const& c : cases) {
            CAPTURE(c.model);
            CAPTURE(c.more);
            CHECK(complaint(c.more, c.model) == c.complaint);
        }
    }

    TEST_CASE("response formats") {
        constexpr auto object = R"("response_format":{"type":"json_object"})";
        CHECK(complaint(object, "qwen-plus", "Answer in JSON.").empty());
        CHECK(complaint(object) ==
              "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.");
        CHECK(complaint(std::string(object) + R"(,"enable_thinking":true,"stream":true)", "qwen-plus", "json") ==
              "Json mode response is not supported when enable_thinking is true");
        CHECK(complaint(R"("response_format":{"type":"text"})").empty());
        CHECK(complaint(R"("response_format":{"type":"json_schema","json_schema":{"name":"x","schema":{}}})").empty());
        for (auto bad : {R"("response_format":"json")", R"("response_format":{})",
                         R"("response_format":{"type":"xml"})", R"("response_format":{"type":"json_schema"})"}) {
            CAPTURE(bad);
            CHECK(complaint(bad).starts_with("Unknown format of response_format, response_format should be a dict"));
        }
    }

    TEST_CASE("audio comes from omni models, in streams") {
        constexpr auto both = R"("modalities":["text","audio"],"stream":true)";
        CHECK(complaint(both, "qwen3-omni-flash").empty());
        CHECK(complaint(both, "qwen-plus") == "The 'audio' modality is not supported by this model.");
        CHECK(complaint(R"("modalities":["text","audio"])", "qwen3-omni-flash") ==
              "'audio' output only support with stream=true");
        CHECK(complaint(R"("modalities":["text"])").empty());
        CHECK(complaint(R"("modalities":"text")") == "'modalities' must be Array");
    }
}
