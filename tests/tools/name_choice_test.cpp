#include "tools/name_choice.hpp"

#include "tool_bench.hpp"
#include "tools/suggestions.hpp"

using namespace tools;
using namespace tools::test;

namespace {

using names = std::vector<std::string>;

/// A user who chooses one answer whenever there is a question.
class choosing final : public mcp::request_context {
public:
    choosing(platform::executor executor, mcp::envelope const& sender, std::string answer)
        : request_context(executor, sender, {}, platform::clock::now() + std::chrono::minutes(1)),
          answer_(std::move(answer)) {}

    bool wants_progress() const override { return false; }
    void report(double, std::optional<double>, std::string_view) override {}
    void stream_text(std::string_view) override {}
    void log(mcp::log_level, std::string_view) override {}
    platform::task<std::vector<json::object>> ask(std::vector<mcp::question> what) override {
        asked = what.front();
        json::object result{{"action", "accept"}, {"content", {{what.front().key, answer_}}}};
        CHECK(mcp::is_answer(what.front(), result));
        std::vector<json::object> all;
        all.push_back(std::move(result));
        co_return all;
    }

    std::optional<mcp::question> asked;

private:
    std::string answer_;
};

struct settled {
    std::string name;
    bool asked;
};

settled settle(std::string const& given, names const& known, std::string const& answer, bool forms = true,
               bool dry_run = false) {
    boost::asio::io_context io(1);
    mcp::envelope sender;
    sender.client.elicitation_form = forms;
    choosing context(io.get_executor(), sender, answer);
    settled result;
    boost::asio::co_spawn(io.get_executor(), settled_name(context, "model", given, known, dry_run),
                          [&](std::exception_ptr failed, std::string name) {
                              REQUIRE_FALSE(failed);
                              result.name = std::move(name);
                          });
    io.run();
    result.asked = context.asked.has_value();
    return result;
}

}  // namespace

TEST_CASE("what a name may mean") {
    names const known{"wan2.6-t2v", "wan2.6-i2v", "wan2.5-t2v-preview", "qwen-image", "qwen-image-plus"};
    struct {
        char const* given;
        names expected;
    } const cases[] = {
        {"wan2.6", {"wan2.6-t2v", "wan2.6-i2v"}},
        {"WAN2.6", {"wan2.6-t2v", "wan2.6-i2v"}},
        {"t2v", {"wan2.6-t2v", "wan2.5-t2v-preview"}},
        {"wan2.5", {"wan2.5-t2v-preview"}},
        // A name that is one says what it means.
        {"qwen-image", {}},
        {"Qwen-Image", {}},
        {"wan3.0-t2v", {}},
        {"", {}},
    };
    for (auto const& each : cases) {
        CAPTURE(each.given);
        CHECK(meanings_of(each.given, known) == each.expected);
    }
}

TEST_CASE("the user is asked only where a name means several things and the client has forms") {
    names const known{"a-1", "a-2", "b-1"};
    auto const chosen = settle("a", known, "a-2");
    CHECK(chosen.asked);
    CHECK(chosen.name == "a-2");
    // As it is.
    CHECK(settle("a", known, "a").name == "a");
    for (auto const& [given, forms, dry_run] :
         {std::tuple("b", true, false), std::tuple("a-1", true, false), std::tuple("c", true, false),
          std::tuple("", true, false), std::tuple("a", false, false), std::tuple("a", true, true)}) {
        auto const same = settle(given, known, "a-2", forms, dry_run);
        CHECK_FALSE(same.asked);
        CHECK(same.name == given);
    }
    names many;
    for (int i = 0; i < 50; ++i) many.push_back("m" + std::to_string(i));
    CHECK(settle("m", many, "m").name == "m");
}

TEST_CASE("a film's model that several are called is asked for before anything is sent") {
    tool_bench at;
    at.sender.client.elicitation_form = true;
    // A bench's caller has nobody to ask.
    auto const asked = at.call("video_generate", {{"prompt", "a lighthouse"}, {"model", "wan2"}});
    CHECK(asked.error.find("nobody to ask") != std::string::npos);
    CHECK(at.call("video_generate", {{"prompt", "a lighthouse"}, {"model", "wan2.5-t2v-preview"}}).error.empty());
    auto const voice = at.call("speech_synthesize", {{"text", "Hello"}, {"voice", "long"}});
    CHECK(voice.error.find("nobody to ask") != std::string::npos);
}
