// Every recorded answer of an endpoint that our tools use, read by our client; the values were taken from the
// recordings by other means. What is left out says why: no recording is forgotten.

#include "../recorded/exchange.hpp"
#include "dashscope/app_request.hpp"
#include "dashscope/app_result.hpp"
#include "dashscope/chat_accumulator.hpp"
#include "dashscope/embeddings.hpp"
#include "dashscope/error.hpp"
#include "dashscope/image_request.hpp"
#include "dashscope/image_result.hpp"
#include "dashscope/tasks.hpp"
#include "dashscope/upload.hpp"
#include "support.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <map>

using namespace dashscope;
using namespace dashscope::test;

namespace {

/// An answer that was not streamed, as the client takes it: errors are thrown.
json::value whole(recorded::exchange const& from) {
    net::client_response response;
    response.status = from.status;
    for (auto const& field : from.response_fields) response.fields.set(field.name, field.value);
    response.body = from.response_body;
    return decode(response, beijing_context(), std::chrono::system_clock::time_point());
}

/// Feeds an answer to an accumulator; a stream arrives in pieces of this size.
template <class Accumulator>
void feed(Accumulator& into, recorded::exchange const& from, std::size_t piece) {
    if (!from.streamed()) {
        REQUIRE(into.feed(json::serialize(whole(from))).has_value());
        return;
    }
    for (auto const& event : events_of(from.response_body, piece)) {
        CHECK_FALSE(find_stream_error(event));
        REQUIRE(into.feed(event.data).has_value());
    }
}

// ---- chats: at the native endpoints, whose message is the one that the compatible endpoint sends too

struct chat_row {
    std::string_view name;
    std::size_t bytes;  // of the text
    std::string_view begin, end;
    std::size_t reasoning_bytes;
    std::int64_t input_tokens, output_tokens;
    std::string_view request_id;
    std::size_t sources = 0;  // of a web search
    std::string_view calls = "[]";
};

constexpr chat_row chats[] = {
    {"conversation-generation-message-partial-nosse", 618, "仿佛从漫长的冬眠中苏醒过来", "无限热爱和向往的心情。", 0,
     34, 131, "4c45d7fd-3158-9ff4-96a0-6e92c710df2c"},
    {"conversation-generation-message-sse", 32, "您刚才提到的数字是42。", "您刚才提到的数字是42。", 0, 24, 9,
     "9188e907-56c2-9849-97f6-23f130f7fed7"},
    {"conversation-generation-message-with-doc-url-sse", 881, "```json\n[\n  {\n    \"model", "9\"\n  }\n]\n```", 0,
     1826, 354, "ee1a01a9-4c9e-4729-ae35-f5948124b302"},
    {"conversation-generation-message-with-files-sse", 257, "你上传的两个文件并不相同。第一个文件`test1",
     "，但具体内容和结构不同。", 0, 58, 57, "7865ae43-8379-9c79-bef6-95050868bc52"},
    {"multimodal-generation-message-with-tools-sse", 270, "告别杭州的多云", "这就是最完美的周末。", 2442, 2891, 620,
     "87e6587a-71a3-98ba-89a3-23151746e292"},
    {"multimodal-generation-vl-nosse", 9, "海滩。", "海滩。", 0, 3613, 3, "e81aa922-be6c-9f9d-bd4f-0f43e21fd913"},
    {"multimodal-generation-vl-sse", 444, "这是一个海滩，有沙滩和海浪。", "请尊重环境和其他访客。", 0, 1283, 85,
     "13c5644d-339c-928a-a09a-e0414bfaa95c"},
    {"multimodal-generation-with-websearch-nosse", 3794, "结合当前杭州西湖风景名胜区", "度过一个愉快的旅程！", 2574,
     619, 1379, "c5595e94-d5c6-94a3-80c3-9affff93463e", 3},
    {"single-generation-message-json-nosse", 17, "{\n  \"result\": 2\n}", "2\n}", 0, 25, 9,
     "6af9571b-1033-98f9-a287-c06f2e9d6f7f"},
    {"single-generation-message-logprobs-nosse", 1, "2", "2", 0, 20, 1, "1d881da5-0028-9f20-8e7f-6bc7ae891c54"},
    {"single-generation-message-nosse", 147, "1+1 等于 2。这是最基本的数学加法之一", "相加都等于该数字的二倍。", 0, 8,
     39, "e764bfe3-c0b7-97a0-ae57-cd99e1580960"},
    {"single-generation-message-roleplay-nosse", 239, "嗯……splay树啊", "是不是有点晚了呀？", 0, 186, 83,
     "312b74e3-69e0-433a-9561-25541e346966"},
    {"single-generation-message-search-nosse", 890, "截至2025年10月17日，阿里巴巴美股", "[ref_2]。", 0, 2707, 266,
     "cc2b017d-df02-4ad6-8942-858ad10a3f8a", 5},
    {"single-generation-message-sse", 140, "1+1 等于 2。这是最基本的数学加法之一", "1 的结果都是 2。", 0, 8, 40,
     "d272255f-82d7-9cc7-93c5-17ff77024349"},
    {"single-generation-message-translation-nosse", 52, "The concept of cnblogs i", "anges world ", 0, 111, 11,
     "bf86e0f9-a8a2-9b32-be8d-ea3cae47c8ea"},
    {"single-generation-message-with-code-interpreter-sse", 118, "123的21次方是：\n\n772693644665", "，共有42位数。",
     485, 723, 254, "752a7de3-d3aa-4aeb-82ab-a8b08b41524b"},
    {"single-generation-message-with-tools-nosse", 0, "", "", 0, 211, 8, "67300049-c108-9987-b1c1-8e0ee2de6b5d", 0,
     R"([{"id":"call_cec4c19d27624537b583af","type":"function","function":{"name":"get_current_weather",)"
     R"("arguments":"{\"location\": \"浙江省杭州市\"}"}}])"},
    {"single-generation-message-with-tools-sse", 204, "目前杭州和上海的天气情况如下", "出门携带雨具以防下雨。", 0, 283,
     53, "dd51401b-146e-42a0-96d9-4067a5fac75a"},
};

