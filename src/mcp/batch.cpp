#include "mcp/batch.hpp"

#include "jsonrpc/write.hpp"

namespace mcp {

void batch_outlet::finish(jsonrpc::reply answer) {
    too_large_ = too_large_ || gathered_.size() + answer.body.size() > limit_;
    if (!answer.body.empty() && !too_large_) {
        gathered_ += gathered_.empty() ? '[' : ',';
        gathered_ += answer.body;
    }
    if (--open_ > 0) return;
    if (too_large_) {
        jsonrpc::error const problem{jsonrpc::errc::internal_error,
                                     "The replies to this batch are larger than clients read: send smaller batches",
                                     nullptr};
        whole_->finish({jsonrpc::failure({}, problem), 200, {}});
        return;
    }
    // A batch of notifications has no reply at all.
    if (gathered_.empty())
        whole_->finish({{}, 202, {}});
    else
        whole_->finish({gathered_ + "]", 200, {}});
}

}  // namespace mcp
