#pragma once
// A call of an application: its checks and what remains of it.

#include "sandbox/errors.hpp"
#include "sandbox/markers.hpp"
#include "sandbox/service.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/system/result.hpp>

#include <string>
#include <vector>

namespace sandbox {

struct app_request {
    std::string app;
    std::string prompt;  // or the last user message, without markers
    wishes asked;
    std::size_t messages = 0;         // of `messages`; 0: there was a prompt
    std::string session;              // as it came; ignored beside messages
    std::vector<std::string> images;  // what was found of them
    std::vector<std::string> files;
    std::string memory;
    boost::json::object variables;  // biz_params
    bool streams = false;
    bool incremental = false;
    bool has_thoughts = false;
    bool thinks = false;
    std::string flow_mode;
    std::vector<std::string> pipelines;  // the first five
    std::vector<std::string> documents;
    std::vector<std::string> tags;
    boost::json::array filters;
    std::vector<std::string> session_files;
};

boost::system::result<app_request, failure> read_app_request(exchange const& context);

}  // namespace sandbox
