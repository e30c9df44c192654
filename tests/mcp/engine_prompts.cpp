// prompts/list, prompts/get and completion/complete, in both eras.

#include "harness.hpp"
#include "resources.hpp"

using namespace testing;

namespace {

std::string request(std::string const& method, std::string const& params, bool modern = false) {
    auto const more = modern ? (params.empty() ? "" : ",") + modern_meta() : std::string();
    return R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":{)" + params + more + "}}";
}

class greeting final : public mcp::prompt {
public:
    platform::task<mcp::prompt_result> get(json::object arguments, mcp::request_context&) const override {
        auto const who = std::string(arguments.at("who").as_string());
        if (who == "nobody") throw mcp::tool_error("Nobody is there to greet");
        if (who == "boom") throw std::runtime_error("secret detail");
        mcp::prompt_result result;
        result.description = "A greeting";
        result.add_text("Greet " + who);
        co_return result;
    }
    platform::task<std::vector<std::string>> complete(mcp::completion_query query,
                                                      mcp::request_context&) const override {
        if (query.argument == "how" && query.given.contains("who"))
            co_return std::vector<std::string>{"like " + std::string(query.given.at("who").as_string())};
        co_return std::vector<std::string>{"Ada", "Alan", "Grace"};
    }
};

struct prompted : bench {
    explicit prompted(bool change = false) {
        prompts_change = change;
        prompts.add(json::parse(R"({"name":"greet","title":"Greeting","description":"Greets.","arguments":[
            {"name":"who","description":"Whom.","required":true},{"name":"how","description":"How."}]})")
                        .as_object(),
                    std::make_shared<greeting>());
        start(false);
    }
    std::shared_ptr<peer> get(std::string const& params, bool modern = false) {
        return send(request("prompts/get", params, modern));
    }
    std::shared_ptr<peer> complete(std::string const& params, bool modern = false) {
        return send(request("completion/complete", params, modern));
    }
};

}  // namespace