std::size_t sources_of(json::value const& search_info) {
    auto const* info = search_info.if_object();
    return info ? info->at("search_results").as_array().size() : 0;
}

void check_chat(chat_row const& row, std::size_t piece) {
    CAPTURE(row.name);
    CAPTURE(piece);
    chat_accumulator answer;
    feed(answer, recorded::load(row.name), piece);
    REQUIRE(answer.finished());
    auto const result = answer.take();
    auto const& choice = result.choices.front();
    CHECK(choice.text.size() == row.bytes);
    CHECK(choice.text.starts_with(row.begin));
    CHECK(choice.text.ends_with(row.end));
    CHECK(choice.reasoning.size() == row.reasoning_bytes);
    CHECK(choice.finish_reason == "stop");
    CHECK(choice.tool_calls == json::parse(row.calls));
    CHECK(result.usage.at("input_tokens") == row.input_tokens);
    CHECK(result.usage.at("output_tokens") == row.output_tokens);
    CHECK(result.request_id == row.request_id);
    CHECK(sources_of(result.search_info) == row.sources);
}

// ---- applications

struct app_row {
    std::string_view name;
    std::size_t bytes;
    std::string_view begin, end;
    std::string_view session;
    std::vector<std::string_view> steps;  // TYPE NAME INPUT, and the sizes of the thought and of what was observed
    std::size_t references;
    std::string_view models;
    std::string_view request_id;
};

std::vector<app_row> const& apps() {
    static std::vector<app_row> const rows = {
        {"application-conversation-generation-session-id-nosse",
         2538,
         "根据知识库中提供的《xUnit Test",
         "接作为工具手册使用。",
         "9995da2046a04b448dc5a562563f4835",
         {"agentRag 知识检索 {} 0 5263", "reasoning 思考过程  2474 0"},
         0,
         R"([{"output_tokens":1081,"model_id":"deepseek-r1","input_tokens":1283}])",
         "703ba252-43c0-9a05-a656-1c2bf03d21dc"},
        {"application-single-generation-text-nosse",
         1345,
         "xUnit Test Patterns 提供了一套",
         "于维护的自动化测试。",
         "b7250cba47db463ca851dfb4088e71d8",
         {"agentRag 知识检索 {} 0 6356",
          R"(api 长期记忆检索 {"memory_id":"ffd8be2352d84c6b9350e91c865b512e","query":"总结xUnit Test Patterns中的内容"} 0 2)"},
         5,
         R"([{"output_tokens":290,"model_id":"qwen-plus","input_tokens":2591}])",
         "c127bd40-180c-9cfa-b991-f875edd8c310"},
        {"application-single-generation-text-sse",
         1214,
         "xUnit Test Patterns这本书",
         "[5]</ref>。",
         "069db8223d514dab91185954dc5108de",
         {},
         4,
         R"([{"input_tokens":2304,"output_tokens":244,"model_id":"qwen-max-latest"}])",
         "44862941-b743-9332-b49f-5f3db75a4873"},
        {"application-single-generation-text-with-thought-nosse",
         2936,
         "《xUnit Test Patterns》是一本",
         "软件质量和开发效率。",
         "9d81b84e95f844c29ee825ad8bb647bb",
         {"agentRag 知识检索 {} 0 6354", "reasoning 思考过程  2745 0"},
         0,
         R"([{"output_tokens":1126,"model_id":"deepseek-r1","input_tokens":1129}])",
         "b5819020-e5aa-9481-8c9d-e11797f191d8"},
    };
    return rows;
}

