#include "telemetry/line.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>

#include <limits>
#include <random>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using telemetry::field;
using telemetry::format;
using telemetry::level;

namespace {

// 2026-11-21T10:00:00.123Z
constexpr std::chrono::system_clock::time_point when{1'795'255'200'123ms};

std::string line(format style, std::string_view message, std::vector<field> const& fields = {},
                 level severity = level::info) {
    telemetry::scrubber secrets;
    secrets.add("hunter22");
    return telemetry::format_line(style, {when, severity, message, fields}, secrets);
}

}  // namespace

TEST_CASE("line: text") {
    std::string const start = "2026-11-21T10:00:00.123Z info ";
    std::string const owned = "owned";
    CHECK(line(format::text, "hello") == start + "hello\n");
    CHECK(line(format::text, "say \"x\"") == start + "say \"x\"\n");
    CHECK(line(format::text, "m", {{"a", "one"}, {"b", "two words"}, {"c", ""}, {"d", owned}}) ==
          start + "m a=one b=\"two words\" c=\"\" d=owned\n");
    CHECK(line(format::text, "m", {{"forged", "x level=error"}, {"q", "\""}}) ==
          start + "m forged=\"x level=error\" q=\"\\\"\"\n");
    CHECK(line(format::text, "m", {{"n", 42}, {"big", std::size_t{7}}, {"x", 0.25}, {"yes", true}, {"no", false}}) ==
          start + "m n=42 big=7 x=0.25 yes=true no=false\n");
}

TEST_CASE("line: JSON") {
    std::string const start = R"({"time":"2026-11-21T10:00:00.123Z","level":"error","message":)";
    CHECK(line(format::json, "hello", {}, level::error) == start + "\"hello\"}\n");
    CHECK(line(format::json, "say \"x\"", {{"a", "two words"}, {"n", -1}, {"x", 1.5}, {"yes", true}}, level::error) ==
          start + R"("say \"x\"","a":"two words","n":-1,"x":1.5,"yes":true})" + "\n");
    CHECK(line(format::json, "", {{"x", std::numeric_limits<double>::infinity()}}, level::error) ==
          start + "\"\",\"x\":null}\n");
}

TEST_CASE("line: the name of each level") {
    CHECK(telemetry::name_of(level::debug) == "debug");
    CHECK(telemetry::name_of(level::warning) == "warning");
    CHECK(telemetry::name_of(level::off) == "off");
    CHECK(line(format::text, "x", {}, level::warning).find(" warning x") != std::string::npos);
}

TEST_CASE("line: times") {
    struct {
        std::chrono::system_clock::time_point time;
        std::string expected;
    } const cases[] = {
        {{}, "1970-01-01T00:00:00.000Z"},
        {std::chrono::system_clock::time_point{-1ms}, "1969-12-31T23:59:59.999Z"},
        {std::chrono::system_clock::time_point{951'782'400s}, "2000-02-29T00:00:00.000Z"},
        {std::chrono::system_clock::time_point{4'102'444'799s}, "2099-12-31T23:59:59.000Z"},
    };
    for (auto const& [time, expected] : cases)
        CHECK(telemetry::format_line(format::text, {time, level::info, "", {}}, {}).starts_with(expected));
}

TEST_CASE("line: nothing from outside makes a second line or shows a secret") {
    for (auto const style : {format::text, format::json}) {
        auto const text =
            line(style, "a\nb hunter22",
                 {{"key\n", "v\r\nw"}, {"auth", "Bearer abcdef"}, {"own", "hunter22"}, {"k", "sk-12345678"}});
        CHECK(text.find('\n') == text.size() - 1);
        CHECK(text.find('\r') == std::string::npos);
        for (auto const* secret : {"hunter22", "abcdef", "12345678"}) CHECK(text.find(secret) == std::string::npos);
    }
}

TEST_CASE("line: bounded, and says so") {
    for (auto const style : {format::text, format::json}) {
        for (std::string const piece : {"x", "\n", "\\", "\"", "\x01", "百", "😀", "a\\", "\xff"}) {
            for (std::size_t shift = 0; shift < 8; ++shift) {
                std::string message(shift, '.');
                while (message.size() < 6000) message += piece;
                auto const text = line(style, message, {{"kept", 1}, {"left_out", message}, {"kept_too", 2}});
                CHECK(text.size() <= telemetry::longest_line);
                CHECK(text.find("truncated") != std::string::npos);
                CHECK(text.find("kept_too") != std::string::npos);
                CHECK(text.find("left_out") == std::string::npos);
                CHECK(text.ends_with(style == format::json ? ",\"truncated\":true}\n" : " truncated=true\n"));
                // No escape is cut: an even number of backslashes before the quote that ends the message.
                if (style == format::text) continue;
                auto const end = text.find("\",\"kept\"");
                REQUIRE(end != std::string::npos);
                std::size_t backslashes = 0;
                while (text[end - 1 - backslashes] == '\\') ++backslashes;
                CHECK(backslashes % 2 == 0);
            }
        }
    }
    CHECK(line(format::text, std::string(3000, 'x')).find("truncated") == std::string::npos);
}

TEST_CASE("line: JSON comes back as it was said") {
    std::string const message = "a \"b\" \\ \n \t \x1b \xe2\x80\xae 百炼 😀";
    auto const text =
        line(format::json, message, {{"text", "\\\""}, {"key \"x\"", "v"}, {"n", -5}, {"x", 0.5}, {"yes", true}});
    auto const parsed = boost::json::parse(text).as_object();
    CHECK(parsed.at("message").as_string() == message);
    CHECK(parsed.at("level").as_string() == "info");
    CHECK(parsed.at("text").as_string() == "\\\"");
    CHECK(parsed.at("key \"x\"").as_string() == "v");
    CHECK(parsed.at("n").as_int64() == -5);
    CHECK(parsed.at("x").as_double() == 0.5);
    CHECK(parsed.at("yes").as_bool());
}

TEST_CASE("line: any bytes at all give one valid line") {
    std::mt19937 generator(3);  // the same bytes each time
    // Mostly those that need care.
    constexpr std::string_view pieces[] = {
        "\\", "\"", "\n", "\x1b", "\xc2\x9b", "\xe2\x80\xae", "\xf0\x9f\x98", "\xff", "sk-", "a", "=", " ", "百"};
    auto const junk = [&](std::size_t most) {
        std::string result;
        for (std::size_t left = generator() % most; left > 0; --left) {
            result += pieces[generator() % std::size(pieces)];
            if (generator() % 4 == 0) result.push_back(static_cast<char>(generator() & 255));
        }
        return result;
    };
    for (int round = 0; round < 1500; ++round) {
        auto const message = junk(round % 3 == 0 ? 3000 : 60), key = junk(10), value = junk(200);
        std::vector<field> const fields{{key, value}, {"second", value}, {"n", round}};
        auto const json = line(format::json, message, fields);
        auto const text = line(format::text, message, fields);
        boost::system::error_code error;
        boost::json::parse(json, error);
        CHECK_FALSE(error);
        for (auto const& each : {json, text}) {
            CHECK(each.size() <= telemetry::longest_line);
            CHECK(each.find('\n') == each.size() - 1);
            CHECK(each.find('\x1b') == std::string::npos);
            CHECK(each.find("\xe2\x80\xae") == std::string::npos);
            CHECK(each.find("\xc2\x9b") == std::string::npos);
        }
    }
}