TEST_CASE("prompts are listed, with hints for modern clients") {
    for (bool const change : {false, true}) {
        prompted env(change);
        auto const legacy = env.send(request("prompts/list", ""))->result();
        CHECK(legacy.size() == 1);
        CHECK(legacy.at("prompts").at(0).at("title") == "Greeting");
        auto const modern = env.send(request("prompts/list", R"("cursor":"")", true))->result();
        CHECK(modern.at("prompts") == legacy.at("prompts"));
        CHECK(modern.at("resultType") == "complete");
        CHECK(modern.at("cacheScope") == "public");
        CHECK((modern.at("ttlMs").as_int64() < 60'000) == change);
        CHECK(env.send(request("prompts/list", R"("cursor":"x")"))->error_code() == -32602);
    }
}

TEST_CASE("a prompt is rendered with its arguments") {
    prompted env;
    auto const legacy = env.get(R"("name":"greet","arguments":{"who":"Ada"})")->result();
    CHECK(json::serialize(legacy) ==
          R"({"messages":[{"role":"user","content":{"type":"text","text":"Greet Ada"}}],"description":"A greeting"})");
    auto const modern = env.get(R"("name":"greet","arguments":{"who":"Ada"})", true)->result();
    CHECK(modern.at("messages") == legacy.at("messages"));
    CHECK(modern.at("resultType") == "complete");
    CHECK(modern.at("_meta").as_object().contains("io.modelcontextprotocol/serverInfo"));
    CHECK_FALSE(modern.contains("ttlMs"));
}

TEST_CASE("what is wrong about a request for a prompt is told") {
    prompted env;
    struct {
        std::string params;
        std::int64_t code;
        std::string_view says;
    } const cases[] = {
        {"", -32602, "name is missing"},
        {R"("name":7)", -32602, "name is missing"},
        {R"("name":"gret")", -32602, "Unknown prompt: gret. Did you mean greet?"},
        {R"("name":"greet")", -32602, "`who` is missing"},
        {R"("name":"greet","arguments":[])", -32602, "arguments must be an object"},
        {R"("name":"greet","arguments":{"who":"x","when":"now"})", -32602, "`when` is not one"},
        {R"("name":"greet","arguments":{"who":"nobody"})", -32603, "Nobody is there to greet"},
        {R"("name":"greet","arguments":{"who":"boom"})", -32603, "Internal error"},
    };
    for (auto const& each : cases)
        for (bool const modern : {false, true}) {
            CAPTURE(each.params);
            auto const answer = env.get(each.params, modern);
            CHECK(answer->error_code() == each.code);
            CHECK(std::string(answer->error().at("message").as_string()).find(each.says) != std::string::npos);
            CHECK(answer->reply.status == 200);
        }
}

TEST_CASE("values of arguments are completed, also by what was given before") {
    prompted env;
    constexpr auto ref = R"("ref":{"type":"ref/prompt","name":"greet"},)";
    auto const first = env.complete(ref + std::string(R"("argument":{"name":"who","value":"a"})"))->result();
    CHECK(json::serialize(first) == R"({"completion":{"values":["Ada","Alan","Grace"],"total":3,"hasMore":false}})");
    auto const modern = env.complete(ref + std::string(R"("argument":{"name":"who","value":"gr"})"), true)->result();
    CHECK(modern.at("completion").at("values") == json::value{"Grace"});
    CHECK(modern.at("resultType") == "complete");
    auto const given = env.complete(
        ref + std::string(R"("argument":{"name":"how","value":""},"context":{"arguments":{"who":"Ada"}})"));
    CHECK(given->result().at("completion").at("values") == json::value{"like Ada"});
}

TEST_CASE("variables of templates are completed; a hundred values at most") {
    bench env;
    env.resources.add(std::make_shared<counted>("many", 130));
    env.start(false);
    auto const found =
        env.send(request("completion/complete", R"("ref":{"type":"ref/resource","uri":"many://{number}"},)"
                                                R"("argument":{"name":"number","value":""})"))
            ->result()
            .at("completion")
            .as_object();
    CHECK(found.at("values").as_array().size() == 100);
    CHECK(found.at("total") == 130);
    CHECK(found.at("hasMore") == true);
}

TEST_CASE("what can't be completed is told") {
    prompted env;
    constexpr auto argument = R"("argument":{"name":"who","value":""})";
    struct {
        std::string params;
        std::string_view says;
    } const cases[] = {
        {argument, "ref must be an object"},
        {R"("ref":{"type":"ref/prompt"},)" + std::string(argument), "name must be a string"},
        {R"("ref":{"type":"ref/other"},)" + std::string(argument), "ref/prompt or ref/resource"},
        {R"("ref":{"type":"ref/prompt","name":"x"},)" + std::string(argument), "Unknown prompt: x"},
        {R"("ref":{"type":"ref/resource","uri":"x"},)" + std::string(argument), "Unknown resource template: x"},
        {R"("ref":{"type":"ref/prompt","name":"greet"})", "argument must be an object"},
        {R"("ref":{"type":"ref/prompt","name":"greet"},"argument":{"name":"who"})", "value must be a string"},
        {R"("ref":{"type":"ref/prompt","name":"greet"},"argument":{"name":"x","value":""})", "no argument x"},
    };
    for (auto const& each : cases) {
        CAPTURE(each.params);
        auto const answer = env.complete(each.params);
        CHECK(answer->error_code() == -32602);
        CHECK(std::string(answer->error().at("message").as_string()).find(each.says) != std::string::npos);
    }
}

TEST_CASE("what is not offered is neither advertised nor known") {
    bench bare;
    bare.start(false);
    prompted full;
    constexpr auto initialize = R"("protocolVersion":"2025-11-25","capabilities":{})";
    auto const offered = [&](bench& env, bool modern) {
        auto const answer = env.send(modern ? request("server/discover", "", true) : request("initialize", initialize));
        return answer->result().at("capabilities").as_object();
    };
    for (bool const modern : {true, false}) {
        CHECK(json::serialize(offered(bare, modern)) == R"({"logging":{},"tools":{}})");
        CHECK(json::serialize(offered(full, modern)) == R"({"completions":{},"logging":{},"prompts":{},"tools":{}})");
        for (auto const* method : {"prompts/list", "prompts/get", "completion/complete", "resources/list",
                                   "resources/templates/list", "resources/read"}) {
            CAPTURE(method);
            auto const answer = bare.send(request(method, "", modern));
            CHECK(answer->error_code() == -32601);
            CHECK(answer->reply.status == (modern ? 404 : 200));
        }
        CHECK(full.send(request("resources/list", "", modern))->error_code() == -32601);
    }
}
