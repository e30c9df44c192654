// Damaged answers: nothing crashes, nothing escapes but what the headers promise. Deterministic.

#include "dashscope/chat_accumulator.hpp"
#include "dashscope/config_file.hpp"
#include "dashscope/secret.hpp"
#include "dashscope/settings.hpp"
#include "support.hpp"

#include <random>

using namespace dashscope;
using namespace dashscope::test;

namespace {

constexpr std::string_view recordings[] = {
    "auth-error-nosse",
    "parameter-error-sse",
    "upload-file-error-nosse",
    "single-generation-message-with-tools-nosse",
    "single-generation-message-sse",
    "multimodal-generation-vl-sse",
};

/// Replaces, removes or doubles a few bytes.
std::string damaged(std::string text, std::minstd_rand& random) {
    constexpr std::string_view favourites = "{}[]\",:\\0123456789nulltrue \n\r\x80\xff-";
    auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random()) % limit; };
    for (auto changes = 1 + below(4); changes > 0 && !text.empty(); --changes) {
        auto at = below(text.size());
        switch (below(4)) {
            case 0:
                text[at] = favourites[below(favourites.size())];
                break;
            case 1:
                text.erase(at, 1 + below(20));
                break;
            case 2:
                text.insert(at, text.substr(at, 1 + below(20)));
                break;
            default:
                text.resize(at);
                break;
        }
    }
    return text;
}

template <class Use>
void for_damaged(Use use) {
    std::minstd_rand random(2026);
    for (auto name : recordings) {
        auto text = recorded(name);
        for (int round = 0; round < 300; ++round) use(damaged(text, random));
    }
}

/// True when the text is valid UTF-8 on one line: what a JSON answer to a host may carry.
bool is_presentable(std::string_view text) {
    return one_line(text, text.size() + 1) == text;
}

}  // namespace

TEST_CASE("damaged bodies become an error with a presentable text") {
    for_damaged([](std::string const& body) {
        auto error = parse_error(500, body);
        CHECK(error.kind != error_kind::unknown);
        CHECK(is_presentable(error.message));
        CHECK(is_presentable(error.code));
        CHECK(is_presentable(error.request_id));
    });
}

TEST_CASE("damaged streams end in a result or an error") {
    for_damaged([](std::string const& bytes) {
        chat_accumulator answer;
        for (auto const& event : events_of(bytes, 97)) {
            if (auto error = find_stream_error(event)) CHECK(is_presentable(error->message));
            (void)answer.feed(event.data);
        }
        CHECK(answer.take().choices.size() >= 1);
    });
}

TEST_CASE("damaged configuration files are refused or read, never worse") {
    std::string text = R"({"api_key":"sk-0123456789","base_url":"https://dashscope.aliyuncs.com/api/v1","timeout":60,)"
                       R"("region":"cn","watermark":true,"active_config":"team","team":{"api_key":"sk-9876543210"}})";
    std::minstd_rand random(7);
    int refused = 0;
    for (int round = 0; round < 2000; ++round) {
        settings_input input;
        input.file_text = damaged(text, random);
        try {
            resolve_settings(input);
        } catch (settings_error const& error) {
            ++refused;
            CHECK_FALSE(contains(error.what(), "0123456789"));
        }
    }
    CHECK(refused > 1000);
}

TEST_CASE("scrubbing and flattening take any bytes, twice without change") {
    std::minstd_rand random(11);
    for (int round = 0; round < 500; ++round) {
        std::string bytes(static_cast<std::size_t>(random()) % 200, ' ');
        for (char& byte : bytes) byte = static_cast<char>(random());
        auto flat = one_line(bytes, 1000);
        CHECK(one_line(flat, 1000) == flat);
        auto clean = scrubbed(flat, secret_key);
        CHECK(scrubbed(clean, secret_key) == clean);
    }
}

TEST_CASE("cutting a text never cuts a character") {
    std::string_view text = "模型 qwen 不存在 — ошибка 🙂!";
    for (std::size_t limit = 0; limit <= text.size() + 1; ++limit) {
        auto cut = one_line(text, limit);
        CHECK_FALSE(contains(cut, "?"));
        CHECK(cut.size() <= limit + 3);
    }
}
