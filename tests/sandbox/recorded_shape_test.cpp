// The sandbox is asked what DashScope was asked when the exchanges in tests/dashscope/data/recorded were recorded: its
// answers must have the same members of the same types at each level. Where they differ, one table says why.

#include "../recorded/exchange.hpp"
#include "conversation.hpp"
#include "support.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace json = boost::json;
using namespace std::chrono_literals;

namespace {

// ---- shapes

/// Every member by its path (`output.choices[].message`) with the types that it has: `number`, `string`, …
using shape = std::map<std::string, std::set<std::string>>;

std::string type_of(json::value const& value) {
    if (value.is_number()) return "number";
    return std::string(json::to_string(value.kind()));
}

void add_shape(json::value const& value, std::string const& path, shape& into) {
    into[path].insert(type_of(value));
    if (auto const* object = value.if_object())
        for (auto const& [name, member] : *object) add_shape(member, path + "." + std::string(name), into);
    if (auto const* array = value.if_array())
        for (auto const& element : *array) add_shape(element, path + "[]", into);
}

std::string joined(std::set<std::string> const& types) {
    std::string text;
    for (auto const& type : types) text += (text.empty() ? "" : "|") + type;
    return text;
}

/// The lines of a stream's frames without what they say: "id event :HTTP_STATUS data".
std::set<std::string> frame_forms(std::string_view stream) {
    std::set<std::string> forms;
    std::string form;
    for (std::size_t at = 0; at < stream.size();) {
        auto const end = std::min(stream.find('\n', at), stream.size());
        auto line = stream.substr(at, end - at);
        at = end + 1;
        bool const begins = line.starts_with("id:");  // blank lines are missing in some recordings
        if (begins && !form.empty()) forms.insert(std::exchange(form, {}));
        if (line.empty() || line == "\r") continue;
        auto const name = line.substr(0, line.find_first_of(":/", 1));
        form += (form.empty() ? "" : " ") + std::string(name);
    }
    if (!form.empty()) forms.insert(form);
    return forms;
}

std::vector<json::value> data_of(std::string_view stream) {
    std::vector<json::value> all;
    static constexpr std::string_view begin = "\ndata:";
    for (auto at = stream.find(begin); at != stream.npos; at = stream.find(begin, at)) {
        at += begin.size();
        all.push_back(json::parse(stream.substr(at, std::min(stream.find('\n', at), stream.size()) - at)));
    }
    return all;
}

shape shape_of(std::string_view body, bool streamed) {
    shape found;
    if (!streamed)
        add_shape(json::parse(body), "", found);
    else
        for (auto const& data : data_of(body)) add_shape(data, "", found);
    return found;
}

// ---- the same requests

/// Names that only the recorded account has, and the sandbox's for them.
constexpr std::pair<std::string_view, std::string_view> accounts_own[] = {
    {"/api/v1/apps/010aa085cc9943268731861c9511bb0c/", "/api/v1/apps/app-sandbox/"},
    {"/api/v1/apps/5ccc140108fd4b2ea5e6101fbada7583/", "/api/v1/apps/app-sandbox/"},
    {"ll6yfcnxjg", "idx-sandbox"},
    {"thie5bysoj", "idx-sandbox"},
    {"file_d129d632800c45aa9e7421b30561f447_10207234", "file_sandbox_travel"},
    {"电子书", "policy"},
    {"\"xUnit\"", "\"travel\""},
    {"总结一下第一本书的内容", "flights and hotels"},
    {"总结xUnit Test Patterns中的内容", "flights and hotels"},
};

std::string translated(std::string text) {
    for (auto const& [theirs, ours] : accounts_own)
        for (auto at = text.find(theirs); at != text.npos; at = text.find(theirs, at + ours.size()))
            text.replace(at, theirs.size(), ours);
    return text;
}

sandbox::request request_of(recorded::exchange const& from) {
    sandbox::request asked{from.method, translated(from.path), from.query, translated(from.request_body), {}};
    for (auto const& field : from.request_fields) asked.fields.push_back({field.name, field.value});
    asked.fields.push_back({"authorization", "Bearer sk-test"});
    return asked;
}

void change_body(sandbox::request& asked, std::function<void(json::object&)> const& change) {
    auto body = json::parse(asked.body).as_object();
    change(body);
    asked.body = json::serialize(body);
}

void set_field(sandbox::request& asked, std::string_view name, std::string value) {
    std::erase_if(asked.fields, [&](auto const& field) { return field.name == name; });
    asked.fields.push_back({std::string(name), std::move(value)});
}

/// What one exchange needs besides; `ask` gives the answer of a service.
using asker = sandbox::plan (*)(sandbox::service&, sandbox::request);

sandbox::plan as_it_is(sandbox::service& service, sandbox::request asked) {
    return service.answer(asked);
}

sandbox::plan with_a_bad_key(sandbox::service& service, sandbox::request asked) {
    set_field(asked, "authorization", "Bearer sk-invalid");
    return service.answer(asked);
}

sandbox::plan streamed(sandbox::service& service, sandbox::request asked) {
    set_field(asked, "x-dashscope-sse", "enable");  // missing in the recording, whose answer is a stream
    return service.answer(asked);
}

// The request line is missing in this recording.
sandbox::plan at_the_multimodal_endpoint(sandbox::service& service, sandbox::request asked) {
    asked.method = "POST";
    asked.path = sandbox_test::sync_images;
    return service.answer(asked);
}

sandbox::plan at_the_text_endpoint(sandbox::service& service, sandbox::request asked) {
    asked.method = "POST";
    asked.path = "/api/v1/services/aigc/text-generation/generation";
    return service.answer(asked);
}

/// With an application that thinks and has a memory, as the recorded ones have by their settings in the console.
sandbox::plan of_an_agent(sandbox::service& service, sandbox::request asked) {
    change_body(asked, [](json::object& body) {
        auto& parameters = body["parameters"].as_object();
        parameters["has_thoughts"] = true;
        parameters["enable_thinking"] = true;
    });
    return service.answer(asked);
}

sandbox::plan of_an_agent_with_memory(sandbox::service& service, sandbox::request asked) {
    auto const made = service.answer(sandbox_test::sign({"POST", "/ws-sandbox/memories", "description=d", {}, {}}),
                                     sandbox_test::signing_time());
    auto const id = sandbox_test::at(sandbox_test::body_of(made), "/memoryId");
    change_body(asked, [&](json::object& body) {
        body["input"].as_object()["memory_id"] = id;
        body["parameters"].as_object()["has_thoughts"] = true;
    });
    return service.answer(asked);
}

sandbox::plan of_todays_model(sandbox::service& service, sandbox::request asked) {
    change_body(asked, [](json::object& body) {
        body["model"] = "wan2.6-t2i";
        body["input"] = json::parse(
            R"({"messages":[{"role":"user","content":[{"text":"a portrait in the style of an old film"}]}]})");
    });
    set_field(asked, "x-dashscope-async", "enable");  // missing in the recording
    return service.answer(asked);
}

/// A task of this many pictures, asked for when so much time has passed.
sandbox::plan task_after(sandbox::service& service, sandbox::request asked, int count,
                         std::chrono::milliseconds passed) {
    auto const begin = std::chrono::system_clock::time_point(1'795'248'000s);
    auto submission = sandbox_test::send(
        "POST", "/api/v1/services/aigc/text2image/image-synthesis",
        R"({"model":"wan2.2-t2i-flash","input":{"prompt":"a cat"},"parameters":{"n":)" + std::to_string(count) + "}}");
    set_field(submission, "x-dashscope-async", "enable");
    auto const id = sandbox_test::at(sandbox_test::body_of(service.answer(submission, begin)), "/output/task_id");
    asked.path = "/api/v1/tasks/" + id;
    return service.answer(asked, begin + passed);
}

sandbox::plan running(sandbox::service& service, sandbox::request asked) {
    return task_after(service, std::move(asked), 4, 600ms);
}

sandbox::plan succeeded(sandbox::service& service, sandbox::request asked) {
    return task_after(service, std::move(asked), 1, 2000ms);
}

struct row {
    std::string_view name;
    asker ask = as_it_is;
};

constexpr row reproduced[] = {
    {"application-conversation-generation-session-id-nosse", of_an_agent},
    {"application-single-generation-text-nosse", of_an_agent_with_memory},
    {"application-single-generation-text-sse"},
    {"application-single-generation-text-with-thought-nosse", of_an_agent},
    {"auth-error-nosse", with_a_bad_key},
    {"conversation-generation-message-partial-nosse"},
    {"conversation-generation-message-sse"},
    {"conversation-generation-message-with-files-sse"},
    {"get-task-image-generation-success-nosse", succeeded},
    {"get-task-running-nosse", running},
    {"get-task-unknown-nosse"},
    {"get-upload-policy-nosse"},
    {"image-generation-nosse", of_todays_model},
    {"multimodal-generation-image-nosse"},
    {"multimodal-generation-message-with-tools-sse", at_the_multimodal_endpoint},
    {"multimodal-generation-vl-nosse"},
    {"multimodal-generation-vl-sse"},
    {"multimodal-generation-with-websearch-nosse"},
    {"parameter-error-nosse"},
    {"parameter-error-sse", streamed},
    {"single-generation-message-json-nosse"},
    {"single-generation-message-logprobs-nosse"},
    {"single-generation-message-nosse"},
    {"single-generation-message-roleplay-nosse", at_the_text_endpoint},
    {"single-generation-message-search-nosse"},
    {"single-generation-message-sse"},
    {"single-generation-message-translation-nosse"},
    {"single-generation-message-with-code-interpreter-sse"},
    {"single-generation-message-with-tools-nosse"},
    {"single-generation-message-with-tools-sse"},
    {"single-generation-text-nosse"},
    {"single-generation-text-sse"},
    {"text-embedding-nosse"},
};

// ---- what differs, and what is left out

struct intended {
    std::string_view name;
    std::string_view path;
    std::string_view recorded;  // types; empty: not there, nor what is below it
    std::string_view sandbox;
    std::string_view why;
};

constexpr std::string_view shows_sources =
    "a switch in the application's console (catalogue §9.3): off there, on for app-sandbox";
constexpr std::string_view style_repaint = "a member of wanx-style-repaint-v1 alone, which no tool asks";
constexpr std::string_view from_text =
    "pictures from text have it by the documents (catalogue §4.1); that one has none";

constexpr std::string_view older = "of an older recording; later ones of the endpoint have it";

constexpr std::string_view no_code = "no code is run here, and no tool asks for it";

constexpr intended differences[] = {
    {"single-generation-message-json-nosse", ".usage.prompt_tokens_details", "", "object", older},
    {"single-generation-message-logprobs-nosse", ".output.choices[].logprobs", "object", "", "no tool shows them"},
    {"single-generation-message-nosse", ".usage.prompt_tokens_details", "", "object", older},
    {"single-generation-message-search-nosse", ".output.search_info.extra_tool_info[]", "object", "",
     "the sandbox's search finds pages only"},
    {"single-generation-message-sse", ".usage.prompt_tokens_details", "", "object", older},
    {"single-generation-message-translation-nosse", ".usage.prompt_tokens_details", "", "object", older},
    {"single-generation-message-with-code-interpreter-sse", ".output.tool_info", "array", "", no_code},
    {"single-generation-message-with-code-interpreter-sse", ".usage.plugins", "object", "", no_code},
    {"single-generation-message-with-tools-nosse", ".usage.prompt_tokens_details", "", "object", older},
    {"single-generation-message-with-tools-sse", ".output.choices[].index", "number", "",
     "of a single choice some models have it, others not"},
    {"single-generation-text-sse", ".usage.prompt_tokens_details", "", "object", older},
    {"conversation-generation-message-partial-nosse", ".usage.prompt_tokens_details", "", "object", older},
    {"conversation-generation-message-sse", ".usage.prompt_tokens_details", "", "object", older},
    {"conversation-generation-message-with-files-sse", ".usage.prompt_tokens_details", "", "object", older},
    {"multimodal-generation-vl-nosse", ".usage.input_tokens_details", "", "object", older},
    {"multimodal-generation-vl-nosse", ".usage.output_tokens_details", "", "object", older},
    {"multimodal-generation-vl-nosse", ".usage.prompt_tokens_details", "", "object", older},
    {"multimodal-generation-vl-nosse", ".usage.total_tokens", "", "number", older},
    {"multimodal-generation-vl-sse", ".usage.input_tokens_details", "", "object", older},
    {"multimodal-generation-vl-sse", ".usage.output_tokens_details", "", "object", older},
    {"multimodal-generation-vl-sse", ".usage.prompt_tokens_details", "", "object", older},
    {"multimodal-generation-vl-sse", ".usage.total_tokens", "", "number", older},
    {"multimodal-generation-with-websearch-nosse", ".usage.plugins.image_search", "object", "",
     "no tool asks for pictures of a search"},
    {"application-conversation-generation-session-id-nosse", ".output.doc_references", "", "array", shows_sources},
    {"application-single-generation-text-with-thought-nosse", ".output.doc_references", "", "array", shows_sources},
    {"application-single-generation-text-nosse", ".output.doc_references[].images[]", "string", "",
     "the sandbox's passages hold no pictures"},
    {"get-task-image-generation-success-nosse", ".output.error_code", "number", "", style_repaint},
    {"get-task-image-generation-success-nosse", ".output.error_message", "string", "", style_repaint},
    {"get-task-image-generation-success-nosse", ".output.start_time", "string", "", style_repaint},
    {"get-task-image-generation-success-nosse", ".output.style_index", "number", "", style_repaint},
    {"get-task-image-generation-success-nosse", ".output.task_metrics", "", "object", from_text},
    {"get-task-image-generation-success-nosse", ".output.results[].orig_prompt", "", "string", from_text},
    {"get-task-image-generation-success-nosse", ".output.results[].actual_prompt", "", "string", from_text},
};

struct unused {
    std::string_view name;
    std::string_view why;
};

constexpr std::string_view files_api = "files for datasets, batches and qwen-long: no tool uses them (catalogue §13)";
constexpr std::string_view batches = "no tool submits batches of embeddings";

constexpr unused out_of_scope[] = {
    {"batch-text-embedding-nosse", batches},
    {"conversation-generation-message-with-doc-url-sse", "documents within messages: no tool sends them"},
    {"delete-file-compatible-nosse", files_api},
    {"delete-file-nosse", files_api},
    {"get-file-compatible-nosse", files_api},
    {"get-file-content-compatible-nosse", files_api},
    {"get-file-nosse", files_api},
    {"get-task-batch-text-embedding-success-nosse", batches},
    {"list-files-compatible-nosse", files_api},
    {"list-files-nosse", files_api},
    {"socket-speech-synthesizer", "realtime models speak over a WebSocket only"},
    {"tokenization-nosse", "no tool counts tokens"},
    {"upload-file-compatible-nosse", files_api},
    {"upload-file-error-nosse", files_api},
    {"upload-file-nosse", files_api},
    {"upload-temporary-file-nosse", "without an answer; the request is sent below"},
};

struct difference {
    std::string path, recorded, sandbox;
};

std::string types_at(shape const& in, std::string const& path) {
    auto const found = in.find(path);
    return found == in.end() ? std::string() : joined(found->second);
}

/// Where two shapes differ, without what is below a member that only one of them has.
std::vector<difference> compared(shape const& theirs, shape const& ours) {
    std::set<std::string> paths;
    for (auto const& [path, types] : theirs) paths.insert(path);
    for (auto const& [path, types] : ours) paths.insert(path);
    std::vector<difference> found;
    for (auto const& path : paths) {
        difference const here{path, types_at(theirs, path), types_at(ours, path)};
        if (here.recorded == here.sandbox) continue;
        bool const below = !found.empty() && path.starts_with(found.back().path) &&
                           (found.back().recorded.empty() || found.back().sandbox.empty());
        if (!below) found.push_back(here);
    }
    return found;
}

bool explains(intended const& row, std::string_view name, difference const& found) {
    return row.name == name && row.path == found.path && row.recorded == found.recorded && row.sandbox == found.sandbox;
}

}  // namespace

TEST_SUITE("sandbox/recorded_shape") {
    TEST_CASE("every recording is in one table, and only one") {
        std::vector<std::string> listed;
        for (auto const& each : reproduced) listed.emplace_back(each.name);
        for (auto const& each : out_of_scope) listed.emplace_back(each.name);
        std::ranges::sort(listed);
        CHECK(listed == recorded::names());
    }

    TEST_CASE("answers have the recorded shape") {
        std::set<std::size_t> used;
        for (auto const& each : reproduced) {
            CAPTURE(each.name);
            auto const theirs = recorded::load(each.name);
            sandbox::service service({});
            auto const ours = each.ask(service, request_of(theirs));
            REQUIRE(ours.status == theirs.status);
            REQUIRE(ours.streamed == theirs.streamed());
            if (ours.streamed) CHECK(frame_forms(ours.body()) == frame_forms(theirs.response_body));
            auto const found =
                compared(shape_of(theirs.response_body, ours.streamed), shape_of(ours.body(), ours.streamed));
            for (auto const& difference : found) {
                auto const row = std::ranges::find_if(
                    differences, [&](auto const& one) { return explains(one, each.name, difference); });
                if (row != std::end(differences))
                    used.insert(row - std::begin(differences));
                else
                    FAIL_CHECK(difference.path << ": recorded '" << difference.recorded << "', sandbox '"
                                               << difference.sandbox << "'");
            }
        }
        CHECK_MESSAGE(used.size() == std::size(differences), "a row of the table explains nothing");
    }

    TEST_CASE("the recorded upload is taken, with the sandbox's permission") {
        sandbox_test::conversation with;
        auto const policy = with.get_json("/api/v1/uploads?action=getPolicy&model=qwen-vl-plus");
        auto const theirs = recorded::load("upload-temporary-file-nosse");
        std::vector<std::pair<std::string, std::string>> form;
        std::vector<std::string> names;
        static constexpr std::string_view begin = "form-data; name=";
        for (auto at = theirs.request_body.find(begin); at != std::string::npos;
             at = theirs.request_body.find(begin, at)) {
            at += begin.size();
            names.push_back(theirs.request_body.substr(at, theirs.request_body.find_first_of(";\r\n", at) - at));
        }
        REQUIRE(names.size() == 7);
        CHECK(names.back() == "file");
        std::map<std::string, std::string> const values{
            {"OSSAccessKeyId", sandbox_test::at(policy, "/data/oss_access_key_id")},
            {"policy", sandbox_test::at(policy, "/data/policy")},
            {"Signature", sandbox_test::at(policy, "/data/signature")},
            {"key", sandbox_test::at(policy, "/data/upload_dir") + "/Lenna.jpg"},
            {"x-oss-object-acl", sandbox_test::at(policy, "/data/x_oss_object_acl")},
            {"x-oss-forbid-overwrite", sandbox_test::at(policy, "/data/x_oss_forbid_overwrite")}};
        for (auto const& name : names)
            if (name != "file") form.emplace_back(name, values.at(name));
        auto const made = sandbox_test::make_form(form, "Lenna.jpg", "1");
        with.with("content-type", made.content_type);
        CHECK(with.post("/", made.body).status == 204);  // as OSS answers without success_action_status
    }
}
