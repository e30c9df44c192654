#include "sandbox/acs3.hpp"

#include "support.hpp"

#include <doctest/doctest.h>

using sandbox::used_nonces;
using sandbox_test::sign;
using sandbox_test::signer;
using sandbox_test::signing_time;

namespace {

constexpr std::string_view empty_hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// A published vector: computed with @alicloud/openapi-core 1.0.8 and reproduced independently.
struct vector {
    std::string name;
    sandbox::request asked;
    std::vector<std::string> names;
    std::string canonical_hash;
    std::string signature;
};

std::vector<net::header> common_fields(std::string action, std::string hash, std::string host) {
    return {{"host", std::move(host)},
            {"x-acs-version", "2023-12-29"},
            {"x-acs-action", std::move(action)},
            {"x-acs-date", "2026-11-21T08:00:00Z"},
            {"x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d"},
            {"x-acs-content-sha256", std::move(hash)}};
}

std::vector<std::string> names_of(sandbox::request const& asked) {
    std::vector<std::string> names;
    for (auto const& field : asked.fields) names.push_back(field.name);
    return names;
}

vector query_vector(std::string query) {
    vector result;
    result.name = "retrieve-query-only";
    result.asked = {"POST",
                    "/llm-3shx2gu255oqxxxx/index/retrieve",
                    std::move(query),
                    {},
                    common_fields("Retrieve", std::string(empty_hash), "bailian.cn-beijing.aliyuncs.com")};
    result.names = names_of(result.asked);
    result.canonical_hash = "4a2e1630bb9a50bc4721bde65711027d5550512b5672dbc7f479adfa9a27facf";
    result.signature = "f152d4cdcff260eecdc71cc3e67a2bb6ea55b9ea603f3abed673648812e5fbdb";
    return result;
}

vector token_vector() {
    vector result;
    result.name = "sts-token";
    result.asked = {"POST",
                    "/llm-3shx2gu255oqxxxx/index/retrieve",
                    "Query=hello%20world&IndexId=5pwe0m1a2b",
                    {},
                    common_fields("Retrieve", std::string(empty_hash), "bailian.cn-beijing.aliyuncs.com")};
    result.asked.fields.push_back({"x-acs-accesskey-id", "STS.ExampleKeyId"});
    result.asked.fields.push_back({"x-acs-security-token", "TOKEN123"});
    result.names = names_of(result.asked);
    result.signature = "c8bd819e9f3783b2436902c3d105e9c69342621b1a85994c8a8e8fff5d3fc794";
    return result;
}

vector form_vector() {
    vector result;
    result.name = "form-body";
    result.asked = {
        "POST",
        "/llm-3shx2gu255oqxxxx/datacenter/category/default",
        {},
        "CategoryType=SESSION_FILE&FileName=%E6%89%8B%E6%9C%BA%20%E4%BB%8B%E7%BB%8D.docx&Md5="
        "d41d8cd98f00b204e9800998ecf8427e&SizeInBytes=6144",
        common_fields("ApplyFileUploadLease", "eca8bffaffdc5c03249e8e9de8c4c2bc72b85fd5e0385401b0c68042948407fc",
                      "127.0.0.1:18999")};
    result.asked.fields.push_back({"content-type", "application/x-www-form-urlencoded"});
    result.asked.fields.push_back({"x-acs-credentials-provider", "static_ak"});
    result.names = names_of(result.asked);
    result.signature = "8ecaf232d0abc4b25a75982f6df3d11414b8c9d478e689ac35eb7523b2f5b794";
    return result;
}

constexpr std::string_view strict =
    "DenseSimilarityTopK=50&EnableReranking=true&IndexId=5pwe0m1a2b&Query=%E9%98%BF%E9%87%8C%E4%BA%91%E7%99%BE%E7%82%BC"
    "%20RAG%20%28test%29%2A~%21&RerankTopN=5";

sandbox::request simple() {
    return {"POST", "/ws-sandbox/index/retrieve", "IndexId=idx-sandbox&Query=tea", {}, {}};
}

std::string code_of(sandbox::request const& asked, sandbox::options const& settings = {}) {
    used_nonces nonces;
    auto const refused = sandbox::verify_acs3(asked, settings, nonces, signing_time());
    return refused ? refused->code : "";
}

void set(sandbox::request& asked, std::string_view name, std::string value) {
    for (auto& field : asked.fields)
        if (field.name == name) field.value = std::move(value);
}

}  // namespace

