#include "tools/partial_result.hpp"

#include "support.hpp"
#include "tools/chat_result.hpp"

using namespace tools_test;

namespace {

std::string text_of(mcp::tool_result const& result, std::size_t block) {
    return std::string(result.content.at(block).at("text").as_string());
}

dashscope::chat_result half() {
    dashscope::chat_result made;
    made.choices.push_back({"It is", "Hm.", {}, {}, ""});
    made.model = "qwen-plus";
    made.request_id = "r-1";
    return made;
}

}  // namespace

TEST_CASE("the reason begins the first block, what follows stays") {
    mcp::tool_result result;
    result.add_text("half").add_text("[footer]");
    result.structured = json::object{{"text", "half"}};
    tools::mark_broken_off(result, "Chat failed.");
    CHECK(result.is_error);
    CHECK_FALSE(result.structured);
    REQUIRE(result.content.size() == 2);
    CHECK(text_of(result, 0) == "Chat failed.\nThe answer broke off. What had come until then:\nhalf");
    CHECK(text_of(result, 1) == "[footer]");
}

TEST_CASE("without a text there is at least the reason") {
    mcp::tool_result empty;
    tools::mark_broken_off(empty, "Chat failed.");
    CHECK(text_of(empty, 0).starts_with("Chat failed.\n"));
    mcp::tool_result picture;
    picture.content.push_back({{"type", "image"}, {"data", ""}, {"mimeType", "image/png"}});
    tools::mark_broken_off(picture, "Chat failed.");
    CHECK(text_of(picture, 1).starts_with("Chat failed.\n"));
}

TEST_CASE("a chat's answer that broke off keeps its thoughts and its last line") {
    auto const result = tools::chat_tool_result(half(), "Chat with qwen-plus failed.");
    CHECK(result.is_error);
    CHECK_FALSE(result.structured);
    REQUIRE(result.content.size() == 3);
    CHECK(text_of(result, 0).ends_with("\nIt is"));
    CHECK(text_of(result, 1) == "Reasoning:\nHm.");
    CHECK(text_of(result, 2) == "[qwen-plus · request r-1]");
}
