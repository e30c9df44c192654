#include "sandbox/speech_text.hpp"

#include <doctest/doctest.h>

using namespace sandbox;

namespace {

std::vector<std::string> sentences(std::string_view text) {
    std::vector<std::string> all;
    for (auto const& sentence : speak_text(text)) all.push_back(sentence.text());
    return all;
}

}  // namespace

TEST_SUITE("sandbox/speech_text") {
    TEST_CASE("sentences") {
        struct {
            std::string_view text;
            std::vector<std::string> sentences;
        } const cases[] = {
            {"", {}},
            {" ... ", {}},
            {"Hello", {"Hello"}},
            {"Hello, world. How are you?", {"Hello, world.", "How are you?"}},
            {"It costs 3.50 euros. Good!", {"It costs 3.50 euros.", "Good!"}},
            {"One\ntwo", {"One", "two"}},
            {"你好，世界。今天很好！", {"你好，世界。", "今天很好！"}},
            {"使用 Qwen3 模型。", {"使用Qwen3模型。"}},
            {"Wait... what?!", {"Wait...", "what?!"}},
        };
        for (auto const& c : cases) {
            CAPTURE(c.text);
            CHECK(sentences(c.text) == c.sentences);
        }
    }

    TEST_CASE("times follow one another and the pauses count") {
        auto const spoken = speak_text("Hello, world. How are you?");
        std::int64_t last = 0;
        for (auto const& sentence : spoken) {
            for (auto const& word : sentence.words) {
                CHECK(word.begin >= last);
                CHECK(word.end > word.begin);
                last = word.end;
            }
        }
        CHECK(spoken[0].words[0].punctuation == ",");
        CHECK(spoken[1].begin() - spoken[0].end() == 400);
        CHECK(length_of(spoken) == last + 400);
        CHECK(length_of({}) == 0);
    }

    TEST_CASE("stretching fills a duration") {
        auto const spoken = speak_text("Hello there. You.");
        auto const longer = stretched(spoken, 2 * length_of(spoken));
        CHECK(longer[0].words[1].begin == 2 * spoken[0].words[1].begin);
        CHECK(length_of(stretched(spoken, 0)) <= 400);
        CHECK(stretched({}, 100).empty());
    }

    TEST_CASE("tags and languages") {
        CHECK(without_tags("<speak>Hi <break time=\"1s\"/>there</speak>") == "Hi there");
        CHECK(language_of("Hello") == "en");
        CHECK(language_of("Hello 你好") == "zh");
        CHECK(language_of("“quoted”") == "en");
    }
}
