#include "support.hpp"

#include <doctest/doctest.h>

namespace json = boost::json;
using sandbox_test::at;
using sandbox_test::body_of;
using sandbox_test::send;

namespace {

constexpr auto base = "/api/v2/apps/memory/profile_schemas";

struct fixture {
    json::value ask(std::string method, std::string path, std::string body = {}, std::string query = {}) {
        auto const plan = service.answer(send(std::move(method), std::move(path), std::move(body), std::move(query)));
        status = plan.status;
        return body_of(plan);
    }
    std::string create() {
        return at(ask("POST", base,
                      R"({"name":"guest","description":"of a hotel","attributes":[{"name":"name","immutable":true},)"
                      R"({"name":"diet","description":"what they eat","default_value":"anything"},{"name":"职业"}]})"),
                  "/profile_schema_id");
    }
    void tell(std::string const& schema, std::string const& text) {
        ask("POST", "/api/v2/apps/memory/add",
            R"({"user_id":"ada","profile_schema":")" + schema + R"(","messages":[{"role":"user","content":")" + text +
                R"("}]})");
    }
    std::string value(std::string const& schema, std::size_t index, std::string path = "/user_profile") {
        auto const body = ask("GET", base + std::string("/") + schema + path, {}, "user_id=ada");
        return at(body, "/profile/attributes/" + std::to_string(index) + "/value");
    }

    sandbox::service service{{}};
    int status = 0;
};

}  // namespace

TEST_SUITE("sandbox/profiles") {
    TEST_CASE("a schema is created, listed, read, changed, deleted") {
        fixture f;
        auto const id = f.create();
        REQUIRE(id.size() == 32);
        CHECK(at(f.ask("GET", base), "/total") == "1");
        auto const schema = f.ask("GET", base + ("/" + id));
        CHECK(at(schema, "/name") == "guest");
        CHECK(at(schema, "/attributes/1/default_value") == "anything");
        auto const attribute = at(schema, "/attributes/1/attribute_id");
        f.ask(
            "PATCH", base + ("/" + id),
            R"({"name":"visitor","attributes_operations":[{"op":"add","name":"room"},{"op":"update","attribute_id":")" +
                attribute + R"(","description":"new"}]})");
        CHECK(f.status == 200);
        auto const changed = f.ask("GET", base + ("/" + id));
        CHECK(at(changed, "/name") == "visitor");
        CHECK(at(changed, "/attributes/3/name") == "room");
        CHECK(at(changed, "/attributes/1/description") == "new");
        f.ask("PATCH", base + ("/" + id),
              R"({"attributes_operations":[{"op":"delete","attribute_id":")" + attribute + "\"}]}");
        CHECK(f.ask("GET", base + ("/" + id)).at("attributes").as_array().size() == 3);
        f.ask("DELETE", base + ("/" + id));
        CHECK(f.status == 200);
        f.ask("GET", base + ("/" + id));
        CHECK(f.status == 404);
        CHECK(at(f.ask("GET", base), "/total") == "0");
    }

    TEST_CASE("messages fill a profile") {
        fixture f;
        auto const id = f.create();
        CHECK(f.value(id, 0) == "(absent)");
        CHECK(f.value(id, 1) == "anything");
        f.tell(id, "Hello, my name is Ada Lovelace, and my diet: vegan.");
        CHECK(f.value(id, 0) == "Ada Lovelace");
        CHECK(f.value(id, 1) == "vegan");
        f.tell(id, "我的职业是工程师。My name is Bob.");
        CHECK(f.value(id, 2) == "工程师");
        CHECK(f.value(id, 0) == "Ada Lovelace");  // immutable
        CHECK(f.value(id, 1, "/profiles") == "vegan");
        auto const body = f.ask("GET", base + ("/" + id + "/user_profile"), {}, "user_id=bob");
        CHECK(at(body, "/profile/schema_name") == "guest");
        CHECK(at(body, "/profile/attributes/0/value") == "(absent)");
    }

    TEST_CASE("what is refused") {
        struct {
            std::string method;
            std::string path;
            std::string body;
            int status;
        } const cases[] = {
            {"POST", "", "[]", 400},
            {"POST", "", R"({"name":"x"})", 400},
            {"POST", "", R"({"attributes":[{"name":"a"}]})", 400},
            {"POST", "", R"({"name":")" + std::string(33, 'x') + R"(","attributes":[{"name":"a"}]})", 400},
            {"POST", "", R"({"name":"x","attributes":["a"]})", 400},
            {"POST", "", R"({"name":"x","attributes":[{"name":""}]})", 400},
            {"POST", "", R"({"name":"x","attributes":[{"name":"a","description":")" + std::string(129, 'x') + "\"}]}",
             400},
            {"GET", "/none", "", 404},
            {"PATCH", "/none", "{}", 404},
            {"DELETE", "/none", "", 404},
            {"GET", "/none/user_profile", "", 400},
        };
        fixture f;
        for (auto const& c : cases) {
            CAPTURE(c.method + c.path + c.body);
            f.ask(c.method, base + c.path, c.body);
            CHECK(f.status == c.status);
        }
        auto const id = f.create();
        for (auto operation :
             {R"({"op":"other"})", R"({"op":"update","attribute_id":"none"})", R"({"op":"add"})", "1"}) {
            CAPTURE(operation);
            f.ask("PATCH", base + ("/" + id), std::string(R"({"attributes_operations":[)") + operation + "]}");
            CHECK(f.status == 400);
        }
    }
}
