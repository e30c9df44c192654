#pragma once
// Makes an answer behave as its prompt asked: errors, faults, delays. Shared by every capability.

#include "sandbox/markers.hpp"
#include "sandbox/service.hpp"

namespace sandbox {

/// The error that a wish names; InvalidParameter with a message that says so when there is no such error.
failure wished_failure(error_wish const& wish);

/// True when behave() will fail this request: then nothing of it may be kept.
bool will_fail(wishes const& asked, exchange const& context);

/// `answer` is the good answer to `context.asked`.
plan behave(plan answer, wishes const& asked, exchange const& context);

}  // namespace sandbox
