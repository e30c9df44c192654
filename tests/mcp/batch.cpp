#include "mcp/batch.hpp"

#include "harness.hpp"

TEST_CASE("a batch is answered once, when its last message is, whatever their order") {
    auto const whole = std::make_shared<testing::peer>();
    mcp::batch_outlet batch(whole, 3, 1000);
    batch.finish({R"({"id":2})", 200, {}});
    batch.finish({{}, 202, {}});
    CHECK_FALSE(whole->finished);
    batch.notify(R"({"method":"n"})");
    batch.finish({R"({"id":1})", 200, {}});
    CHECK(whole->reply.body == R"([{"id":2},{"id":1}])");
    CHECK(whole->reply.status == 200);
    CHECK(whole->notifications.size() == 1);
}

TEST_CASE("a batch of notifications has no reply") {
    auto const whole = std::make_shared<testing::peer>();
    mcp::batch_outlet batch(whole, 2, 1000);
    batch.finish({{}, 202, {}});
    batch.finish({{}, 202, {}});
    CHECK(whole->finished);
    CHECK(whole->reply.body.empty());
    CHECK(whole->reply.status == 202);
}

TEST_CASE("replies that are too large together become one error") {
    auto const whole = std::make_shared<testing::peer>();
    mcp::batch_outlet batch(whole, 3, 100);
    for (int i = 0; i < 3; ++i) batch.finish({R"({"id":")" + std::string(40, 'x') + "\"}", 200, {}});
    CHECK(whole->error_code() == -32603);
}
