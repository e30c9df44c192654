#include "mcp/batch.hpp"

namespace mcp {

void batch_outlet::finish(jsonrpc::reply answer) {
    if (!answer.body.empty()) {
        gathered_ += gathered_.empty() ? '[' : ',';
        gathered_ += answer.body;
    }
    if (--open_ > 0) return;
    // A batch of notifications has no reply at all.
    if (gathered_.empty())
        whole_->finish({{}, 202, {}});
    else
        whole_->finish({gathered_ + "]", 200, {}});
}

}  // namespace mcp
