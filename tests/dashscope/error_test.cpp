#include "dashscope/error.hpp"

#include "support.hpp"

using namespace dashscope;
using namespace dashscope::test;

TEST_CASE("recorded refusals, as DashScope sent them") {
    auto key = parse_error(401, recorded("auth-error-nosse"));
    CHECK(key.kind == error_kind::invalid_key);
    CHECK(key.code == "InvalidApiKey");
    CHECK(key.message == "Invalid API-key provided.");
    CHECK(key.request_id == "a1c0561c-1dfe-98a6-a62f-983577b8bc5e");

    auto parameter = parse_error(400, recorded("parameter-error-nosse"));
    CHECK(parameter.kind == error_kind::invalid_parameter);
    CHECK(parameter.request_id == "a5898c04-d210-901b-965f-e4bd90478805");

    // The compatible shape, with a code that is null.
    auto upload = parse_error(400, recorded("upload-file-error-nosse"));
    CHECK(upload.kind == error_kind::invalid_parameter);
    CHECK(upload.code == "invalid_request_error");
    CHECK(upload.message == "'purpose' must be 'file-extract'");
}

TEST_CASE("every shape of an error") {
    struct {
        int status;
        std::string_view body, code, message, request_id;
    } const cases[] = {
        {400, R"({"code":"A","message":"m","request_id":"r"})", "A", "m", "r"},
        {200, R"({"code":"A","message":"m","requestId":"r"})", "A", "m", "r"},
        {400, R"({"error":{"code":"a","message":"m","type":"t"},"id":"chatcmpl-1"})", "a", "m", "chatcmpl-1"},
        {400, R"({"error":{"code":null,"message":"m","type":"t"},"request_id":"r"})", "t", "m", "r"},
        {200, R"({"error":{"code":"a","message":"m","request_id":"r"}})", "a", "m", "r"},
        {500, R"({"error":"broken"})", "", "broken", ""},
        {200, R"({"Success":false,"Code":"Index.InvalidParameter","Message":"m","RequestId":"r","Status":"400"})",
         "Index.InvalidParameter", "m", "r"},
        {200, R"({"success":false,"code":"Workspace.AccessDenied","message":"m","data":{}})", "Workspace.AccessDenied",
         "m", ""},
        {200, R"({"Success":"false","Message":"m"})", "", "m", ""},
        {200, R"({"code":"InvalidParameter","message":"m","data":{}})", "InvalidParameter", "m", ""},
        {200, R"({"status_code":403,"code":"X","message":"m","data":{"total":0}})", "X", "m", ""},
        {404, R"({"detail":"Not Found"})", "", "Not Found", ""},
        {400, R"({"code":40004,"msg":"m"})", "40004", "m", ""},
        {400, R"({"what":"ever"})", "", R"({"what":"ever"})", ""},
        {500, R"(["odd"])", "", R"(["odd"])", ""},
    };
    for (auto const& c : cases) {
        CAPTURE(c.body);
        auto error = find_error(c.status, json::parse(c.body));
        REQUIRE(error);
        CHECK(error->http_status == c.status);
        CHECK(error->code == c.code);
        CHECK(error->message == c.message);
        CHECK(error->request_id == c.request_id);
    }
}

TEST_CASE("a success is never misread") {
    for (auto body : {
             R"({"request_id":"r","output":{"task_id":"1111","task_status":"UNKNOWN"}})",
             R"({"output":{"task_status":"FAILED","code":"InvalidParameter","message":"m"}})",
             R"({"code":"","message":"","output":{"text":"x"}})",
             R"({"code":null,"message":null,"output":{}})",
             R"({"code":"200","data":{}})",
             R"({"code":200,"data":[]})",
             R"({"code":"Success","message":"ok"})",
             R"({"Code":"Success","Success":true,"Data":{"Nodes":[]}})",
             R"({"Code":"Index.Odd","Success":true,"Data":{}})",
             R"~({"code":"print(1)","choices":[{}]})~",
             R"({"error":null,"choices":[]})",
             R"({"error":{},"choices":[]})",
             R"({"error":"","id":"x"})",
             R"({"message":"just a message"})",
             R"([1,2])",
             R"("text")",
             R"({})",
         }) {
        CAPTURE(body);
        CHECK_FALSE(find_error(200, json::parse(body)));
    }
    CHECK_FALSE(find_error(200, json::parse(recorded("get-task-unknown-nosse"))));
    CHECK_FALSE(find_error(200, json::parse(recorded("single-generation-message-search-nosse"))));
}