std::string shown(app_step const& step) {
    return step.type + " " + step.name + " " + step.input + " " + std::to_string(step.text.size()) + " " +
           std::to_string(step.observation.size());
}

void check_app(app_row const& row, std::size_t piece) {
    CAPTURE(row.name);
    CAPTURE(piece);
    app_accumulator answer;
    feed(answer, recorded::load(row.name), piece);
    REQUIRE(answer.finished());
    auto const result = answer.take();
    CHECK(result.text.size() == row.bytes);
    CHECK(result.text.starts_with(row.begin));
    CHECK(result.text.ends_with(row.end));
    CHECK(result.session_id == row.session);
    CHECK(result.finish_reason == "stop");
    REQUIRE(result.steps.size() == row.steps.size());
    for (std::size_t i = 0; i < row.steps.size(); ++i) CHECK(shown(result.steps[i]) == row.steps[i]);
    REQUIRE(result.references.size() == row.references);
    for (auto const& reference : result.references) CHECK(reference.at("doc_name") == "xUnit Test Patterns");
    CHECK(result.models == json::parse(row.models));
    CHECK(result.request_id == row.request_id);
}

// ---- everything else, each in its own way

void pending(recorded::exchange const& from, std::string_view id, std::string_view request_id) {
    auto const state = read_task(whole(from));
    CHECK(state.id == id);
    CHECK(state.status == task_status::pending);
    CHECK_FALSE(state.terminal());
    CHECK(state.request_id == request_id);
}

void image_task(recorded::exchange const& from) {
    auto const state = read_task(whole(from));
    CHECK(state.id == "c4f94e00-5899-431b-9579-eb1ebe686379");
    CHECK(state.status == task_status::succeeded);
    CHECK(state.code.empty());  // `error_code` 0 and `error_message` "Success" are no failure
    auto const made = read_image_result(state.output, state.usage);
    REQUIRE(made.urls.size() == 1);
    CHECK(contains(made.urls[0], "_style3_jxdf6o4zwy.jpg"));
    CHECK(made.failed.empty());
    CHECK(state.usage.at("image_count") == 1);
}

void batch_task(recorded::exchange const& from) {
    auto const state = read_task(whole(from));
    CHECK(state.status == task_status::succeeded);
    CHECK(contains(state.output.at("url").as_string(), "_output_1732514147173.txt.gz?Expires="));
    CHECK(state.usage.at("total_tokens") == 28);
}

void running_task(recorded::exchange const& from) {
    auto const state = read_task(whole(from));
    CHECK(state.id == "9e2b6ef6-285d-4efa-8651-4dbda7d571fa");
    CHECK(state.status == task_status::running);
    CHECK_FALSE(state.terminal());
    CHECK(state.output.at("task_metrics").at("TOTAL") == 4);
}

void unknown_task(recorded::exchange const& from) {
    auto const state = read_task(whole(from));
    CHECK(state.id == "1111");
    CHECK(state.status == task_status::unknown);
    CHECK(state.terminal());
}

void picture(recorded::exchange const& from) {
    auto const answer = whole(from).as_object();
    auto const made = read_image_result(answer.at("output").as_object(), answer.at("usage").as_object());
    REQUIRE(made.urls.size() == 1);
    CHECK(made.urls[0].starts_with("https://dashscope-7c2c.oss-cn-shanghai.aliyuncs.com/7d/93/20"));
    CHECK(made.size == "1664*928");
}

void vectors(recorded::exchange const& from) {
    auto const made = read_embeddings(whole(from));
    REQUIRE(made.list.size() == 1);
    REQUIRE(made.list[0].vector.size() == 1536);
    CHECK(made.list[0].vector.front() == -0.005039233741296242);
    CHECK(made.list[0].vector.back() == -0.006245721162617326);
    CHECK(made.list[0].sparse.empty());
    CHECK(made.usage.at("total_tokens") == 3);
    CHECK(made.request_id == "1773f7b2-2148-9f74-b335-b413e398a116");
}

