// Signed requests: as values, and against the emulator, which verifies signatures with code of its own.

#include "dashscope/openapi.hpp"

#include "client_fixture.hpp"
#include "dashscope/settings.hpp"
#include "sandbox/sandbox.hpp"
#include "seal/digest.hpp"

using namespace dashscope;
using namespace dashscope::test;
using namespace std::chrono_literals;

namespace {

openapi_credential someone(std::string token = {}) {
    return {{"LTAI5tExampleKeyId000", "ExampleSecret0000000000000000000", std::move(token)},
            {true, "bailian.cn-beijing.aliyuncs.com", 443}};
}

acs3_moment const fixed{std::chrono::sys_days{std::chrono::year(2026) / 11 / 21} + 8h,
                        "3156853299f313e23d1673dc12e1703d"};

openapi_request retrieve_request(std::string query = "solar panels") {
    return {"Retrieve",
            openapi_path({"ws-sandbox", "index", "retrieve"}),
            {{"IndexId", "idx-sandbox"}, {"Query", std::move(query)}}};
}

operation const retrieving{"Retrieval", op_class::read};

struct openapi_fixture {
    explicit openapi_fixture(sandbox::options options = {}) : emulator(context.get_executor(), std::move(options)) {
        who.where = {false, "127.0.0.1", emulator.listen("127.0.0.1", 0)};
    }

    json::value call(openapi_request asked) {
        return run(context, call_openapi(api, who, retrieving, std::move(asked), {}));
    }

    failure failed(openapi_request asked) {
        try {
            call(std::move(asked));
        } catch (failure const& error) {
            CHECK_FALSE(contains(error.text(), who.key.secret));
            return error;
        }
        FAIL("no failure");
        throw std::logic_error("unreachable");
    }

    /// Sends one request that was changed after it was signed.
    net::client_response send(net::client_request request) { return run(context, http.send(std::move(request))); }

    net::client_request signed_request() const {
        return make_openapi_request(who, retrieving, retrieve_request(), {}, this_moment());
    }

    boost::asio::io_context context{1};
    sandbox::server emulator;
    net::client http{context.get_executor(), {}};
    client api{http, context.get_executor(), client_fixture::quick()};
    openapi_credential who{{"LTAIsandbox", "sandbox-secret"}, {}};
};

}  // namespace

TEST_CASE("a request has the SDK's fields, an empty body and the documented path") {
    auto const request = make_openapi_request(someone(), retrieving, retrieve_request("a b"), {}, fixed);
    CHECK(request.method == "POST");
    CHECK(request.to.where.host == "bailian.cn-beijing.aliyuncs.com");
    CHECK(request.to.target == "/ws-sandbox/index/retrieve?IndexId=idx-sandbox&Query=a%20b");
    CHECK(request.body.empty());
    CHECK_FALSE(request.fields.find("content-type"));
    CHECK_FALSE(request.fields.find("x-acs-security-token"));
    CHECK(request.fields.value_or("x-acs-version", "") == "2023-12-29");
    CHECK(request.fields.value_or("x-acs-action", "") == "Retrieve");
    CHECK(request.fields.value_or("x-acs-date", "") == "2026-11-21T08:00:00Z");
    CHECK(request.fields.value_or("x-acs-credentials-provider", "") == "static_ak");
    CHECK(contains(request.fields.value_or("Authorization", ""),
                   "ACS3-HMAC-SHA256 Credential=LTAI5tExampleKeyId000,SignedHeaders=host;x-acs-action;"
                   "x-acs-content-sha256;x-acs-credentials-provider;x-acs-date;x-acs-signature-nonce;x-acs-version,"
                   "Signature="));
}

TEST_CASE("bodies are forms or JSON, and signed") {
    openapi_request asked{"ApplyFileUploadLease", "/ws/datacenter/category/default"};
    asked.form = {{"FileName", "手机 介绍.docx"}, {"SizeInBytes", "6144"}};
    auto request = make_openapi_request(someone(), {"Lease", op_class::compute, "PUT"}, asked, {}, fixed);
    CHECK(request.method == "PUT");
    CHECK(request.body == "FileName=%E6%89%8B%E6%9C%BA%20%E4%BB%8B%E7%BB%8D.docx&SizeInBytes=6144");
    CHECK(request.fields.value_or("content-type", "") == "application/x-www-form-urlencoded");
    CHECK(request.fields.value_or("x-acs-content-sha256", "") == seal::sha256_hex(request.body));
    CHECK(contains(request.fields.value_or("Authorization", ""), "SignedHeaders=content-type;host;"));

    asked.form.clear();
    asked.body = json::object{{"a", 1}};
    request = make_openapi_request(someone(), retrieving, asked, {}, fixed);
    CHECK(request.body == R"({"a":1})");
    CHECK(request.fields.value_or("content-type", "") == "application/json; charset=utf-8");
    CHECK(request.to.target == "/ws/datacenter/category/default");
}

TEST_CASE("a temporary key signs its token too") {
    auto const request = make_openapi_request(someone("TOKEN123"), retrieving, retrieve_request(), {}, fixed);
    CHECK(request.fields.value_or("x-acs-security-token", "") == "TOKEN123");
    CHECK(request.fields.value_or("x-acs-accesskey-id", "") == "LTAI5tExampleKeyId000");
    CHECK(request.fields.value_or("x-acs-credentials-provider", "") == "static_sts");
    CHECK(contains(request.fields.value_or("Authorization", ""), ";x-acs-security-token;"));
}