TEST_CASE("bodies that are not JSON are excerpted") {
    struct {
        int status;
        std::string_view body, code, message;
    } const cases[] = {
        {502, "<html><head><title>502 Bad Gateway</title></head><body>x</body></html>", "", "502 Bad Gateway"},
        {503, "<p>Sorry,\r\n<b>busy</b></p>", "", "Sorry, busy"},
        {500, "upstream\x1b[31m connect\n error", "", "upstream [31m connect error"},
        {403, "<?xml?><Error><Code>AccessDenied</Code><Message>Expired.</Message></Error>", "AccessDenied", "Expired."},
        {500, "", "", ""},
        {500, "{\"code\":", "", "{\"code\":"},
    };
    for (auto const& c : cases) {
        CAPTURE(c.body);
        auto error = parse_error(c.status, c.body);
        CHECK(error.code == c.code);
        CHECK(error.message == c.message);
    }
    CHECK(parse_error(500, std::string(5000, 'x')).message.size() < 310);
}

TEST_CASE("a long message is cut, a message on several lines is joined") {
    auto body = json::object{{"code", "A"}, {"message", "one\ntwo\t" + std::string(5000, 'm')}};
    auto error = find_error(400, body);
    REQUIRE(error);
    CHECK(error->message.starts_with("one two m"));
    CHECK(error->message.size() < 1010);
}

TEST_CASE("the recorded error inside a stream, chunked everywhere") {
    auto bytes = recorded("parameter-error-sse");
    for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
        auto events = events_of(bytes, piece);
        REQUIRE(events.size() == 1);
        auto error = find_stream_error(events[0]);
        REQUIRE(error);
        CHECK(error->http_status == 400);
        CHECK(error->kind == error_kind::invalid_parameter);
        CHECK(error->request_id == "7671ecd8-93cc-9ee9-bc89-739f0fd8b809");
    }
}

TEST_CASE("errors in streams take several shapes") {
    struct {
        net::sse_event event;
        bool is_error;
        int status;
        error_kind kind;
    } const cases[] = {
        {{"", "error", R"({"code":"Throttling","message":"m"})", 429}, true, 429, error_kind::rate_limited},
        {{"", "error", R"({"code":"Throttling","message":"m"})", 200}, true, 0, error_kind::rate_limited},
        {{"", "result", R"({"code":"InternalError"})", 500}, true, 500, error_kind::server_fault},
        {{"", "", R"({"error":{"code":"invalid_api_key","message":"m"}})", 0}, true, 200, error_kind::invalid_key},
        {{"", "", R"({"code":"DataInspectionFailed","message":"m"})", 0}, true, 200, error_kind::content_inspection},
        {{"", "error", "overloaded", 0}, true, 0, error_kind::unknown},
        {{"", "", R"({"choices":[{"delta":{"content":"\"error\" and \"code\""}}]})", 0}, false, 0, {}},
        {{"", "", R"({"choices":[],"error":null})", 0}, false, 0, {}},
        {{"", "", "[DONE]", 0}, false, 0, {}},
        {{"", "done", "", 0}, false, 0, {}},
    };
    for (auto const& c : cases) {
        CAPTURE(c.event.data);
        auto error = find_stream_error(c.event);
        REQUIRE(error.has_value() == c.is_error);
        if (!error) continue;
        CHECK(error->http_status == c.status);
        CHECK(error->kind == c.kind);
    }
}

TEST_CASE("recorded streams hold no error, not even one about code") {
    for (auto name : {"single-generation-message-sse", "multimodal-generation-message-with-tools-sse",
                      "single-generation-message-with-code-interpreter-sse", "multimodal-generation-vl-sse"})
        for (auto const& event : events_of(recorded(name), 4096)) CHECK_FALSE(find_stream_error(event));
}
