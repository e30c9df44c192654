#include "tools/services.hpp"

#include "dashscope/settings.hpp"
#include "tools/task_handle.hpp"

namespace tools {

dashscope::credential operator_credential(services const& with) {
    return {with.settings.api_key, with.settings.base};
}

task_handles const& handles_of(services const& with) {
    static plain_task_handles const plain;
    return with.handles ? *with.handles : plain;
}

}  // namespace tools
