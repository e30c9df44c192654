// A streamed chat answer, from its bytes to its result. The first line of the input says where the rest is cut: any cut
// gives the same result, and what was handed on while it came, joined, is the text of that.

#include "dashscope/chat_accumulator.hpp"
#include "net/sse.hpp"

#include "support.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <string>

namespace json = boost::json;

namespace {

struct outcome {
    std::string text;
    std::string reasoning;
    std::string audio;
    std::size_t refused = 0;  // events that are no JSON
    bool finished = false;
    dashscope::chat_result result;
};

outcome read(std::string_view text, std::string_view cuts) {
    outcome all;
    net::sse_reader reader;
    dashscope::chat_accumulator answer;
    auto const take = [&] {
        while (auto const event = reader.next()) {
            auto const added = answer.feed(event->data);
            if (!added) {
                ++all.refused;
                continue;
            }
            all.text += added->text;
            all.reasoning += added->reasoning;
            all.audio += added->audio;
        }
    };
    for (std::size_t i = 0; !text.empty(); ++i) {
        auto const length = cuts.empty() ? text.size() : static_cast<unsigned char>(cuts[i % cuts.size()]) % 64u + 1;
        auto const piece = text.substr(0, length);
        reader.feed(piece);
        text.remove_prefix(piece.size());
        take();
    }
    reader.finish();
    take();
    all.finished = answer.finished();
    all.result = answer.take();
    return all;
}

void check(outcome const& all) {
    auto const& choices = all.result.choices;
    REQUIRE(!choices.empty());
    REQUIRE(choices.front().text == all.text);
    REQUIRE(choices.front().reasoning == all.reasoning);
    for (auto const& choice : choices)
        for (auto const& call : choice.tool_calls) {
            auto const& function = call.at("function").as_object();
            REQUIRE(function.at("arguments").is_string());
            REQUIRE(call.at("type").is_string() && call.at("id").is_string());
        }
}

void check_same(outcome const& left, outcome const& right) {
    REQUIRE(left.text == right.text);
    REQUIRE(left.reasoning == right.reasoning);
    REQUIRE(left.audio == right.audio);
    REQUIRE(left.refused == right.refused);
    REQUIRE(left.finished == right.finished);
    auto const& a = left.result;
    auto const& b = right.result;
    REQUIRE(a.model == b.model && a.id == b.id && a.request_id == b.request_id);
    REQUIRE(json::serialize(a.usage) == json::serialize(b.usage));
    REQUIRE(json::serialize(a.search_info) == json::serialize(b.search_info));
    REQUIRE(a.choices.size() == b.choices.size());
    for (std::size_t i = 0; i < a.choices.size(); ++i) {
        REQUIRE(a.choices[i].text == b.choices[i].text);
        REQUIRE(a.choices[i].finish_reason == b.choices[i].finish_reason);
        REQUIRE(json::serialize(a.choices[i].tool_calls) == json::serialize(b.choices[i].tool_calls));
        REQUIRE(json::serialize(a.choices[i].annotations) == json::serialize(b.choices[i].annotations));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto text = fuzz::view(data, size);
    auto const cuts = fuzz::take_until(text, '\n');
    auto const whole = read(text, {});
    check(whole);
    check_same(whole, read(text, cuts.empty() ? "\x01" : cuts));
    return 0;
}
