#include "support.hpp"

#include <doctest/doctest.h>
#include <boost/json/serialize.hpp>

namespace json = boost::json;
using sandbox_test::at;
using sandbox_test::body_of;
using sandbox_test::send;

namespace {

constexpr auto base = "/api/v2/apps/memory";

struct fixture {
    explicit fixture(sandbox::options settings = {}) : service(std::move(settings)) {}

    json::value ask(std::string method, std::string path, std::string body = {}, std::string query = {}) {
        auto const plan = service.answer(send(std::move(method), base + path, std::move(body), std::move(query)));
        status = plan.status;
        return body_of(plan);
    }
    std::string add(std::string text, std::string more = {}) {
        auto const body = ask("POST", "/add",
                              R"({"user_id":"ada","messages":[{"role":"user","content":)" +
                                  json::serialize(json::value(text)) + "}]" + more + "}");
        return at(body, "/memory_nodes/0/memory_node_id");
    }

    sandbox::service service;
    int status = 0;
};

}  // namespace

TEST_SUITE("sandbox/memory") {
    TEST_CASE("adding, searching, listing, reading, changing, deleting") {
        fixture f;
        auto const body =
            f.ask("POST", "/add",
                  R"({"user_id":"ada","messages":[{"role":"user","content":"I drink green tea"},)"
                  R"({"role":"assistant","content":"Noted"},{"role":"user","content":"My dog is Rex"}]})");
        CHECK(f.status == 200);
        CHECK(body.at("memory_nodes").as_array().size() == 2);
        CHECK(at(body, "/memory_nodes/0/event") == "ADD");
        CHECK(at(body, "/memory_nodes/0/content") == "I drink green tea");
        CHECK(at(body, "/request_id").size() == 36);
        auto const id = at(body, "/memory_nodes/0/memory_node_id");

        auto const found = f.ask("POST", "/memory_nodes/search",
                                 R"({"user_id":"ada","messages":[{"role":"user","content":"Which tea?"}]})");
        CHECK(at(found, "/memory_nodes/0/memory_node_id") == id);
        CHECK(found.at("memory_nodes").as_array().size() == 1);
        CHECK(found.at("memory_nodes").at(0).at("created_at").is_int64());

        auto const list = f.ask("GET", "/memory_nodes", {}, "user_id=ada&page_num=1&page_size=1");
        CHECK(at(list, "/total") == "2");
        CHECK(at(list, "/memory_nodes/0/content") == "My dog is Rex");  // the newest first
        CHECK(list.at("memory_nodes").as_array().size() == 1);

        f.ask("PATCH", "/memory_nodes/" + id, R"({"custom_content":"I drink black tea"})");
        CHECK(f.status == 200);
        CHECK(at(f.ask("GET", "/memory_nodes/" + id), "/memory_node/content") == "I drink black tea");

        f.ask("DELETE", "/memory_nodes/" + id, {}, "user_id=ada");
        CHECK(f.status == 200);
        CHECK(at(f.ask("GET", "/memory_nodes/" + id), "/memory_node/status") == "delete");
        CHECK(at(f.ask("GET", "/memory_nodes", {}, "user_id=ada"), "/total") == "1");
        f.ask("DELETE", "/memory_nodes/" + id);
        CHECK(f.status == 404);
    }

    TEST_CASE("the older forms: query, PUT, memory_ids") {
        fixture f;
        auto const id = f.add("I drink green tea");
        auto const found = f.ask("POST", "/memory_nodes/search", R"({"user_id":"ada","query":"green tea"})");
        CHECK(at(found, "/memory_nodes/0/memory_node_id") == id);
        f.ask("PUT", "/memory_nodes/" + id, R"({"content":"I drink milk"})");
        CHECK(at(f.ask("GET", "/memory_nodes/" + id), "/memory_node/content") == "I drink milk");
        auto const marked = f.ask("POST", "/add", R"({"user_id":"ada","custom_content":"[[quirk:memory-ids]]A fact"})");
        CHECK(at(marked, "/memory_ids/0").size() == 32);
        CHECK(at(marked, "/memory_nodes") == "(absent)");
        sandbox::options settings;
        settings.quirks = {"memory-ids"};
        fixture older(settings);
        CHECK(at(older.ask("POST", "/add", R"({"user_id":"ada","custom_content":"A fact"})"), "/memory_ids/0").size() ==
              32);
    }

    TEST_CASE("custom content is kept as it is, with its meta data") {
        fixture f;
        auto const body = f.ask("POST", "/add",
                                R"({"user_id":"ada","custom_content":"Is this kept?","meta_data":{"source":"test"}})");
        CHECK(at(body, "/memory_nodes/0/content") == "Is this kept?");
        auto const id = at(body, "/memory_nodes/0/memory_node_id");
        CHECK(at(f.ask("GET", "/memory_nodes/" + id), "/memory_node/meta_data/source") == "test");
    }

    TEST_CASE("keys, users and libraries are apart") {
        fixture f;
        f.add("I drink green tea", R"(,"memory_library_id":"work")");
        auto const total = [&](std::string query) { return at(f.ask("GET", "/memory_nodes", {}, query), "/total"); };
        CHECK(total("user_id=ada") == "0");
        CHECK(total("user_id=ada&memory_library_id=work") == "1");
        CHECK(total("user_id=bob&memory_library_id=work") == "0");
        auto other = send("GET", std::string(base) + "/memory_nodes", {}, "user_id=ada&memory_library_id=work");
        other.fields = {{"authorization", "Bearer sk-other"}};
        CHECK(at(body_of(f.service.answer(other)), "/total") == "0");
    }

    TEST_CASE("what is refused") {
        auto const long_text = [](std::size_t length) { return std::string(length, 'x'); };
        struct {
            std::string method;
            std::string path;
            std::string body;
            std::string query;
            int status;
        } const cases[] = {
            {"POST", "/add", "{", "", 400},
            {"POST", "/add", R"({"custom_content":"x"})", "", 400},
            {"POST", "/add", R"({"user_id":"ada"})", "", 400},
            {"POST", "/add", R"({"user_id":"ada","messages":"x"})", "", 400},
            {"POST", "/add", R"({"user_id":"ada","messages":[{"role":"user"}]})", "", 400},
            {"POST", "/add", R"({"user_id":")" + long_text(65) + R"(","custom_content":"x"})", "", 400},
            {"POST", "/add", R"({"user_id":"ada","custom_content":")" + long_text(513) + R"("})", "", 400},
            {"POST", "/add", R"({"user_id":"ada","custom_content":"x","profile_schema":"none"})", "", 404},
            {"POST", "/memory_nodes/search", R"({"user_id":"ada"})", "", 400},
            {"POST", "/memory_nodes/search", R"({"user_id":"ada","query":"x","top_k":0})", "", 400},
            {"POST", "/memory_nodes/search", R"({"user_id":"ada","query":"x","top_k":101})", "", 400},
            {"POST", "/memory_nodes/search", R"({"user_id":"ada","query":"x","min_score":2})", "", 400},
            {"GET", "/memory_nodes", "", "", 400},
            {"GET", "/memory_nodes", "", "user_id=ada&page_num=0", 400},
            {"GET", "/memory_nodes", "", "user_id=ada&page_size=101", 400},
            {"GET", "/memory_nodes/none", "", "", 404},
            {"PATCH", "/memory_nodes/none", R"({"custom_content":"x"})", "", 404},
            {"DELETE", "/memory_nodes/none", "", "", 404},
        };
        fixture f;
        for (auto const& c : cases) {
            CAPTURE(c.method + " " + c.path + " " + c.body + c.query);
            auto const body = f.ask(c.method, c.path, c.body, c.query);
            CHECK(f.status == c.status);
            CHECK(at(body, "/code") == "InvalidParameter");
            CHECK(!at(body, "/message").empty());
        }
        auto const id = f.add("I drink tea");
        f.ask("PATCH", "/memory_nodes/" + id, "{}");
        CHECK(f.status == 400);
    }

    TEST_CASE("markers fail a call before anything is kept") {
        fixture f;
        f.add("I drink tea [[error:Throttling.RateQuota]]");
        CHECK(f.status == 429);
        CHECK(at(f.ask("GET", "/memory_nodes", {}, "user_id=ada"), "/total") == "0");
        f.add("I drink tea [[fail-times:1]]");
        CHECK(f.status == 429);
        f.add("I drink tea [[fail-times:1]]");
        CHECK(f.status == 200);
        auto const list = f.ask("GET", "/memory_nodes", {}, "user_id=ada");
        CHECK(at(list, "/memory_nodes/0/content") == "I drink tea");
    }
}