void policy(recorded::exchange const& from) {
    auto const with = read_upload_policy(whole(from), beijing_origin());
    CHECK(with.signature == "n3dNX/aD3+WAly0QgzsURfiIk00=");
    CHECK(with.access_key_id == "accessKeyId");
    CHECK(with.acl == "private");
    CHECK(with.forbid_overwrite == "true");
    CHECK(with.folder ==
          "dashscope-instant/52afe077fb4825c6d74411758cb1ab98/2025-07-12/"
          "b744f4f8-1a9c-9c6b-950d-0d327e331f2f");
    CHECK(with.host.where.text() == "https://dashscope-file-mgr.oss-cn-beijing.aliyuncs.com");
    CHECK(with.max_bytes == 1024ULL * 1024 * 1024);
}

/// {name, value} of a form's fields; blank lines may be missing, as in the recording.
std::map<std::string, std::string> form_fields(std::string_view form) {
    std::map<std::string, std::string> fields;
    static constexpr std::string_view begin = "form-data; name=";
    for (auto at = form.find(begin); at != form.npos; at = form.find(begin, at)) {
        at += begin.size();
        auto const end = form.find_first_of("\r\n", at);
        std::string name(form.substr(at, std::min(form.find(';', at), end) - at));
        std::erase(name, '"');
        auto const value = form.find_first_not_of("\r\n", end);
        if (value == form.npos) break;
        fields[name] = form.substr(value, form.find_first_of("\r\n", value) - value);
        at = value;
    }
    return fields;
}

void upload_form(recorded::exchange const& from) {
    // It answers the permission that was recorded beside it.
    auto const with = read_upload_policy(whole(recorded::load("get-upload-policy-nosse")), beijing_origin());
    auto const ours = form_fields(form_head(with, "Lenna.jpg", "image/jpeg", "b") + "1" + form_tail("b"));
    auto theirs = form_fields(from.request_body);
    CHECK(theirs.size() == 7);
    theirs["file"] = ours.at("file");  // has a type in ours
    // OSS answers 204 without it; and what the file is.
    theirs["success_action_status"] = "200";
    theirs["x-oss-content-type"] = "image/jpeg";
    CHECK(ours == theirs);
    CHECK(value_of(from.request_fields, "content-type").starts_with("multipart/form-data; boundary="));
}

void refused(recorded::exchange const& from, api_error const& expected) {
    auto const error = from.streamed() ? find_stream_error(events_of(from.response_body, 3).front())
                                       : find_error(from.status, json::parse(from.response_body));
    REQUIRE(error);
    CHECK(error->http_status == expected.http_status);
    CHECK(error->code == expected.code);
    CHECK(error->message == expected.message);
    CHECK(error->request_id == expected.request_id);
    CHECK(error->kind == expected.kind);
    if (!from.streamed()) CHECK_THROWS_AS(whole(from), failure);
}

constexpr auto bad_role = "Role must be user or assistant and Content length must be greater than 0";

struct other_row {
    std::string_view name;
    void (*check)(recorded::exchange const&);
};

constexpr other_row others[] = {
    {"auth-error-nosse",
     [](auto const& from) {
         refused(from, {401, "InvalidApiKey", "Invalid API-key provided.", "a1c0561c-1dfe-98a6-a62f-983577b8bc5e",
                        error_kind::invalid_key});
     }},
    {"parameter-error-nosse",
     [](auto const& from) {
         refused(from, {400, "InvalidParameter", bad_role, "a5898c04-d210-901b-965f-e4bd90478805",
                        error_kind::invalid_parameter});
     }},
    {"parameter-error-sse",
     [](auto const& from) {
         refused(from, {400, "InvalidParameter", bad_role, "7671ecd8-93cc-9ee9-bc89-739f0fd8b809",
                        error_kind::invalid_parameter});
     }},
    {"upload-file-error-nosse",  // the compatible shape, of which no other error was recorded
     [](auto const& from) {
         refused(from,
                 {400, "invalid_request_error", "'purpose' must be 'file-extract'", "", error_kind::invalid_parameter});
     }},
    {"batch-text-embedding-nosse",
     [](auto const& from) {
         pending(from, "6075262c-b56d-4968-9abf-2a9784a90f3e", "db5ce040-4548-9919-9a75-3385ee152335");
     }},
    {"image-generation-nosse",
     [](auto const& from) {
         pending(from, "c4f94e00-5899-431b-9579-eb1ebe686379", "565ff453-bcf7-99ec-9fbe-b99bb8caab07");
     }},
    {"get-task-image-generation-success-nosse", image_task},
    {"get-task-batch-text-embedding-success-nosse", batch_task},
    {"get-task-running-nosse", running_task},
    {"get-task-unknown-nosse", unknown_task},
    {"multimodal-generation-image-nosse", picture},
    {"text-embedding-nosse", vectors},
    {"get-upload-policy-nosse", policy},
    {"upload-temporary-file-nosse", upload_form},
};

