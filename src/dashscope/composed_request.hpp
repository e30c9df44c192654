#pragma once
// What the tables of routes make of a wish.

#include <boost/json/object.hpp>

#include <string>

namespace dashscope {

namespace json = boost::json;

/// A request, ready to be sent.
struct composed_request {
    std::string path;
    bool async = false;  // X-DashScope-Async: a task answers
    json::object body;   // always with an object `parameters`
};

}  // namespace dashscope
