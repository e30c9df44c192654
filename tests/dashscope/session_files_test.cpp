#include "dashscope/session_files.hpp"

#include "client_fixture.hpp"
#include "dashscope/body_sources.hpp"
#include "sandbox/sandbox.hpp"
#include "seal/md5.hpp"

#include <boost/json/serialize.hpp>

using namespace dashscope;
using namespace dashscope::test;

namespace {

std::string failure_text(std::function<void()> const& work) {
    try {
        work();
    } catch (failure const& error) {
        return error.text();
    }
    return "no failure";
}

net::origin openapi_origin() {
    return {true, "bailian.cn-beijing.aliyuncs.com", 443};
}

std::string lease_answer(std::string_view url, std::string_view headers) {
    return R"({"Code":"Success","Data":{"FileUploadLeaseId":"L1","Param":{"Method":"PUT","Url":")" + std::string(url) +
           R"(","Headers":)" + std::string(headers) + R"(},"Type":"HTTP"},"Status":200,"Success":true})";
}

session_content content(std::string name, std::string bytes) {
    seal::md5 sum;
    sum.update(bytes);
    return {std::move(name), sum.hex(), memory_source(std::move(bytes))};
}

}  // namespace

TEST_CASE("the four requests") {
    auto const lease = lease_request("llm-1", content("手机 介绍.docx", "abc"));
    CHECK(lease.action == "ApplyFileUploadLease");
    CHECK(lease.path == "/llm-1/datacenter/category/default");
    CHECK(lease.form == text_pairs{{"FileName", "手机 介绍.docx"},
                                   {"Md5", "900150983cd24fb0d6963f7d28e17f72"},
                                   {"SizeInBytes", "3"},
                                   {"CategoryType", "SESSION_FILE"}});
    auto const add = add_request("llm-1", "L1");
    CHECK(add.action == "AddFile");
    CHECK(add.path == "/llm-1/datacenter/file");
    CHECK(add.form == text_pairs{{"LeaseId", "L1"},
                                 {"Parser", "DASHSCOPE_DOCMIND"},
                                 {"CategoryId", "default"},
                                 {"CategoryType", "SESSION_FILE"}});
    auto const describe = describe_request("llm-1", "file_session_1");
    CHECK(describe.action == "DescribeFile");
    CHECK(describe.path == "/llm-1/datacenter/file/file_session_1/");
    CHECK(describe.form.empty());
}

TEST_CASE("leases in each form") {
    auto const url =
        "https://bailian-datahub-data-origin-prod.oss-cn-hangzhou.aliyuncs.com/1/a.pdf?Expires=1&Signature=x%3D";
    for (std::string_view headers : {R"({"X-bailian-extra":"MTAw==","Content-Type":"application/pdf"})",
                                     R"("\"X-bailian-extra\":\"MTAw==\",\n\"Content-Type\":\"application/pdf\"")",
                                     R"("{\"X-bailian-extra\":\"MTAw==\",\"Content-Type\":\"application/pdf\"}")"}) {
        CAPTURE(headers);
        auto const lease = read_lease(json::parse(lease_answer(url, headers)), openapi_origin());
        CHECK(lease.id == "L1");
        CHECK(lease.request.method == "PUT");
        CHECK(lease.request.to.target == "/1/a.pdf?Expires=1&Signature=x%3D");
        CHECK(lease.request.fields.value_or("X-bailian-extra", "") == "MTAw==");
        CHECK(lease.request.fields.value_or("Content-Type", "") == "application/pdf");
    }
    auto const empty = read_lease(json::parse(lease_answer(url, R"({"Content-Type":""})")), openapi_origin());
    CHECK(empty.request.fields.find("Content-Type") == "");
}

