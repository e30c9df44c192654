#pragma once
// What tools work with: made once by the command line, lent to every tool.

#include "dashscope/exchange.hpp"

namespace dashscope {
class client;
class media_inputs;
class task_watcher;
struct settings;
}  // namespace dashscope

namespace net {
class client;
}

namespace tools {

class output;

/// All outlive the tools. One thread: the client's.
struct services {
    dashscope::client& api;
    dashscope::settings const& settings;
    net::client& http;
    dashscope::media_inputs& media;
    dashscope::task_watcher& tasks;
    output& out;
};

/// On whose behalf a call is made: the operator's key.
dashscope::credential operator_credential(services const& with);

}  // namespace tools
