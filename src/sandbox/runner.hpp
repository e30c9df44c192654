#pragma once
// Performs a plan: writes its pieces, waits between them, breaks off where it says so.

#include "sandbox/plan.hpp"

#include "net/server.hpp"
#include "platform/task.hpp"

namespace sandbox {

request to_request(net::server_request const& from);

/// Returns when the answer is complete, or when the peer has gone.
platform::task<void> perform(plan what, net::responder& answer, platform::executor executor);

}  // namespace sandbox
