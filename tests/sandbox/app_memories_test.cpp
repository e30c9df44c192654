#include "support.hpp"

#include <doctest/doctest.h>

namespace json = boost::json;
using sandbox_test::at;
using sandbox_test::body_of;
using sandbox_test::sign;

namespace {

struct fixture {
    json::value ask(std::string method, std::string path, std::string query = {}) {
        sandbox::request asked{std::move(method), "/ws-sandbox" + path, std::move(query), {}, {}};
        auto const plan = service.answer(sign(asked), sandbox_test::signing_time());
        status = plan.status;
        return body_of(plan);
    }

    sandbox::service service{{}};
    int status = 0;
};

}  // namespace

TEST_SUITE("sandbox/app_memories") {
    TEST_CASE("a memory lives") {
        fixture f;
        auto const id = at(f.ask("POST", "/memories", "description=of%20Ada"), "/memoryId");
        CHECK(id.size() == 32);
        CHECK(at(f.ask("GET", "/memories/" + id), "/description") == "of Ada");
        f.ask("PUT", "/memories/" + id, "description=new");
        CHECK(at(f.ask("GET", "/memories"), "/memories/0/description") == "new");
        f.ask("DELETE", "/memories/" + id);
        CHECK(f.status == 200);
        CHECK(at(f.ask("GET", "/memories/" + id), "/Code") == "Memory.NotFound");
        CHECK(f.status == 404);
        CHECK(at(f.ask("GET", "/memories"), "/totalCount") == "0");
    }

    TEST_CASE("nodes") {
        fixture f;
        auto const memory = "/memories/" + at(f.ask("POST", "/memories"), "/memoryId") + "/memoryNodes";
        auto const first = at(f.ask("POST", memory, "content=likes%20tea"), "/memoryNodeId");
        auto const second = at(f.ask("POST", memory, "content=likes%20dogs"), "/memoryNodeId");
        CHECK(first != second);
        CHECK(at(f.ask("GET", memory), "/memoryNodes/1/content") == "likes dogs");
        CHECK(at(f.ask("GET", memory + "/" + first), "/content") == "likes tea");
        f.ask("PUT", memory + "/" + second, "content=likes%20cats");
        CHECK(at(f.ask("GET", memory + "/" + second), "/content") == "likes cats");
        f.ask("PUT", memory + "/" + second);
        CHECK(f.status == 400);
        f.ask("DELETE", memory + "/" + first);
        CHECK(at(f.ask("GET", memory), "/totalCount") == "1");
        f.ask("GET", memory + "/" + first);
        CHECK(f.status == 404);
        f.ask("DELETE", memory + "/" + first);
        CHECK(f.status == 404);
        f.ask("POST", memory);
        CHECK(f.status == 400);
    }

    TEST_CASE("pages") {
        fixture f;
        for (int i = 0; i < 5; ++i) f.ask("POST", "/memories", "description=" + std::to_string(i));
        auto page = f.ask("GET", "/memories", "maxResults=2");
        CHECK(at(page, "/memories/1/description") == "1");
        CHECK(at(page, "/nextToken") == "2");
        page = f.ask("GET", "/memories", "maxResults=2&nextToken=4");
        CHECK(page.at("memories").as_array().size() == 1);
        CHECK(at(page, "/nextToken") == "(absent)");
        f.ask("GET", "/memories", "maxResults=0");
        CHECK(f.status == 400);
        f.ask("GET", "/memories", "nextToken=x");
        CHECK(f.status == 400);
    }

    TEST_CASE("a key doesn't open them") {
        fixture f;
        auto const plan = f.service.answer(sandbox_test::send("GET", "/ws-sandbox/memories"));
        CHECK(plan.status == 400);
        CHECK(at(body_of(plan), "/Code") == "IncompleteSignature");
    }
}
