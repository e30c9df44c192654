#pragma once
// What `doctor` asks DashScope. Nothing of it costs anything.

#include "cli/finding.hpp"
#include "platform/task.hpp"
#include "tools/services.hpp"

namespace cli {

/// The key, its region, the certificate, the clock, the models; where the key is good also uploads, tasks, WebSearch;
/// the AccessKey pair, if there is one. Gives everything to `into`, which must outlive it; throws nothing for what is
/// answered.
platform::task<bool> ask_dashscope(diagnosis& into, tools::services with);

}  // namespace cli