TEST_CASE("leases that can't be used") {
    struct {
        std::string answer;
        std::string_view part;
    } const cases[] = {
        {"null", "no Data"},
        {R"({"Data":{}})", "no Param"},
        {R"({"Data":{"FileUploadLeaseId":"L","Param":{"Url":"https://e.com/"}}})", "no Method"},
        {R"({"Data":{"Param":{"Method":"PUT","Url":"https://e.com/"}}})", "no FileUploadLeaseId"},
        {lease_answer("ftp://e.com/x", "{}"), "names no URL"},
        {lease_answer("http://e.com/x", "{}"), "without encryption: http://e.com"},
        {lease_answer("https://e.com/x", R"({"X-bailian-extra":"a\r\nb"})"), "line break"},
    };
    for (auto const& c : cases) {
        auto const text = failure_text([&] { read_lease(json::parse(c.answer), openapi_origin()); });
        CHECK_MESSAGE(contains(text, c.part), text);
    }
    net::origin const loopback{false, "127.0.0.1", 8900};
    CHECK(read_lease(json::parse(lease_answer("http://127.0.0.1:8900/x", "{}")), loopback).id == "L1");
}

TEST_CASE("ids and states") {
    CHECK(read_added(json::parse(R"({"Data":{"FileId":"file_session_1_2","Parser":"DASHSCOPE_DOCMIND"}})")) ==
          "file_session_1_2");
    CHECK(
        contains(failure_text([] { read_added(json::parse(R"({"Data":{"FileId":"file_1"}})")); }), "no session file"));
    struct {
        std::string status;
        bool ready, failed;
        std::string_view remedy;
    } const cases[] = {
        {"INIT", false, false, ""},
        {"IN_PARSE_QUEUE", false, false, ""},
        {"PARSING", false, false, ""},
        {"PARSE_SUCCESS", false, false, ""},
        {"SAFE_CHECKING", false, false, ""},
        {"INDEX_BUILDING", false, false, ""},
        {"INDEX_BUILD_SUCCESS", false, false, ""},
        {"SOMETHING_NEW", false, false, ""},
        {"FILE_IS_READY", true, false, ""},
        {"PARSE_FAILED", false, true, "Upload it again"},
        {"SAFE_CHECK_FAILED", false, true, "change the file"},
        {"INDEX_BUILDING_FAILED", false, true, "Upload it again"},
        {"INDEX_DELETED", false, true, "Upload it again"},
        {"FILE_EXPIRED", false, true, "7 days"},
    };
    for (auto const& c : cases) {
        CAPTURE(c.status);
        auto const state =
            read_state(json::parse(R"({"Data":{"FileName":"a.pdf","Status":")" + c.status + "\"}}"), "file_session_1");
        CHECK(state.name == "a.pdf");
        CHECK(state.ready() == c.ready);
        CHECK(state.failed() == c.failed);
        CHECK(remedy_for(c.status).empty() == c.remedy.empty());
        CHECK(contains(remedy_for(c.status), c.remedy));
    }
    CHECK(contains(failure_text([] { read_state(json::parse(R"({"Data":{}})"), "x"); }), "no Status"));
}

TEST_CASE("what is missing is told") {
    session_file_access access{{{}, openapi_origin()}, "llm-1"};
    CHECK(contains(failure_text([&] { check_access(access); }), "needs an AccessKey pair"));
    access.who.key = {"LTAIsandbox", "sandbox-secret"};
    CHECK(failure_text([&] { check_access(access); }) == "no failure");
    access.workspace_id.clear();
    CHECK(contains(failure_text([&] { check_access(access); }), "BAILIAN_WORKSPACE_ID"));
}

namespace {

struct session_fixture : client_fixture {
    explicit session_fixture(sandbox::options how = {}) : emulator(context.get_executor(), std::move(how)) {
        access.who = {{"LTAIsandbox", "sandbox-secret"}, {false, "127.0.0.1", emulator.listen("127.0.0.1", 0)}};
        access.workspace_id = "ws-sandbox";
    }

    std::string send(std::string name, std::string bytes) {
        return run(context, send_session_file(api, http, access, content(std::move(name), std::move(bytes))));
    }
    std::string status(std::string const& id) { return run(context, describe_session_file(api, access, id)).status; }

    sandbox::server emulator;
    session_file_access access;
};

}  // namespace

TEST_CASE_FIXTURE(session_fixture, "a file is leased, uploaded, added and described") {
    auto const id = send("notes, 笔记 & more.txt", "The sky is blue.\n");
    CHECK(id.starts_with("file_session_"));
    CHECK(status(id) == "INIT");
    CHECK(contains(failed([&] { status("file_session_nothing"); }).text(), "does not exist"));
}

TEST_CASE_FIXTURE(session_fixture, "what DashScope refuses is told") {
    CHECK(contains(failed([&] { send("program.exe", "MZ"); }).text(), "not supported"));
    auto wrong = content("a.txt", "abc");
    wrong.md5 = std::string(32, '0');
    auto const error = failed([&] { run(context, send_session_file(api, http, access, wrong)); });
    CHECK_MESSAGE(contains(error.text(), "Uploading a.txt"), error.text());
    access.who.key.secret = "wrong-secret-0123";
    CHECK(contains(failed([&] { send("a.txt", "abc"); }).text(), "SignatureDoesNotMatch"));
    access.who.key.secret = "sandbox-secret";
    access.workspace_id = "ws-other";
    CHECK(contains(failed([&] { send("a.txt", "abc"); }).text(), "WorkSpaceNotFound"));
}

TEST_CASE("an upload is repeated where trouble passes") {
    client_fixture f;
    net::origin const where{false, "127.0.0.1", f.server.port()};
    session_file_access const access{{{"LTAIsandbox", "sandbox-secret"}, where}, "ws"};
    auto const answers = [&](int status) {
        auto const url = "http://127.0.0.1:" + std::to_string(f.server.port()) + "/put";
        f.server.script.push_back(json_answer(200, lease_answer(url, R"({"X-bailian-extra":"x"})")));
        f.server.script.push_back(
            answer(status, "application/xml", "<Error><Code>X</Code><Message>m</Message></Error>"));
    };
    SUBCASE("busy, then taken") {
        answers(503);
        f.server.script.push_back(answer(200, "text/plain", ""));
        f.server.script.push_back(json_answer(200, R"({"Data":{"FileId":"file_session_9"}})"));
        CHECK(run(f.context, send_session_file(f.api, f.http, access, content("a.txt", "abc"))) == "file_session_9");
    }
    SUBCASE("refused") {
        answers(403);
        auto const error =
            f.failed([&] { run(f.context, send_session_file(f.api, f.http, access, content("a.txt", "abc"))); });
        CHECK(contains(error.text(), "a.txt"));
    }
}