TEST_CASE("path segments can't leave their place") {
    CHECK(openapi_path({"ws", "memories", "../x?y=1#z"}) == "/ws/memories/..%2Fx%3Fy%3D1%23z");
}

TEST_CASE("a pair that can't be one is refused before anything is sent") {
    struct {
        access_key key;
        std::string_view part;
    } const cases[] = {
        {{"", ""}, "needs an AccessKey pair"}, {{"", "s"}, "but no id"},
        {{"i", ""}, "but no secret"},          {{"${ALIBABA_CLOUD_ACCESS_KEY_ID}", "s"}, "placeholder"},
        {{"LTAI x", "s"}, "blanks"},           {{"LTAI", "s", "a\nb"}, "blanks"},
    };
    for (auto const& c : cases) {
        CAPTURE(c.part);
        try {
            check_access_key(c.key, {"Retrieval", "", {}});
            FAIL("not refused");
        } catch (failure const& error) {
            CHECK(error.kind() == error_kind::invalid_access_key);
            CHECK(contains(error.text(), c.part));
            CHECK(contains(error.text(), "ALIBABA_CLOUD_ACCESS_KEY_SECRET"));
        }
    }
    CHECK_NOTHROW(check_access_key({"LTAI", "s"}, {}));
}

TEST_CASE_FIXTURE(openapi_fixture, "signed requests are taken, whatever characters they hold") {
    for (auto const* query : {"solar panels", "阿里云百炼 RAG (test)*~!", "a+b&c=d%20/?#'\"", "\t\n"}) {
        CAPTURE(query);
        CHECK(call(retrieve_request(query)).at("Success") == true);
    }
    who.key.security_token = "a-token";
    CHECK(call(retrieve_request()).at("Success") == true);
}

TEST_CASE_FIXTURE(openapi_fixture, "a request with one wrong byte is refused") {
    auto request = signed_request();
    request.to.target.back() = 'x';
    auto answer = send(request);
    CHECK(answer.status == 400);
    CHECK(contains(answer.body, "SignatureDoesNotMatch"));
    request = signed_request();
    request.body = "x";
    CHECK(contains(send(request).body, "SignatureDoesNotMatch"));
    request = signed_request();
    request.method = "PUT";
    CHECK(send(request).status >= 400);
    request = signed_request();
    CHECK(send(request).status == 200);
    CHECK(contains(send(request).body, "SignatureNonceUsed"));
}

TEST_CASE_FIXTURE(openapi_fixture, "each refusal says what to do") {
    struct {
        access_key key;
        std::string_view code, advice;
    } const cases[] = {
        {{"LTAIsandbox", "another-secret"}, "SignatureDoesNotMatch", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"},
        {{"LTAInobody", "sandbox-secret"}, "InvalidAccessKeyId.NotFound", "does not exist or is disabled"},
        {{"LTAIsandbox", "sandbox-secret", "expired"}, "InvalidSecurityToken.Expired", "new id, secret and token"},
    };
    for (auto const& c : cases) {
        CAPTURE(c.code);
        who.key = c.key;
        auto const error = failed(retrieve_request());
        CHECK(error.kind() == error_kind::invalid_access_key);
        CHECK(error.api().code == c.code);
        CHECK(contains(error.text(), c.advice));
        CHECK(contains(error.text(), "Request id: "));
        CHECK_FALSE(contains(error.text(), "canonicalRequest"));
    }
}

TEST_CASE_FIXTURE(openapi_fixture, "a wrong clock, a foreign workspace and an unknown index are told apart") {
    auto const old = make_openapi_request(who, retrieving, retrieve_request(), {},
                                          {std::chrono::system_clock::now() - 20min, "nonce"});
    CHECK(contains(send(old).body, "InvalidTimeStamp.Expired"));
    auto asked = retrieve_request();
    asked.path = openapi_path({"ws-other", "index", "retrieve"});
    auto const error = failed(asked);
    CHECK(error.kind() == error_kind::workspace);
    CHECK(contains(error.text(), "BAILIAN_WORKSPACE_ID"));
    asked = retrieve_request();
    asked.query[0].second = "idx-other";
    CHECK(contains(failed(asked).text(), "index_id"));
}

TEST_CASE("a repetition is signed anew") {
    sandbox::options options;
    options.faults = {"429*1", "503*1", "reset*1"};
    openapi_fixture with(std::move(options));
    CHECK(with.call(retrieve_request()).at("Success") == true);
}

TEST_CASE("the pair and the host come from the settings") {
    settings from;
    from.access_key_id = "LTAI1";
    from.access_key_secret = "s";
    from.security_token = "t";
    from.openapi = {true, "bailian.ap-southeast-1.aliyuncs.com", 443};
    auto const who = openapi_credential_of(from);
    CHECK(who.key.id == "LTAI1");
    CHECK(who.key.secret == "s");
    CHECK(who.key.security_token == "t");
    CHECK(who.where == from.openapi);
}
