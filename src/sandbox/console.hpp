#pragma once
// The console's gateway, as the official command line calls it.

#include "sandbox/service.hpp"

namespace sandbox {

plan console_api(exchange const& context);  // POST /cli/api.json

}  // namespace sandbox