TEST_SUITE("sandbox/acs3") {
    TEST_CASE("the published vectors") {
        for (auto const& v : {query_vector(std::string(strict)), token_vector(), form_vector()}) {
            CAPTURE(v.name);
            auto const canonical = sandbox::canonical_request(v.asked, v.names);
            if (!v.canonical_hash.empty()) CHECK(sandbox::sha256_hex(canonical) == v.canonical_hash);
            CHECK(sandbox::acs3_signature("ExampleSecret0000000000000000000", canonical) == v.signature);
            if (!v.asked.body.empty())
                CHECK(sandbox::sha256_hex(v.asked.body) == v.asked.field("x-acs-content-sha256"));
        }
    }

    TEST_CASE("the query is decoded and encoded again, whatever its order and looseness") {
        for (auto query : {"Query=%E9%98%BF%E9%87%8C%E4%BA%91%E7%99%BE%E7%82%BC%20RAG%20(test)*~!&IndexId=5pwe0m1a2b&"
                           "RerankTopN=5&DenseSimilarityTopK=50&EnableReranking=true",
                           "Query=%e9%98%bf%e9%87%8c%e4%ba%91%e7%99%be%e7%82%bc+RAG+(test)%2a%7E!&IndexId=5pwe0m1a2b&"
                           "RerankTopN=5&DenseSimilarityTopK=50&EnableReranking=true"}) {
            auto const v = query_vector(query);
            CHECK(sandbox::canonical_query(v.asked.query) == strict);
            CHECK(sandbox::acs3_signature("ExampleSecret0000000000000000000",
                                          sandbox::canonical_request(v.asked, v.names)) == v.signature);
        }
        CHECK(sandbox::canonical_query("") == "");
        CHECK(sandbox::canonical_query("b=2&a=&a=1") == "a=&a=1&b=2");
    }

    TEST_CASE("a well-signed request passes") {
        CHECK(code_of(sign(simple())) == "");
        auto with_body = simple();
        with_body.body = "a=b";
        CHECK(code_of(sign(with_body)) == "");
    }

    TEST_CASE("each part that is wrong has its error") {
        struct {
            std::string_view code;
            void (*spoil)(sandbox::request&);
        } const cases[] = {
            {"SignatureDoesNotMatch", [](auto& r) { r.query += "&RerankTopN=3"; }},
            {"SignatureDoesNotMatch", [](auto& r) { r.query[r.query.size() - 1] = 'b'; }},
            {"SignatureDoesNotMatch", [](auto& r) { r.path = "/ws-other/index/retrieve"; }},
            {"SignatureDoesNotMatch", [](auto& r) { r.method = "GET"; }},
            {"SignatureDoesNotMatch", [](auto& r) { r.body = "x"; }},
            {"SignatureDoesNotMatch", [](auto& r) { set(r, "host", "elsewhere"); }},
            {"SignatureDoesNotMatch", [](auto& r) { set(r, "x-acs-signature-nonce", "other"); }},
            {"InvalidVersion", [](auto& r) { set(r, "x-acs-version", "2020-01-01"); }},
            {"InvalidTimeStamp.Format", [](auto& r) { set(r, "x-acs-date", "yesterday"); }},
            {"InvalidTimeStamp.Expired", [](auto& r) { set(r, "x-acs-date", "2026-11-21T08:15:01Z"); }},
            {"InvalidTimeStamp.Expired", [](auto& r) { set(r, "x-acs-date", "2026-11-21T07:44:59Z"); }},
            {"MissingAccessKeyId", [](auto& r) { set(r, "authorization", ""); }},
            {"IncompleteSignature", [](auto& r) { set(r, "authorization", "Bearer sk-test"); }},
            {"IncompleteSignature",
             [](auto& r) { set(r, "authorization", "ACS3-HMAC-SHA256 Credential=LTAIsandbox"); }},
            {"IncompleteSignature",
             [](auto& r) { std::erase_if(r.fields, [](auto& f) { return f.name == "x-acs-date"; }); }},
            {"IncompleteSignature",
             [](auto& r) {
                 set(r, "authorization", "ACS3-HMAC-SHA256 Credential=LTAIsandbox,SignedHeaders=host,Signature=00");
             }},
        };
        for (auto const& c : cases) {
            auto asked = sign(simple());
            c.spoil(asked);
            CAPTURE(c.code);
            CHECK(code_of(asked) == c.code);
        }
    }

    TEST_CASE("keys, secrets and tokens") {
        struct {
            signer with;
            std::string_view wanted_token;
            std::string_view code;
        } const cases[] = {
            {{"LTAIother", "sandbox-secret"}, "", "InvalidAccessKeyId.NotFound"},
            {{"LTAIsandbox", "wrong"}, "", "SignatureDoesNotMatch"},
            {{"LTAIsandbox", "sandbox-secret", "any token"}, "", ""},
            {{"LTAIsandbox", "sandbox-secret", "expired"}, "", "InvalidSecurityToken.Expired"},
            {{"LTAIsandbox", "sandbox-secret", "right"}, "right", ""},
            {{"LTAIsandbox", "sandbox-secret", "wrong"}, "right", "InvalidSecurityToken.MismatchWithAccessKey"},
            {{"LTAIsandbox", "sandbox-secret"}, "right", "MissingSecurityToken"},
        };
        for (auto const& c : cases) {
            CAPTURE(c.code);
            sandbox::options settings;
            settings.security_token = c.wanted_token;
            CHECK(code_of(sign(simple(), c.with), settings) == c.code);
        }
    }

    TEST_CASE("another pair by option") {
        sandbox::options settings;
        settings.access_key_id = "LTAImine";
        settings.access_key_secret = "mine";
        CHECK(code_of(sign(simple(), {"LTAImine", "mine"}), settings) == "");
        CHECK(code_of(sign(simple()), settings) == "InvalidAccessKeyId.NotFound");
    }

    TEST_CASE("a nonce serves once; a refused request doesn't spend it") {
        used_nonces nonces;
        signer with;
        with.nonce = "once";
        auto const verify = [&](sandbox::request const& asked) {
            auto const refused = sandbox::verify_acs3(asked, {}, nonces, signing_time());
            return refused ? refused->code : "";
        };
        auto spoiled = sign(simple(), with);
        spoiled.query += "x";
        CHECK(verify(spoiled) == "SignatureDoesNotMatch");
        CHECK(verify(sign(simple(), with)) == "");
        CHECK(verify(sign(simple(), with)) == "SignatureNonceUsed");
    }

    TEST_CASE("the refusal shows what the server signed") {
        used_nonces nonces;
        auto const refused = sandbox::verify_acs3(sign(simple(), {"LTAIsandbox", "wrong"}), {}, nonces, signing_time());
        REQUIRE(refused);
        CHECK(refused->message.find("server string to sign is:ACS3-HMAC-SHA256\n") != std::string::npos);
        CHECK(refused->message.find("IndexId=idx-sandbox&Query=tea") != std::string::npos);
        CHECK(refused->message.find("sandbox-secret") == std::string::npos);
    }
}
