#pragma once
// A streamed answer that broke off: nothing of what had come is lost.

#include "dashscope/failure.hpp"

#include <utility>

namespace dashscope {

/// Thrown in place of the failure itself once something was said.
template <class Result>
class broken_off : public failure {
public:
    broken_off(failure const& why, Result what_came) : failure(why), so_far(std::move(what_came)) {}

    Result so_far;
};

}  // namespace dashscope
