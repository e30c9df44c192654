#include "dashscope/knowledge.hpp"

#include "support.hpp"

#include <boost/json/serialize.hpp>

using namespace dashscope;
using namespace dashscope::test;

namespace {

knowledge_query plain() {
    knowledge_query wish;
    wish.index_id = "5pwe0m1a2b";
    wish.query = "阿里云 RAG";
    return wish;
}

knowledge_query full() {
    auto wish = plain();
    wish.images = {"https://a/1.png", "https://a/2.png"};
    wish.history = {json::object{{"role", "user"}, {"content", "before"}}};
    wish.dense_top_k = 50;
    wish.sparse_top_k = 60;
    wish.reranking = true;
    wish.rerank_model = "qwen3-rerank-hybrid";
    wish.rerank_mode = "custom";
    wish.rerank_instruct = "newest first";
    wish.min_score = 0.05;
    wish.top_n = 5;
    wish.rewrite = true;
    wish.rewrite_model = "conv-rewrite-qwen-1.8b";
    wish.filters = {json::object{{"tags", json::array{"a"}}}};
    wish.save_history = false;
    wish.extra = {{"uniqueId", "u1"}};
    return wish;
}

std::string text_of(text_pairs const& query) {
    std::string text;
    for (auto const& [name, value] : query) text += name + "=" + value + "\n";
    return text;
}

}  // namespace

TEST_CASE("the signed request has all in its query, as the SDK writes it") {
    auto const request = make_retrieve(full(), "llm-1");
    CHECK(request.action == "Retrieve");
    CHECK(request.path == "/llm-1/index/retrieve");
    CHECK(request.form.empty());
    CHECK(request.body.is_null());
    CHECK(text_of(request.query) == R"(IndexId=5pwe0m1a2b
Query=阿里云 RAG
DenseSimilarityTopK=50
SparseSimilarityTopK=60
EnableReranking=true
Rerank=[{"ModelName":"qwen3-rerank-hybrid","RerankMode":"custom","RerankInstruct":"newest first"}]
RerankMinScore=0.05
RerankTopN=5
EnableRewrite=true
Rewrite=[{"ModelName":"conv-rewrite-qwen-1.8b"}]
SaveRetrieverHistory=false
SearchFilters=[{"tags":["a"]}]
QueryHistory=[{"role":"user","content":"before"}]
Images=https://a/1.png,https://a/2.png
Extra={"uniqueId":"u1"}
)");
    CHECK(text_of(make_retrieve(plain(), "w").query) == "IndexId=5pwe0m1a2b\nQuery=阿里云 RAG\n");
}

TEST_CASE("what goes together is sent together") {
    struct {
        std::function<void(knowledge_query&)> change;
        std::string_view part;
    } const cases[] = {
        {[](auto& w) { w.rerank_mode = "qa"; }, R"(Rerank=[{"ModelName":"qwen3-rerank-hybrid","RerankMode":"qa"}])"},
        {[](auto& w) { w.rerank_model = "gte-rerank"; }, R"(Rerank=[{"ModelName":"gte-rerank"}])"},
        {[](auto& w) { w.rewrite = true; }, R"(Rewrite=[{"ModelName":"conv-rewrite-qwen-1.8b"}])"},
        {[](auto& w) { w.rewrite_model = "m"; }, "EnableRewrite=true\nRewrite=[{\"ModelName\":\"m\"}]"},
        {[](auto& w) { w.rewrite = false; }, "EnableRewrite=false"},
        {[](auto& w) { w.min_score = 0.2; }, "RerankMinScore=0.2\n"},
        {[](auto& w) { w.min_score = 1; }, "RerankMinScore=1\n"},
        {[](auto& w) { w.parameters = {{"New", {1, 2}}, {"Query", "other"}}; }, "New=[1,2]\nQuery=other"},
        {[](auto& w) { w.parameters = {{"Flag", true}, {"Share", 0.5}}; }, "Flag=true\nShare=0.5"},
    };
    for (auto const& c : cases) {
        CAPTURE(c.part);
        auto wish = plain();
        c.change(wish);
        auto const text = text_of(make_retrieve(wish, "w").query);
        CHECK_MESSAGE(contains(text, c.part), text);
    }
}

TEST_CASE("the API-key route has what it has, and names what it lacks") {
    auto wish = full();
    wish.parameters = {{"top_k", 3}};
    CHECK(
        json::serialize(make_key_retrieve(wish)) ==
        R"({"index_id":"5pwe0m1a2b","query":"阿里云 RAG","search_filters":[{"tags":["a"]}],"dense_similarity_top_k":50,)"
        R"("sparse_similarity_top_k":60,"enable_reranking":true,"rerank_top_n":5,"rerank":[{"model_name":)"
        R"("qwen3-rerank-hybrid","rerank_mode":"custom","rerank_instruct":"newest first"}],"top_k":3})");
    CHECK(json::serialize(make_key_retrieve(plain())) ==
          R"({"index_id":"5pwe0m1a2b","query":"阿里云 RAG","search_filters":[]})");
    CHECK(signed_only(full()) == std::vector<std::string>{"images", "history", "min_score", "rewrite", "rewrite_model",
                                                          "save_history", "extra"});
    CHECK(signed_only(plain()).empty());
}

