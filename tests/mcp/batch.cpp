#include "mcp/batch.hpp"

#include "harness.hpp"

TEST_CASE("a batch is answered once, when its last message is, whatever their order") {
    auto const whole = std::make_shared<testing::peer>();
    mcp::batch_outlet batch(whole, 3);
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
    mcp::batch_outlet batch(whole, 2);
    batch.finish({{}, 202, {}});
    batch.finish({{}, 202, {}});
    CHECK(whole->finished);
    CHECK(whole->reply.body.empty());
    CHECK(whole->reply.status == 202);
}
