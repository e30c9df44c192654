#pragma once
// POST /api/v1/apps/*/completion

#include "sandbox/service.hpp"

namespace sandbox {

/// Applications: app-sandbox (an agent), app-workflow, app-unpublished, app-denied; sandbox-error-CODE fails with CODE.
plan complete_app(exchange const& context);

}  // namespace sandbox
