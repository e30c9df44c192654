#pragma once
// What a server offers at one time: its tools, and the answers that tell of them.

#include "mcp/answers.hpp"
#include "mcp/registry.hpp"

namespace mcp {

/// Immutable: where the tools change while the program runs, the whole is replaced.
struct offering {
    offering(server_info const& info, registry of) : tools(std::move(of)), texts(info, tools) {}
    offering(offering const&) = delete;

    registry tools;
    answers texts;
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
