#include "transport/upload_route.hpp"

#include "routes.hpp"

namespace {

/// Takes what has the token "good" and at most 1 MB.
class desk final : public transport::upload_desk {
public:
    boost::system::result<void, transport::link_refusal> check(transport::upload_arrival const& what) const override {
        if (what.token != "good") return transport::link_refusal{404, "no such link"};
        if (what.size > 1'000'000) return transport::link_refusal{413, "too large"};
        return {};
    }

    platform::task<transport::upload_answer> take(transport::upload_arrival what, std::string head,
                                                  std::shared_ptr<net::body_source> bytes) override {
        taken.push_back(what);
        heads.push_back(head);
        CHECK(bytes->size() == what.size);
        std::string all;
        std::string piece(70'000, '\0');
        for (int round = 0; round < rounds; ++round) {
            all.clear();
            bytes->rewind();
            while (all.size() < what.size && (round + 1 == rounds || all.size() < head.size())) {
                auto const got = co_await bytes->read(piece);
                REQUIRE(got > 0);
                all.append(piece, 0, got);
            }
        }
        contents.push_back(all);
        if (rewinds_late) bytes->rewind();
        co_return transport::upload_answer{200, R"({"url":"oss://x"})"};
    }

    int rounds = 1;
    bool rewinds_late = false;
    std::vector<transport::upload_arrival> taken;
    std::vector<std::string> heads;
    std::vector<std::string> contents;
};

struct bench {
    desk at;
    transport::upload_route route{"/upload/", at};
    testing::route_bench server{"/upload/", route};

    net::client_response send(std::string method, std::string target, std::string body, net::headers fields = {}) {
        return server.send(server.request(std::move(method), std::move(target), std::move(body), std::move(fields)));
    }
};

std::string some(std::size_t size) {
    std::string text;
    while (text.size() < size) text += "line " + std::to_string(text.size()) + "\n";
    text.resize(size);
    return text;
}

}  // namespace

TEST_CASE("an upload passes through, of any size that the desk takes") {
    for (auto const* method : {"PUT", "POST"})
        for (std::size_t size : {1u, 64u * 1024, 64u * 1024 + 1, 1'000'000u}) {
            bench with;
            auto const content = some(size);
            auto const answer = with.send(method, "/upload/good", content, {{"Content-Type", "image/png; x=y"}});
            CHECK(answer.status == 200);
            CHECK(answer.body == R"({"url":"oss://x"})");
            CHECK(answer.fields.value_or("cache-control", "") == "no-store");
            REQUIRE(with.at.taken.size() == 1);
            CHECK(with.at.taken[0].type == "image/png");
            CHECK(with.at.taken[0].size == size);
            CHECK(with.at.heads[0] == content.substr(0, 64 * 1024));
            CHECK(with.at.contents[0] == content);
        }
}

TEST_CASE("what has come may be read again until more than the head was taken") {
    bench with;
    with.at.rounds = 3;
    auto const content = some(300'000);
    CHECK(with.send("PUT", "/upload/good", content).status == 200);
    CHECK(with.at.contents[0] == content);
    with.at.rewinds_late = true;
    CHECK(with.send("PUT", "/upload/good", content).status == 500);
}

TEST_CASE("refused uploads are told why, and their bytes are not looked at") {
    struct {
        char const* method;
        char const* target;
        std::size_t size;
        net::headers fields;
        int status;
        char const* part;
    } const cases[] = {
        {"PUT", "/upload/bad", 10, {}, 404, "no such link"},
        {"PUT", "/upload/", 10, {}, 404, "no such link"},
        {"PUT", "/upload/good", 1'000'001, {}, 413, "too large"},
        {"PUT", "/upload/good", 0, {}, 400, "empty"},
        {"GET", "/upload/good", 0, {}, 405, "PUT or POST"},
        {"DELETE", "/upload/good", 0, {}, 405, "PUT or POST"},
        {"POST", "/upload/good", 10, {{"Content-Type", "Multipart/form-data; boundary=x"}}, 415, "curl -T"},
        {"PUT", "/upload/good", 10, {{"Origin", "https://evil.example"}}, 403, "Origin"},
    };
    for (auto const& each : cases) {
        CAPTURE(each.target);
        CAPTURE(each.status);
        bench with;
        auto const answer = with.send(each.method, each.target, some(each.size), each.fields);
        CHECK(answer.status == each.status);
        CHECK_MESSAGE(answer.body.find(each.part) != std::string::npos, answer.body);
        CHECK(with.at.taken.empty());
    }
}

TEST_CASE("other paths keep the limit of messages") {
    bench with;
    CHECK(with.send("POST", "/mcp", some(2000), {{"Content-Type", "application/json"}}).status == 413);
}
