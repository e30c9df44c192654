#pragma once
// A request for a chat completion: its checks, in DashScope's words, and what remains of it afterwards.

#include "sandbox/errors.hpp"
#include "sandbox/models.hpp"
#include "sandbox/plan.hpp"

#include <boost/json/object.hpp>
#include <boost/system/result.hpp>

#include <optional>
#include <string>
#include <vector>

namespace sandbox {

struct chat_message {
    std::string role;
    std::string text;  // all text parts, joined by a line break
    std::size_t images = 0;
    std::size_t audios = 0;
    std::size_t videos = 0;
    std::size_t frames = 0;  // of videos given as lists of pictures
};

struct chat_request {
    std::string model;
    family traits;
    std::vector<chat_message> messages;
    bool stream = false;
    bool include_usage = false;
    bool thinks = false;
    bool audio = false;  // modalities holds "audio"
    std::optional<std::size_t> most_tokens;
    std::size_t choices = 1;
    std::vector<std::string> stops;
    std::string format = "text";  // or json_object, json_schema
    boost::json::value schema;    // of json_schema
    boost::json::array tools;
    std::string tool_choice = "auto";  // auto, none, required, or `=NAME` for a named one
    bool parallel_tools = false;
    boost::json::object body;        // as it came
    std::vector<std::string> media;  // what was found of each, see chat_media.hpp

    chat_message const* last_user() const;
};

/// The first thing that DashScope would refuse, or the request. Lengths of prompts are not checked here.
boost::system::result<chat_request, failure> read_chat_request(request const& asked);

// The parts of it, each with tests of its own: nothing when all is well.
verdict check_messages(boost::json::object const& body, bool resolves_oss);
verdict check_parameters(boost::json::object const& body, family const& traits);
verdict check_tools(boost::json::object const& body, bool thinks);

/// Whether an answer to `body` begins with reasoning.
bool will_think(boost::json::object const& body, family const& traits);

/// All text of a message's content, be it a string or parts.
std::string text_of(boost::json::value const& content);

}  // namespace sandbox
