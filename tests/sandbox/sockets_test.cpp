// What needs more of a request than its body, on real sockets: signatures, session ids, the headers of leases.

#include "sandbox/sandbox.hpp"

#include "sandbox/acs3.hpp"
#include "sandbox/audio_file.hpp"
#include "sandbox/digest.hpp"
#include "sandbox/fields.hpp"

#include "support.hpp"

#include "net/client.hpp"

#include <doctest/doctest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/json/parse.hpp>

#include <ctime>

namespace json = boost::json;
using namespace std::chrono_literals;
using sandbox::percent_encoded;
using sandbox_test::at;

namespace {

std::string now_as_text() {
    auto const now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", std::gmtime(&now));
    return text;
}

struct fixture {
    fixture() : server(io.get_executor(), {}), client(io.get_executor(), {}) {
        authority = "127.0.0.1:" + std::to_string(server.listen("127.0.0.1", 0));
    }

    net::client_response send(std::string method, std::string const& url, net::headers fields, std::string body = {}) {
        net::client_request asked;
        asked.method = std::move(method);
        asked.to = *net::parse_url(url.starts_with("http") ? url : "http://" + authority + url);
        asked.fields = std::move(fields);
        asked.body = std::move(body);
        asked.limits.read = 20s;
        std::optional<net::client_response> result;
        boost::asio::co_spawn(io, client.send(std::move(asked)),
                              [&](std::exception_ptr error, net::client_response given) {
                                  CHECK(!error);
                                  result = std::move(given);
                                  io.stop();
                              });
        io.restart();
        io.run();
        REQUIRE(result);
        return std::move(*result);
    }

    /// Signs as SDKs do: host and everything that begins with x-acs-, also a header that the sandbox has never heard
    /// of.
    net::client_response send_signed(std::string method, std::string path, std::string query = {},
                                     std::string body = {}, std::string_view secret = "sandbox-secret") {
        static int nonces = 0;
        sandbox::request asked{method, path, query, body, {}};
        asked.fields = {{"host", authority},
                        {"x-acs-action", "Test"},
                        {"x-acs-content-sha256", sandbox::sha256_hex(body)},
                        {"x-acs-date", now_as_text()},
                        {"x-acs-signature-nonce", "socket-" + std::to_string(++nonces)},
                        {"x-acs-something-new", "yes"},
                        {"x-acs-version", "2023-12-29"}};
        if (!body.empty()) asked.fields.push_back({"content-type", "application/x-www-form-urlencoded"});
        std::vector<std::string> names;
        std::string joined;
        for (auto const& field : asked.fields) {
            names.push_back(field.name);
            joined += (joined.empty() ? "" : ";") + field.name;
        }
        auto const signature = sandbox::acs3_signature(secret, sandbox::canonical_request(asked, names));
        net::headers fields;
        for (auto const& field : asked.fields)
            if (field.name != "host") fields.add(field.name, field.value);
        fields.add("Authorization",
                   "ACS3-HMAC-SHA256 Credential=LTAIsandbox,SignedHeaders=" + joined + ",Signature=" + signature);
        return send(std::move(method), path + (query.empty() ? "" : "?" + query), std::move(fields), std::move(body));
    }

    boost::asio::io_context io;
    sandbox::server server;
    net::client client;
    std::string authority;
};

net::headers const key = {{"Authorization", "Bearer sk-test"}, {"Content-Type", "application/json"}};

}  // namespace

