#pragma once
// Puts a streamed chat answer together: the compatible endpoint's chunks, and the native endpoints' incremental ones.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/system/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace dashscope {

namespace json = boost::json;

struct chat_choice {
    std::string text;
    std::string reasoning;
    json::array tool_calls;     // [{"id","type":"function","function":{"name","arguments":"<JSON text>"}}]
    json::array annotations;    // of speech recognition: [{"type":"audio_info","language","emotion"}]
    std::string finish_reason;  // "stop", "length", "tool_calls", …; empty while there is none
};

struct chat_result {
    std::vector<chat_choice> choices;  // at least one
    json::object usage;                // as sent; empty when the server sent none
    json::value search_info;           // as sent; null when there is none
    std::string model;                 // as the server names it; may be empty
    std::string id;                    // of the completion
    std::string request_id;
};

/// What one event added to choice 0.
struct chat_delta {
    std::string text;
    std::string reasoning;
    std::string audio;  // base64
};

/// One owner, one thread. No I/O.
class chat_accumulator {
public:
    chat_accumulator() { result_.choices.resize(1); }

    /// Takes the data of one event. Fails on what is not JSON, changing nothing.
    boost::system::result<chat_delta> feed(std::string_view data);
    /// True once the answer is whole: `[DONE]` came, or every choice has its finish reason.
    bool finished() const;
    /// Hands the result out; the accumulator is spent.
    chat_result take();

private:
    void take_head(json::object const& chunk);
    void take_choice(json::object const& choice, std::size_t position, chat_delta& delta);
    void take_message(json::object const& message, chat_choice& into, chat_delta& added);

    chat_result result_;
    bool done_ = false;
};

/// The text of a message's `content`: a string, null, or an array of parts.
std::string content_text(json::value const& content);

}  // namespace dashscope