struct unused_row {
    std::string_view name;
    std::string_view why;
};

constexpr std::string_view files_api = "files for datasets, batches and qwen-long: no tool uses them (catalogue §13)";
constexpr std::string_view text_format = "result_format text of the oldest API: every tool asks for messages";

constexpr unused_row out_of_scope[] = {
    {"delete-file-compatible-nosse", files_api},
    {"delete-file-nosse", files_api},
    {"get-file-compatible-nosse", files_api},
    {"get-file-content-compatible-nosse", files_api},
    {"get-file-nosse", files_api},
    {"list-files-compatible-nosse", files_api},
    {"list-files-nosse", files_api},
    {"upload-file-compatible-nosse", files_api},
    {"upload-file-nosse", files_api},
    {"single-generation-text-nosse", text_format},
    {"single-generation-text-sse", text_format},
    {"socket-speech-synthesizer", "realtime models speak over a WebSocket only"},
    {"tokenization-nosse", "no tool counts tokens"},
};

std::vector<std::string> listed() {
    std::vector<std::string> names;
    for (auto const& row : chats) names.emplace_back(row.name);
    for (auto const& row : apps()) names.emplace_back(row.name);
    for (auto const& row : others) names.emplace_back(row.name);
    for (auto const& row : out_of_scope) names.emplace_back(row.name);
    std::ranges::sort(names);
    return names;
}

json::value asked(std::string_view name) {
    return json::parse(recorded::load(name).request_body);
}

}  // namespace

TEST_SUITE("dashscope/recorded") {
    TEST_CASE("every recording is in one table, and only one") {
        CHECK(listed() == recorded::names());
    }

    TEST_CASE("chats are read, however their streams are cut") {
        for (auto const& row : chats)
            for (std::size_t piece : {1, 7, 4096}) check_chat(row, piece);
    }

    TEST_CASE("applications' answers are read, however their streams are cut") {
        for (auto const& row : apps())
            for (std::size_t piece : {1, 7, 4096}) check_app(row, piece);
    }

    TEST_CASE("all other answers are read") {
        for (auto const& row : others) {
            CAPTURE(row.name);
            row.check(recorded::load(row.name));
        }
    }

    TEST_CASE("our requests are those that were recorded") {
        auto const image = asked("multimodal-generation-image-nosse");
        image_request wish;
        wish.model = "qwen-image-max";
        wish.prompt = image.at_pointer("/input/messages/0/content/0/text").as_string();
        wish.negative_prompt = image.at_pointer("/parameters/negative_prompt").as_string();
        wish.n = 1;
        wish.prompt_extend = true;
        wish.watermark = false;
        wish.size = "1664*928";
        wish.seed = 233;
        auto const made = compose(wish);
        CHECK(json::value(made.body) == image);
        CHECK(made.path == recorded::load("multimodal-generation-image-nosse").path);
        CHECK_FALSE(made.async);

        embedding_request embed;
        embed.model = "text-embedding-v2";
        embed.contents = {{"text", {"代码改变世界"}}};
        embed.text_type = "query";
        auto const vectors_of = compose(embed);
        REQUIRE(vectors_of.size() == 1);
        CHECK(json::value(vectors_of[0].body) == asked("text-embedding-nosse"));
        CHECK(vectors_of[0].path == recorded::load("text-embedding-nosse").path);

        // Sampling is no parameter of ours: an application has its own.
        auto session = asked("application-conversation-generation-session-id-nosse");
        auto& parameters = session.as_object().at("parameters").as_object();
        for (auto const* name : {"top_k", "top_p", "seed", "temperature"}) parameters.erase(name);
        app_request call;
        call.prompt = "总结一下第一本书的内容";
        call.session_id = "9995da2046a04b448dc5a562563f4835";
        call.has_thoughts = true;
        call.rag_options = parameters.at("rag_options").as_object();
        CHECK(json::value(app_body(call)) == session);
        CHECK(app_path("010aa085cc9943268731861c9511bb0c") ==
              recorded::load("application-conversation-generation-session-id-nosse").path);
        CHECK(task_path("1111") == recorded::load("get-task-running-nosse").path);
    }
}
