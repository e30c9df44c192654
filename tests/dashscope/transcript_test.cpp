#include "dashscope/transcript.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>

using namespace dashscope;

TEST_CASE("a transcript with speakers") {
    auto const read = read_transcript(json::parse(R"({"file_url":"https://a/1.wav",
        "properties":{"audio_format":"pcm_s16le","channels":[0],"original_sampling_rate":16000,
                      "original_duration_in_milliseconds":61500},
        "transcripts":[{"channel_id":0,"content_duration_in_milliseconds":60000,"text":"Hello. Hi there.",
          "sentences":[
            {"begin_time":100,"end_time":3820,"text":"Hello.","sentence_id":1,"speaker_id":0,
             "words":[{"begin_time":100,"end_time":596,"text":"Hello","punctuation":"."}]},
            {"begin_time":60000,"end_time":61000,"text":"Hi there.","sentence_id":2,"speaker_id":1}]}]})"));
    CHECK(read.text == "Hello. Hi there.");
    CHECK(read.duration_ms == 61500);
    REQUIRE(read.sentences.size() == 2);
    CHECK(read.sentences[1].speaker == "2");
    CHECK(lines_of(read) == "[00:00.100 - 00:03.820] Speaker 1: Hello.\n[01:00.000 - 01:01.000] Speaker 2: Hi there.");
}

TEST_CASE("the form of qwen3-asr-flash-filetrans") {
    auto const read = read_transcript(json::parse(R"({"file_url":"https://a/1.wav",
        "audio_info":{"format":"wav","sample_rate":16000},
        "transcripts":[{"channel_id":0,"text":"Bonjour.","sentences":[{"sentence_id":0,"begin_time":0,"end_time":900,
            "language":"fr","emotion":"neutral","text":"Bonjour.","words":[]}]}]})"));
    CHECK(read.language == "fr");
    CHECK(lines_of(read) == "[00:00.000 - 00:00.900] Bonjour.");
}

TEST_CASE("channels are told, in the order of time") {
    auto const read = read_transcript(json::parse(R"({"transcripts":[
        {"channel_id":0,"text":"A B","sentences":[{"begin_time":0,"end_time":10,"text":"A"},
                                                  {"begin_time":2000,"end_time":2010,"text":"B","speaker_id":"Ann"}]},
        {"channel_id":1,"text":"C","sentences":[{"begin_time":1000,"end_time":1010,"text":"C"}]}]})"));
    CHECK(read.text == "A B\nC");
    CHECK(lines_of(read) ==
          "[00:00.000 - 00:00.010] Channel 0: A\n[00:01.000 - 00:01.010] Channel 1: C\n"
          "[00:02.000 - 00:02.010] Channel 0, Speaker Ann: B");
}

TEST_CASE("a transcript without times is its text, and nothing strange is a failure") {
    CHECK(lines_of(read_transcript(json::parse(R"({"transcripts":[{"text":"Hello."}]})"))) == "Hello.");
    for (auto const* strange :
         {"null", "[]", "{}", R"({"transcripts":7})", R"({"transcripts":[7,{"sentences":[7,{}]}]})",
          R"({"transcripts":[{"sentences":[{"text":"","begin_time":"x"}]}]})"}) {
        CAPTURE(strange);
        CHECK(lines_of(read_transcript(json::parse(strange))) == "");
    }
}

TEST_CASE("the largest speaker's number is none") {
    auto const read = read_transcript(json::parse(
        R"({"transcripts":[{"sentences":[{"text":"a","speaker_id":9223372036854775807},{"text":"b","speaker_id":1}]}]})"));
    CHECK(lines_of(read) == "[00:00.000 - 00:00.000] a\n[00:00.000 - 00:00.000] Speaker 2: b");
}

TEST_CASE("times as people read them") {
    CHECK(time_text(0) == "00:00.000");
    CHECK(time_text(-5) == "00:00.000");
    CHECK(time_text(59'999) == "00:59.999");
    CHECK(time_text(3'599'001) == "59:59.001");
    CHECK(time_text(3'600'000) == "1:00:00.000");
    CHECK(time_text(360'000'000) == "100:00:00.000");
}
