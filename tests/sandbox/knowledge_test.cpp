#include "sandbox/corpus.hpp"

#include "sandbox/fields.hpp"

#include "support.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>

namespace json = boost::json;
using sandbox::percent_encoded;
using sandbox_test::at;
using sandbox_test::body_of;
using sandbox_test::send;
using sandbox_test::sign;

namespace {

struct fixture {
    json::value ask(std::string query, std::string workspace = "ws-sandbox") {
        sandbox::request asked{"POST", "/" + workspace + "/index/retrieve", std::move(query), {}, {}};
        auto const plan = service.answer(sign(asked), sandbox_test::signing_time());
        status = plan.status;
        return body_of(plan);
    }
    json::value by_key(std::string body, std::string path = "/api/v1/indices/rag/index/retrieve") {
        auto const plan = service.answer(send("POST", std::move(path), std::move(body)));
        status = plan.status;
        return body_of(plan);
    }
    static std::string query(std::string_view text, std::string more = {}) {
        return "IndexId=idx-sandbox&Query=" + percent_encoded(text) + more;
    }

    sandbox::service service{{}};
    int status = 0;
};

std::string filter(std::string_view text) {
    return "&SearchFilters=" + percent_encoded(text);
}

}  // namespace

TEST_SUITE("sandbox/knowledge") {
    TEST_CASE("a question finds its passage, in English and Chinese") {
        struct {
            std::string_view question;
            std::string_view title;
        } const cases[] = {
            {"How do I descale the espresso machine?", "Descaling"},
            {"What is the hotel allowance in Berlin?", "Hotels"},
            {"What angle do solar panels need?", "Angle"},
            {"年假有几天？", "年假"},
            {"百炼 X1 手机多少钱", "百炼 X1"},
        };
        fixture f;
        for (auto const& c : cases) {
            CAPTURE(c.question);
            auto const body = f.ask(fixture::query(c.question));
            CHECK(f.status == 200);
            CHECK(at(body, "/Success") == "true");
            CHECK(at(body, "/Status") == "200");
            CHECK(at(body, "/Data/Nodes/0/Metadata/title") == c.title);
            CHECK(body.at("Data").at("Nodes").at(0).at("Score").as_double() > 0.1);
            CHECK(at(body, "/Data/Nodes/0/Metadata/workspace_id") == "ws-sandbox");
        }
    }

    TEST_CASE("limits, thresholds and filters are honoured") {
        fixture f;
        auto const count = [&](std::string more) {
            return f.ask(fixture::query("espresso machine hotel flights solar", std::move(more)))
                .at("Data")
                .at("Nodes")
                .as_array()
                .size();
        };
        CHECK(count("") == 5);
        CHECK(count("&RerankTopN=2") == 2);
        CHECK(count("&EnableReranking=false") == 6);
        CHECK(count("&EnableReranking=false&DenseSimilarityTopK=1&SparseSimilarityTopK=2") == 3);
        CHECK(count("&RerankMinScore=0.99") == 0);
        CHECK(count(filter(R"([{"doc_name":"Espresso machine manual"}])")) == 3);
        CHECK(count(filter(R"([{"docType":["policy","catalogue"]}])")) == 2);
        CHECK(count(filter(R"([{"docType":"manual","tags":["energy"]}])")) == 1);
        CHECK(count(filter(R"([{"unknown":"x"}])")) == 0);
        CHECK(count("&RerankTopN=2&Rerank=" +
                    percent_encoded(R"([{"ModelName":"qwen3-rerank-hybrid","RerankMode":"qa"}])")) == 2);
        CHECK(f.ask(fixture::query("rockets")).at("Data").at("Nodes").as_array().empty());
    }

    TEST_CASE("a rewritten query knows the questions before it") {
        fixture f;
        auto const history =
            "&QueryHistory=" + percent_encoded(R"([{"role":"user","content":"the espresso machine"}])");
        CHECK(f.ask(fixture::query("and its warranty?", history)).at("Data").at("Nodes").as_array().size() == 1);
        auto const body = f.ask(fixture::query("and its warranty?", history + "&EnableRewrite=true"));
        CHECK(body.at("Data").at("Nodes").as_array().size() == 3);
        CHECK(at(body, "/Data/Nodes/0/Metadata/title") == "Warranty");
    }

    TEST_CASE("a query that fails once") {
        fixture f;
        f.ask(fixture::query("espresso [[fail-times:1]]"));
        CHECK(f.status == 429);
        f.ask(fixture::query("espresso [[fail-times:1]]"));
        CHECK(f.status == 200);
    }

    TEST_CASE("metadata as text, by marker") {
        fixture f;
        auto const body = f.ask(fixture::query("espresso [[quirk:metadata-text]]"));
        auto const text = at(body, "/Data/Nodes/0/Metadata");
        CHECK(json::parse(text).at("doc_id") == "file_sandbox_espresso");
    }

    TEST_CASE("what is refused") {
        struct {
            std::string query;
            std::string_view code;
        } const cases[] = {
            {"Query=x", "Index.InvalidParameter"},
            {"IndexId=other&Query=x", "Index.InvalidParameter"},
            {fixture::query("x", "&RerankTopN=21"), "Index.InvalidParameter"},
            {fixture::query("x", "&RerankTopN=0"), "Index.InvalidParameter"},
            {fixture::query("x", "&RerankTopN=many"), "Index.InvalidParameter"},
            {fixture::query("x", "&DenseSimilarityTopK=101"), "Index.InvalidParameter"},
            {fixture::query("x", "&RerankMinScore=2"), "Index.InvalidParameter"},
            {fixture::query("x", "&SearchFilters=x"), "Index.InvalidParameter"},
            {fixture::query("x", "&Rewrite={}"), "Index.InvalidParameter"},
            {fixture::query("x", "&Rerank=" + percent_encoded(R"([{"ModelName":"other"}])")), "Index.InvalidParameter"},
            {fixture::query("x", "&Rerank=" + percent_encoded(R"([{"RerankMode":"custom"}])")),
             "Index.InvalidParameter"},
            {fixture::query("[[error:Throttling]]"), "Throttling"},
        };
        fixture f;
        for (auto const& c : cases) {
            CAPTURE(c.query);
            auto const body = f.ask(c.query);
            CHECK(f.status >= 400);
            CHECK(at(body, "/Code") == c.code);
            CHECK(at(body, "/Success") == "false");
            CHECK(!at(body, "/RequestId").empty());
        }
        CHECK(at(f.ask(fixture::query("x"), "ws-other"), "/Code") == "WorkSpaceNotFound");
        CHECK(f.status == 404);
    }

    TEST_CASE("an unsigned request, a spoiled byte, a repeated nonce") {
        fixture f;
        sandbox::request asked{"POST", "/ws-sandbox/index/retrieve", fixture::query("tea"), {}, {}};
        auto const code = [&](sandbox::request const& given) {
            return at(body_of(f.service.answer(given, sandbox_test::signing_time())), "/Code");
        };
        CHECK(code(asked) == "MissingAccessKeyId");
        CHECK(code(send("POST", asked.path, {}, asked.query)) == "IncompleteSignature");
        auto const good = sign(asked);
        auto spoiled = good;
        spoiled.query.back() = 'x';
        CHECK(code(spoiled) == "SignatureDoesNotMatch");
        CHECK(code(good) == "Success");
        CHECK(code(good) == "SignatureNonceUsed");
    }

    TEST_CASE("with an API key") {
        fixture f;
        auto const body =
            f.by_key(R"({"index_id":"idx-sandbox","query":"descale espresso","rerank_top_n":1,)"
                     R"("search_filters":[{"docType":"manual"}],"rerank":[{"model_name":"qwen3-rerank"}]})");
        CHECK(f.status == 200);
        CHECK(at(body, "/data/total") == "1");
        CHECK(at(body, "/data/nodes/0/metadata/title") == "Descaling");
        CHECK(!at(body, "/request_id").empty());
        for (auto refused : {R"({"query":"x"})", R"({"index_id":"other","query":"x"})",
                             R"({"index_id":"idx-sandbox","query":"x","rerank_top_n":50})", "[]"}) {
            CAPTURE(refused);
            CHECK(at(f.by_key(refused), "/code") == "InvalidParameter");
            CHECK(f.status == 400);
        }
    }

    TEST_CASE("a retrieval service") {
        fixture f;
        std::string const path = "/api/v1/indices/knowledge/search";
        auto const body = f.by_key(R"({"agent_id":"aid-sandbox","query":"And what of descaling it?",)"
                                   R"("query_history":[{"role":"user","content":"espresso machine"}]})",
                                   path);
        CHECK(f.status == 200);
        CHECK(at(body, "/success") == "true");
        CHECK(at(body, "/status_code") == "200");
        CHECK(at(body, "/data/nodes/0/metadata/doc_name").find("spresso") != std::string::npos);
        CHECK(at(body, "/data/total") == std::to_string(body.at("data").at("nodes").as_array().size()));
        for (auto refused : {R"({"query":"x"})", R"({"agent_id":"aid-other","query":"x"})",
                             R"({"agent_id":"aid-sandbox","query":""})", "[]"}) {
            CAPTURE(refused);
            CHECK(at(f.by_key(refused, path), "/code") == "InvalidParameter");
            CHECK(f.status == 400);
        }
        f.by_key(R"({"agent_id":"aid-sandbox","query":"","images":["https://a/1.png"]})", path);
        CHECK(f.status == 200);
    }

    TEST_CASE("documents and tags narrow a search") {
        sandbox::retrieval wanted;
        wanted.query = "machine hotel";
        CHECK(sandbox::retrieve(wanted).size() > 2);
        wanted.documents = {"file_sandbox_travel"};
        auto const found = sandbox::retrieve(wanted);
        REQUIRE(found.size() == 1);
        CHECK(found[0].what->title == "Hotels");
        wanted.tags = {"kitchen"};
        CHECK(sandbox::retrieve(wanted).empty());
    }
}
