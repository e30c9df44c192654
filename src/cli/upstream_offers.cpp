#include "cli/upstream_offers.hpp"

#include "telemetry/logger.hpp"

namespace cli {

upstream_offers::upstream_offers(tools::services const& with, platform::executor executor, beginning from)
    : begun_(std::move(from)),
      source_(with, executor, begun_.servers, begun_.taken,
              [this](std::vector<tools::imported_tool> all) { take(std::move(all)); }) {}

void upstream_offers::inform(mcp::engine& whom) {
    informed_.push_back(&whom);
    if (current_) whom.offer(current_);
}

void upstream_offers::take(std::vector<tools::imported_tool> all) {
    auto next = begun_.own->tools;
    for (auto& each : all) {
        try {
            next.add(each.definition, std::move(each.run));
        } catch (std::invalid_argument const& error) {
            telemetry::log().warning("a tool of an MCP server is left out", {{"reason", error.what()}});
        }
    }
    next.keep(begun_.choice);
    // Nobody needs to hear of tools that the operator does not offer.
    if (next.list() == tools().list()) return;
    current_ =
        std::make_shared<mcp::offering const>(begun_.info, std::move(next), begun_.own->prompts, begun_.own->resources);
    for (auto* each : informed_) each->offer(current_);
}

}  // namespace cli
