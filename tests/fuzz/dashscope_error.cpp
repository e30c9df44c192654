// What DashScope, or whatever stands in its place, answers: error bodies, error events, streamed chat chunks. The first
// byte of the input chooses the HTTP status; the rest is taken whole as a body and line by line as a stream.

#include "dashscope/chat_accumulator.hpp"
#include "dashscope/error.hpp"
#include "net/sse.hpp"

#include "support.hpp"

#include <boost/json/parse.hpp>

#include <array>

namespace {

constexpr std::size_t longest_message = 1100;  // error.cpp cuts near 1000

bool is_one_line(std::string_view text) {
    return text.find_first_of("\r\n") == std::string_view::npos;
}

void check(dashscope::api_error const& error) {
    REQUIRE(is_one_line(error.message));
    REQUIRE(is_one_line(error.code));
    REQUIRE(is_one_line(error.request_id));
    REQUIRE(error.message.size() <= longest_message);
    REQUIRE(error.code.size() <= longest_message);
    REQUIRE(error.request_id.size() <= longest_message);
}

void check_body(int status, std::string_view body) {
    check(dashscope::parse_error(status, body));
    boost::system::error_code failed;
    auto const value = boost::json::parse(boost::json::string_view(body.data(), body.size()), failed);
    if (failed) return;
    auto const error = dashscope::find_error(status, value);
    if (error) check(*error);
    // Outside 2xx there is always something to say.
    if (status < 200 || status > 299) REQUIRE(error);
}

// What was handed on as it came, joined, is the text of the result.
void check_chat(std::string_view lines) {
    dashscope::chat_accumulator answer;
    std::string text;
    std::string reasoning;
    while (!lines.empty()) {
        auto const added = answer.feed(fuzz::take_until(lines, '\n'));
        if (!added) continue;
        text += added->text;
        reasoning += added->reasoning;
    }
    static_cast<void>(answer.finished());
    auto const result = answer.take();
    REQUIRE(!result.choices.empty());
    REQUIRE(result.choices.front().text == text);
    REQUIRE(result.choices.front().reasoning == reasoning);
}

void check_events(std::string_view text) {
    net::sse_reader reader;
    reader.feed(text);
    reader.finish();
    while (auto const event = reader.next())
        if (auto const error = dashscope::find_stream_error(*event)) check(*error);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    constexpr std::array statuses{200, 400, 401, 403, 404, 413, 429, 500, 502, 503, 0, 302};
    auto text = fuzz::view(data, size);
    check_body(statuses[fuzz::take_byte(text) % statuses.size()], text);
    check_events(text);
    check_chat(text);
    return 0;
}
