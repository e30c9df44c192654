#include "tools/user.hpp"

#include "mcp/tool.hpp"
#include "tool_bench.hpp"

using namespace tools;
using namespace tools::test;

namespace {

/// A caller whose user answers every form in the same way.
class answering final : public mcp::request_context {
public:
    answering(platform::executor executor, mcp::envelope const& sender)
        : request_context(executor, sender, {}, platform::clock::now() + std::chrono::minutes(1)) {}

    bool wants_progress() const override { return false; }
    void report(double, std::optional<double>, std::string_view) override {}
    void stream_text(std::string_view) override {}
    void log(mcp::log_level, std::string_view) override {}
    platform::task<std::vector<json::object>> ask(std::vector<mcp::question> what) override {
        REQUIRE(what.size() == 1);
        asked.push_back(what.front());
        std::vector<json::object> all;
        all.push_back(answer);
        co_return all;
    }

    json::object answer;
    std::vector<mcp::question> asked;
};

struct bench {
    boost::asio::io_context io{1};
    mcp::envelope sender;
    json::object answer;
    std::vector<mcp::question> asked;

    explicit bench(bool forms = true) { sender.client.elicitation_form = forms; }

    /// What the coroutine gave, or the error's text behind an exclamation mark.
    template <class Work>
    std::string run(Work work) {
        answering context(io.get_executor(), sender);
        context.answer = answer;
        std::string result;
        boost::asio::co_spawn(io.get_executor(), work(context), [&](std::exception_ptr failed, std::string text) {
            result = std::move(text);
            try {
                if (failed) std::rethrow_exception(failed);
            } catch (mcp::tool_error const& error) {
                result = "!" + std::string(error.what());
            }
        });
        io.restart();
        io.run();
        asked = context.asked;
        return result;
    }
    std::string consent(bool confirmed) {
        return run([&](mcp::request_context& context) { return consented(context, confirmed); });
    }
    static platform::task<std::string> consented(mcp::request_context& context, bool confirmed) {
        co_await need_consent(context, confirmed, "Delete X for good.");
        co_return "done";
    }
    std::string text() {
        return run([](mcp::request_context& context) {
            return ask_for_text(context, {"app_id", "Application", "Which one?", "give app_id"});
        });
    }
    std::string choice(std::vector<std::string> options) {
        return run([options](mcp::request_context& context) {
            return ask_for_choice(context, "model", "Which model?", options);
        });
    }
};

json::object accepted(json::object content) {
    return {{"action", "accept"}, {"content", std::move(content)}};
}

bool has(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("what can't be undone needs the user's consent, whatever the caller says") {
    bench at;
    for (bool const confirmed : {false, true}) {
        at.answer = accepted({{"confirm", true}});
        CHECK(at.consent(confirmed) == "done");
        REQUIRE(at.asked.size() == 1);
        CHECK(at.asked[0].params.at("message") == "Delete X for good.");
        // The form that is shown takes the answer.
        CHECK(mcp::is_answer(at.asked[0], at.answer));
        at.answer = accepted({{"confirm", false}});
        CHECK(has(at.consent(confirmed), "did not agree"));
        at.answer = {{"action", "decline"}};
        CHECK(has(at.consent(confirmed), "declined"));
        at.answer = {{"action", "cancel"}};
        CHECK(has(at.consent(confirmed), "closed the question"));
    }
}

TEST_CASE("where the client has no forms the caller says that the user agreed") {
    bench at(false);
    auto const refused = at.consent(false);
    CHECK(has(refused, "Delete X for good."));
    CHECK(has(refused, "elicitation"));
    CHECK(has(refused, "confirm: true"));
    CHECK(at.consent(true) == "done");
    CHECK(at.asked.empty());
}

TEST_CASE("a missing value is typed by the user") {
    bench at;
    at.answer = accepted({{"app_id", "  app-1\n"}});
    CHECK(at.text() == "app-1");
    CHECK(mcp::is_answer(at.asked[0], at.answer));
    CHECK_FALSE(mcp::is_answer(at.asked[0], accepted({})));
    at.answer = accepted({{"app_id", "  "}});
    CHECK(at.text() == "!give app_id");
    at.answer = {{"action", "decline"}};
    CHECK(has(at.text(), "declined"));
    bench mute(false);
    CHECK(mute.text() == "!give app_id");
}

TEST_CASE("a choice is one of what there is, at most twenty") {
    bench at;
    at.answer = accepted({{"model", "b"}});
    CHECK(at.choice({"a", "b", "c"}) == "b");
    CHECK(mcp::is_answer(at.asked[0], at.answer));
    CHECK_FALSE(mcp::is_answer(at.asked[0], accepted({{"model", "d"}})));
    at.choice(std::vector<std::string>(30, "x"));
    CHECK(at.asked[0].params.at("requestedSchema").at("properties").at("model").at("enum").as_array().size() == 20);
    at.answer = {{"action", "cancel"}};
    CHECK(has(at.choice({"a"}), "closed the question"));
}

TEST_CASE("a voice is deleted when it was agreed to") {
    tool_bench tools;
    json::object const deletion{{"action", "delete"}, {"voice", "cosyvoice-v3-flash-a1-0"}};
    check_parts(tools.call("voice_manage", deletion).error, {"consent", "cosyvoice-v3-flash-a1-0", "confirm: true"});
    // A bench's caller declares nothing and answers nothing.
    tools.sender.client.elicitation_form = true;
    CHECK(has(tools.call("voice_manage", deletion).error, "nobody to ask"));
}

TEST_CASE("an application's id is asked for where it can be") {
    tool_bench tools;
    check_parts(tools.call("app_call", {{"prompt", "Hello"}}).error, {"app_id", "is missing", "account"});
    tools.sender.client.elicitation_form = true;
    CHECK(has(tools.call("app_call", {{"prompt", "Hello"}}).error, "nobody to ask"));
    // A dry run asks nothing.
    CHECK(has(tools.call("app_call", {{"prompt", "Hello"}, {"dry_run", true}}).error, "is missing"));
}
