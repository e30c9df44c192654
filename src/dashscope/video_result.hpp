#pragma once
// The film in a finished task (catalogue §5).

#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace dashscope {

namespace json = boost::json;

struct video_result {
    std::vector<std::string> urls;  // live 24 h; usually one
    std::string actual_prompt;      // as the model rewrote it
    std::string size;               // "1280*720", "720P" or both with a ratio, as far as the usage says
    std::string duration;           // in seconds, as a text; of the output where input counts apart
};

/// Reads `output.video_url`, and `output.results` of other models. Never fails: what is not there is empty.
video_result read_video_result(json::object const& output, json::object const& usage);

}  // namespace dashscope