TEST_CASE("a retrieval service is told the question and its history, and settles the rest itself") {
    knowledge_query wish;
    wish.agent_id = "aid-1";
    wish.query = "x";
    CHECK(json::serialize(make_service_search(wish)) == R"({"query":"x","agent_id":"aid-1"})");
    CHECK(settled_by_service(wish).empty());
    CHECK(problems_of(wish).empty());
    wish.images = {"https://a/1.png"};
    wish.history = {json::object{{"role", "user"}, {"content", "y"}}};
    wish.parameters = {{"agent_version", "2"}};
    CHECK(json::serialize(make_service_search(wish)) ==
          R"({"query":"x","agent_id":"aid-1","images":["https://a/1.png"],)"
          R"("query_history":[{"role":"user","content":"y"}],"agent_version":"2"})");
    CHECK(settled_by_service(wish).empty());
    auto whole = full();
    CHECK(settled_by_service(whole) == std::vector<std::string>{"top_n", "min_score", "filters", "dense_top_k",
                                                                "sparse_top_k", "rerank", "rerank_model", "rerank_mode",
                                                                "rerank_instruct", "rewrite", "rewrite_model",
                                                                "save_history", "extra"});
}

TEST_CASE("retrieval services are at the workspace's own host") {
    struct {
        std::string_view host, workspace, expected;  // empty: none
    } const cases[] = {
        {"dashscope.aliyuncs.com", "llm-1", "llm-1.cn-beijing.maas.aliyuncs.com"},
        {"dashscope.aliyuncs.com", "", ""},
        {"llm-2.cn-beijing.maas.aliyuncs.com", "", "llm-2.cn-beijing.maas.aliyuncs.com"},
        {"127.0.0.1", "llm-1", "127.0.0.1"},
    };
    for (auto const& c : cases) {
        auto const found = knowledge_service_origin({true, std::string(c.host), 443}, c.workspace);
        CHECK(found.has_value() != c.expected.empty());
        if (found) CHECK(found->host == c.expected);
    }
}

TEST_CASE("what can't be asked is said before it is sent") {
    struct {
        std::function<void(knowledge_query&)> change;
        std::string_view part;
    } const cases[] = {
        {[](auto& w) { w.query = ""; }, "query"},
        {[](auto& w) { w.index_id = ""; }, "agent_id"},
        {[](auto& w) { w.agent_id = "aid-1"; }, "index_id"},
        {[](auto& w) { w.dense_top_k = 150; }, "200 together"},
        {[](auto& w) { w.rerank_mode = "custom"; }, "rerank_instruct"},
        {[](auto& w) { w.reranking = false, w.rerank_mode = "qa"; }, "no use"},
        {[](auto& w) { w.images = {"/home/me/a.png"}; }, "public http(s) URLs"},
        {[](auto& w) { w.images = {"https://a/1,2.png"}; }, "%2C"},
    };
    for (auto const& c : cases) {
        CAPTURE(c.part);
        auto wish = plain();
        c.change(wish);
        auto const problems = problems_of(wish);
        REQUIRE(problems.size() == 1);
        CHECK(contains(problems[0], c.part));
    }
    CHECK(problems_of(full()).empty());
    auto only_images = full();
    only_images.query.clear();
    CHECK(problems_of(only_images).empty());
}

TEST_CASE("answers of both routes, with metadata as an object or as text") {
    for (auto const* text :
         {R"({"RequestId":"r","Data":{"Nodes":[{"Text":"t","Score":0.5,"Metadata":{"doc_name":"d","hier_title":"h",
              "title":"x","image_url":["https://i/1"]}},{"Text":"u"}]}})",
          R"({"request_id":"r","data":{"total":2,"nodes":[{"text":"t","score":0.5,"metadata":
              "{\"doc_id\":\"d\",\"title\":\"h\",\"image_url\":[\"https://i/1\"]}"},{"metadata":{"content":"u"}}]}})"}) {
        auto const found = read_knowledge(json::parse(text));
        CHECK(found.request_id == "r");
        REQUIRE(found.passages.size() == 2);
        auto const& first = found.passages[0];
        CHECK(first.text == "t");
        CHECK(first.score == 0.5);
        CHECK(first.title == "h");
        CHECK(first.document == "d");
        CHECK(first.images == std::vector<std::string>{"https://i/1"});
        CHECK(found.passages[1].text == "u");
        CHECK_FALSE(found.passages[1].score);
    }
}

TEST_CASE("answers without what was expected are empty, not errors") {
    for (auto const* text : {"null", "[]", "{}", R"({"Data":null})", R"({"Data":{"Nodes":"x"}})",
                             R"({"Data":{"Nodes":[1,null]}})", R"({"data":{"nodes":[]}})"}) {
        CAPTURE(text);
        CHECK(read_knowledge(json::parse(text)).passages.empty());
    }
    CHECK(read_knowledge(json::parse(R"({"data":{"nodes":[{"metadata":"{broken"}]}})")).passages.size() == 1);
}
