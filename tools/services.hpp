#pragma once
// What tools work with: made once by the command line, lent to every tool.

#include "dashscope/exchange.hpp"

namespace dashscope {
class client;
struct settings;
}  // namespace dashscope

namespace tools {

/// Both outlive the tools. One thread: the client's.
struct services {
    dashscope::client& api;
    dashscope::settings const& settings;
};

/// On whose behalf a call is made: the operator's key.
dashscope::credential operator_credential(services const& with);

}  // namespace tools
