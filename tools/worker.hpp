#pragma once
// The worker, under the name that the tools use.

#include "platform/worker.hpp"

namespace tools {

using platform::worker;

}  // namespace tools
