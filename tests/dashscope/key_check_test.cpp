#include "dashscope/key_check.hpp"

#include "client_fixture.hpp"

using namespace dashscope;
using namespace dashscope::test;

namespace {

constexpr std::chrono::seconds patience{30};

key_trial tried(client_fixture& with, reply answered) {
    with.server.script = {std::move(answered)};
    return run(with.context, try_key(with.http, with.someone(), "ws-1", patience));
}

}  // namespace

TEST_CASE("what an answer says about the key") {
    auto const error = [](int status, std::string_view code) {
        return json_answer(status, R"({"error":{"message":"m","type":"t","code":")" + std::string(code) + "\"}}");
    };
    struct {
        reply answered;
        key_verdict verdict;
    } const cases[] = {
        {json_answer(200, R"({"object":"list","data":[{"id":"qwen-plus"},{"id":"qwen-max"}]})"), key_verdict::accepted},
        {error(401, "invalid_api_key"), key_verdict::refused},
        {error(429, "limit_requests"), key_verdict::accepted},
        {error(403, "AccessDenied.Unpurchased"), key_verdict::accepted},
        {error(400, "Arrearage"), key_verdict::accepted},
        {error(500, "internal_error"), key_verdict::unknown},
        {error(404, "NotFound"), key_verdict::unknown},
        {answer(200, "text/html", "<html>proxy</html>"), key_verdict::unknown},
        {{}, key_verdict::unknown},
    };
    for (auto const& each : cases) {
        client_fixture with;
        auto const trial = tried(with, each.answered);
        CHECK(trial.verdict == each.verdict);
        CHECK(trial.why.has_value() == trial.models.empty());
        if (trial.why) CHECK_FALSE(contains(trial.why->text(), secret_key));
        REQUIRE(with.server.seen.size() >= 1);
        auto const& head = with.server.seen[0].head;
        CHECK(head.starts_with("GET /compatible-mode/v1/models HTTP/1.1\r\n"));
        CHECK(contains(head, "ws-1"));
        CHECK(contains(head, secret_key));
    }
}

TEST_CASE("names of models, and how far the clocks differ") {
    client_fixture with;
    auto const list = R"({"data":[{"id":"qwen-plus"},{"id":"qwen-max"}]})";
    auto const trial = tried(with, json_answer(200, list, "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"));
    CHECK(trial.models == std::vector<std::string>{"qwen-plus", "qwen-max"});
    REQUIRE(trial.clock_ahead);
    auto const then = std::chrono::system_clock::from_time_t(784111777);
    auto const expected = std::chrono::system_clock::now() - then;
    CHECK(std::chrono::abs(*trial.clock_ahead - expected) < std::chrono::minutes(5));
    CHECK_FALSE(tried(with, json_answer(200, list)).clock_ahead);
    CHECK_FALSE(tried(with, json_answer(200, list, "Date: yesterday\r\n")).clock_ahead);
}

TEST_CASE("what can't be a key is not sent") {
    client_fixture with;
    for (std::string const key : {"", "${DASHSCOPE_API_KEY}", "sk-a\r\nX: y"}) {
        credential const who{key, with.someone().base};
        auto const trial = run(with.context, try_key(with.http, who, "", patience));
        CHECK(trial.verdict != key_verdict::accepted);
        CHECK(trial.why);
    }
    CHECK(with.server.seen.empty());
}

TEST_CASE("keys are tried in other regions only when they were for a region's common host") {
    auto const names = [](std::vector<net::origin> const& from) {
        std::vector<std::string> all;
        for (auto const& each : from) all.push_back(each.text());
        return all;
    };
    CHECK(names(hosts_of_other_regions(beijing_origin())) ==
          std::vector<std::string>{"https://dashscope-intl.aliyuncs.com", "https://dashscope-us.aliyuncs.com"});
    CHECK(names(hosts_of_other_regions({true, "dashscope-us.aliyuncs.com", 443})).size() == 2);
    for (auto const* host : {"127.0.0.1", "example.com", "ws.eu-central-1.maas.aliyuncs.com"})
        CHECK(hosts_of_other_regions({true, host, 443}).empty());
}

TEST_CASE("the first host that accepts the key is its home") {
    client_fixture with;
    scripted_server other(with.context);
    net::origin const here = with.someone().base;
    net::origin const there{false, "127.0.0.1", other.port()};
    auto const no = json_answer(401, R"({"error":{"message":"m","code":"invalid_api_key"}})");
    with.server.otherwise = [&](seen_request const&) { return no; };
    other.script = {json_answer(200, R"({"data":[]})")};
    auto const find = [&](std::vector<net::origin> among) {
        return run(with.context, find_home(with.http, std::string(secret_key), std::move(among), patience));
    };
    auto const home = find({here, there});
    REQUIRE(home);
    CHECK(home->text() == there.text());
    CHECK_FALSE(find({here}));
    CHECK_FALSE(find({}));
}
