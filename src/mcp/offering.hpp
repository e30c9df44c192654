#pragma once
// What a server offers at one time: its tools, prompts and resources, and the answers that tell of them.

#include "mcp/answers.hpp"
#include "mcp/registry.hpp"

#include <memory>
#include <utility>

namespace mcp {

/// Immutable: where something changes while the program runs, the whole is replaced.
struct offering {
    offering(server_info const& info, registry all_tools, prompt_registry all_prompts = {},
             resource_registry all_resources = {})
        : tools(std::move(all_tools)),
          prompts(std::move(all_prompts)),
          resources(std::move(all_resources)),
          texts(info, tools, prompts, resources) {}
    offering(offering const&) = delete;

    registry tools;
    prompt_registry prompts;
    resource_registry resources;
    answers texts;
};

/// What is offered now. One owner, one thread.
class current_offering {
public:
    explicit current_offering(std::shared_ptr<offering const> first) : now_(std::move(first)) {}
    current_offering(current_offering const&) = delete;

    registry const& tools() const { return now_->tools; }
    prompt_registry const& prompts() const { return now_->prompts; }
    resource_registry const& resources() const { return now_->resources; }
    answers const& texts() const { return now_->texts; }
    /// Gives what was there before.
    std::shared_ptr<offering const> replace(std::shared_ptr<offering const> next) {
        return std::exchange(now_, std::move(next));
    }

private:
    std::shared_ptr<offering const> now_;
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
