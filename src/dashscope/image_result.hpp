#pragma once
// The pictures in an answer: of a synchronous call, or of a finished task (catalogue §4.1).

#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace dashscope {

namespace json = boost::json;

struct image_failure {
    std::string code, message;
};

struct image_result {
    std::vector<std::string> urls;      // live 24 h
    std::vector<image_failure> failed;  // a task that succeeded may hold parts that did not
    std::string text;                   // what the model wrote beside its pictures
    std::string reasoning;
    std::string actual_prompt;  // as the model rewrote it
    std::string size;           // "1024*768", where the usage says it
};

/// Reads `output` in either form: `choices[].message.content[]` or `results[]`. Never fails: what is not there is
/// empty.
image_result read_image_result(json::object const& output, json::object const& usage);

}  // namespace dashscope