TEST_SUITE("sandbox/sockets") {
    TEST_CASE("a signed retrieval, and the same with a wrong secret") {
        fixture f;
        auto const query = "IndexId=idx-sandbox&Query=" + percent_encoded("How do I descale the espresso machine?");
        auto const good = f.send_signed("POST", "/ws-sandbox/index/retrieve", query);
        CHECK(good.status == 200);
        CHECK(at(json::parse(good.body), "/Data/Nodes/0/Metadata/title") == "Descaling");
        auto const bad = f.send_signed("POST", "/ws-sandbox/index/retrieve", query, {}, "wrong");
        CHECK(bad.status == 400);
        CHECK(at(json::parse(bad.body), "/Code") == "SignatureDoesNotMatch");
    }

    TEST_CASE("a session file by its lease, then an answer from it") {
        fixture f;
        std::string const bytes = "The sky is blue.\nThe grass is green.";
        auto const lease = json::parse(f.send_signed("POST", "/ws-sandbox/datacenter/category/default", {},
                                                     "CategoryType=SESSION_FILE&FileName=notes.txt&Md5=" +
                                                         net::lower_case(sandbox::etag_of(bytes)) +
                                                         "&SizeInBytes=" + std::to_string(bytes.size()))
                                           .body);
        auto const url = at(lease, "/Data/Param/Url");
        CHECK(url.starts_with("http://" + f.authority + "/"));
        auto const put = f.send("PUT", url,
                                {{"X-bailian-extra", at(lease, "/Data/Param/Headers/X-bailian-extra")},
                                 {"Content-Type", at(lease, "/Data/Param/Headers/Content-Type")}},
                                bytes);
        CHECK(put.status == 200);
        auto const id =
            at(json::parse(f.send_signed("PUT", "/ws-sandbox/datacenter/file", {},
                                         "CategoryId=default&CategoryType=SESSION_FILE&LeaseId=" +
                                             at(lease, "/Data/FileUploadLeaseId") + "&Parser=DASHSCOPE_DOCMIND")
                               .body),
               "/Data/FileId");
        std::string status;
        auto const end = std::chrono::steady_clock::now() + 30s;
        while (status != "FILE_IS_READY" && std::chrono::steady_clock::now() < end)
            status =
                at(json::parse(f.send_signed("GET", "/ws-sandbox/datacenter/file/" + id + "/").body), "/Data/Status");
        CHECK(status == "FILE_IS_READY");
        auto const answer =
            f.send("POST", "/api/v1/apps/app-sandbox/completion", key,
                   R"({"input":{"prompt":"grass"},"parameters":{"rag_options":{"session_file_ids":[")" + id + "\"]}}}");
        CHECK(answer.body.find("It says: The grass is green.") != std::string::npos);
    }

    TEST_CASE("a WebSearch session by its header") {
        fixture f;
        auto fields = key;
        fields.add("Accept", "application/json, text/event-stream");
        constexpr auto path = "/api/v1/mcps/WebSearch/mcp";
        auto const hello =
            f.send("POST", path, fields,
                   R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-03-26"}})");
        auto const session = hello.fields.value_or("Mcp-Session-Id", "");
        REQUIRE(!session.empty());
        auto const list = R"({"jsonrpc":"2.0","id":2,"method":"tools/list"})";
        CHECK(f.send("POST", path, fields, list).status == 400);
        fields.add("Mcp-Session-Id", session);
        CHECK(f.send("POST", path, fields, list).body.find("bailian_web_search") != std::string::npos);
        CHECK(f.send("DELETE", path, fields).status == 200);
        CHECK(f.send("POST", path, fields, list).status == 404);
    }

    TEST_CASE("speech comes from its link without a key") {
        fixture f;
        auto const made = f.send("POST", "/api/v1/services/aigc/multimodal-generation/generation", key,
                                 R"({"model":"qwen3-tts-flash","input":{"text":"Hello world.","voice":"Cherry"}})");
        auto const file = f.send("GET", at(json::parse(made.body), "/output/audio/url"), {});
        CHECK(file.status == 200);
        CHECK(file.fields.value_or("Content-Type", "") == "audio/wav");
        REQUIRE(sandbox::read_audio(file.body));
        CHECK(sandbox::read_audio(file.body)->text == "Hello world.");
    }

    TEST_CASE("memory by PATCH") {
        fixture f;
        auto const added =
            f.send("POST", "/api/v2/apps/memory/add", key, R"({"user_id":"ada","custom_content":"A fact"})");
        auto const node =
            "/api/v2/apps/memory/memory_nodes/" + at(json::parse(added.body), "/memory_nodes/0/memory_node_id");
        CHECK(f.send("PATCH", node, key, R"({"custom_content":"Another"})").status == 200);
        CHECK(at(json::parse(f.send("GET", node, key).body), "/memory_node/content") == "Another");
    }
}
