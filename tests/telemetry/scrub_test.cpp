#include "telemetry/scrub.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>

TEST_CASE("scrub: what looks like a credential") {
    telemetry::scrubber const scrubber;
    struct {
        std::string text, expected;
    } const cases[] = {
        {"", ""},
        {"nothing secret", "nothing secret"},
        {"sk-12345678", "***"},
        {"key sk-0123456789abcdefABCDEF used", "key *** used"},
        {"sk-ws-H.ABCD.0123456789_-x: bad", "***: bad"},
        {"sk-sp-0123456789", "***"},
        {"\"api_key\":\"sk-0123456789\",", "\"api_key\":\"***\","},
        {"line\\nsk-0123456789", "line\\n***"},
        {"a%20sk-0123456789%20b", "a%20***%20b"},
        {"mysk-0123456789", "my***"},
        {"The key is sk-0123456789.", "The key is ***."},
        {"sk-1234567 is too short", "sk-1234567 is too short"},
        {"sk-", "sk-"},
        {"two: sk-aaaaaaaa sk-bbbbbbbb", "two: *** ***"},
        {"sk-sk-sk-aaaaaaaa", "***"},
        {"task-0123456789 Task-0123456789 disk-0123456789 risk-averse-people", ""},
        {"Authorization: Bearer abc.def-ghi", "Authorization: Bearer ***"},
        {"authorization: bearer   wxyz", "authorization: bearer   ***"},
        {"BEARER sk-0123456789/+==", "BEARER ***"},
        {"Bearer ", "Bearer "},
        {"Bearer of good news, bearer sk-…cdef", "Bearer of good news, bearer sk-…cdef"},
        {"bearer", "bearer"},
        {"id LTAI5tAbCdEfGhIj", "id ***"},
        {"Voltaireanism and LTAI5t", ""},
        {"https://b.oss/x.png?Expires=17&OSSAccessKeyId=LTAI5tAbCdEf&Signature=aB%2Bc%3D&x=1",
         "https://b.oss/x.png?Expires=17&OSSAccessKeyId=***&Signature=***&x=1"},
        {"x-oss-signature=0a1b2c&x-oss-date=20261121", "x-oss-signature=***&x-oss-date=20261121"},
        {"?security-token=CAIS%2Babc", "?security-token=***"},
    };
    for (auto const& [text, expected] : cases) {
        CAPTURE(text);
        auto const scrubbed = scrubber.scrub(text);
        // No expectation: unchanged.
        CHECK(scrubbed == (expected.empty() ? text : expected));
        CHECK(scrubber.scrub(scrubbed) == scrubbed);
    }
}

TEST_CASE("scrub: registered secrets, wherever they stand") {
    telemetry::scrubber scrubber;
    scrubber.add("hunter22");
    scrubber.add("hunter22-and-more");
    scrubber.add("with \"quotes\"\n");
    scrubber.add("hunter22");
    CHECK(scrubber.scrub("xhunter22x") == "x***x");
    CHECK(scrubber.scrub("hunter22-and-more") == "***");
    CHECK(scrubber.scrub("hunter22hunter22") == "******");
    CHECK(scrubber.scrub("is with \"quotes\"\n.") == "is ***.");
    CHECK(scrubber.scrub("Hunter22 hunter2") == "Hunter22 hunter2");
}

TEST_CASE("scrub: values too short to be secrets are not taken") {
    telemetry::scrubber scrubber;
    for (auto const* value : {"", "a", "12345"}) scrubber.add(value);
    CHECK(scrubber.scrub("a 12345 b") == "a 12345 b");
    scrubber.add("123456");
    CHECK(scrubber.scrub("a 123456 b") == "a *** b");
}

TEST_CASE("scrub: as many as are kept") {
    telemetry::scrubber scrubber;
    for (int i = 0; i < 100; ++i) scrubber.add("secret-" + std::to_string(1000 + i));
    CHECK(scrubber.scrub("secret-1099") == "***");
    CHECK(scrubber.scrub("secret-1036") == "***");
    CHECK(scrubber.scrub("secret-1035") == "secret-1035");
}

TEST_CASE("scrub: no surroundings hide a secret") {
    telemetry::scrubber scrubber;
    scrubber.add("hunter22");
    std::string const key = "sk-0123456789abcdef";
    std::mt19937 generator(5);  // the same surroundings each time
    constexpr std::string_view alphabet = "aks-_.\\n\"'=:&%2 \n{}<>*/?#Bearer";
    auto const noise = [&] {
        std::string result;
        for (std::size_t left = generator() % 12; left > 0; --left) result += alphabet[generator() % alphabet.size()];
        return result;
    };
    for (int round = 0; round < 5000; ++round) {
        auto const before = noise(), after = noise();
        CAPTURE(before);
        CHECK(scrubber.scrub(before + "hunter22" + after).find("hunter22") == std::string::npos);
        CHECK(scrubber.scrub(before + " " + key + after).find("0123456789") == std::string::npos);
        CHECK(scrubber.scrub(before + "Bearer " + key + after).find("0123456789") == std::string::npos);
        CHECK(scrubber.scrub(before + "?Signature=" + key + after).find("0123456789") == std::string::npos);
    }
}

TEST_CASE("scrub: what stays readable") {
    telemetry::scrubber const scrubber;
    for (std::string const text : {
             "POST https://dashscope.aliyuncs.com/api/v1/services/aigc/text2image/image-synthesis 200 in 312 ms",
             "task 86ecf553-d340-4e21-xxxx-a0c6a0c6a0c6 is RUNNING",
             "request 0bb8f5c1-8b1c-9d1e-a9d2-7a1f6f7d8e9f: Throttling.RateQuota",
             "model qwen-image-2.0-pro in cn-beijing, 1328*1328",
             "can't read /home/u/.bailian/config.json: Permission denied",
             "key hash 9b1deb4d3b7d4bad, workspace ws-1a2b3c4d",
         }) {
        CAPTURE(text);
        CHECK(scrubber.scrub(text) == text);
    }
}
