#pragma once
// Batches (JSON-RPC 2.0 §6; MCP up to 2025-03-26): many messages in one array, their replies in another.

#include "jsonrpc/service.hpp"

#include <memory>
#include <string>

namespace mcp {

/// Stands in for the outlet of each message of a batch: notifications pass, replies are gathered into one array.
class batch_outlet final : public jsonrpc::outlet {
public:
    /// Replies above `limit` bytes in all are not sent: one error tells so instead.
    batch_outlet(std::shared_ptr<jsonrpc::outlet> whole, std::size_t messages, std::size_t limit)
        : whole_(std::move(whole)), open_(messages), limit_(limit) {}

    void notify(std::string text) override { whole_->notify(std::move(text)); }
    bool is_heard() const override { return whole_->is_heard(); }
    void finish(jsonrpc::reply answer) override;

private:
    std::shared_ptr<jsonrpc::outlet> whole_;
    std::size_t open_;
    std::size_t limit_;
    bool too_large_ = false;
    std::string gathered_;
};

}  // namespace mcp
