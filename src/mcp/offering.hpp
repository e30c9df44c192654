#pragma once
// What a server offers at one time: its tools, and the answers that tell of them.

#include "mcp/answers.hpp"
#include "mcp/registry.hpp"

#include <memory>

namespace mcp {

/// Immutable: where the tools change while the program runs, the whole is replaced.
struct offering {
    offering(server_info const& info, registry of) : tools(std::move(of)), texts(info, tools) {}
    offering(offering const&) = delete;

    registry tools;
    answers texts;
};

/// What is offered now. One owner, one thread.
class current_offering {
public:
    /// Both must outlive this, or be replaced before.
    current_offering(registry const& tools, answers const& texts) : tools_(&tools), texts_(&texts) {}
    current_offering(current_offering const&) = delete;

    registry const& tools() const { return *tools_; }
    answers const& texts() const { return *texts_; }
    void replace(std::shared_ptr<offering const> next) {
        held_ = std::move(next);
        tools_ = &held_->tools;
        texts_ = &held_->texts;
    }

private:
    std::shared_ptr<offering const> held_;
    registry const* tools_;
    answers const* texts_;
};

/// Where further tools come from while the program runs (engine::offer).
class tool_source {
public:
    virtual ~tool_source() = default;
    /// Somebody has asked which tools there are. Returns at once.
    virtual void wanted() = 0;
    /// True while tools are on their way that were never there before.
    virtual bool pending() const = 0;
};

}  // namespace mcp
