#pragma once
// What the tools that make pictures and films have in common.

#include "dashscope/composed_request.hpp"
#include "dashscope/media_input.hpp"
#include "mcp/bind.hpp"
#include "tools/job.hpp"
#include "tools/output.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tools {

/// How the caller wants the result.
struct delivery {
    std::string tool;  // begins file names where the caller chose no stem
    std::optional<std::chrono::seconds> wait;
    std::optional<output_mode> mode;
    std::string file_name;
    bool dry_run = false;
    bool confirm = false;            // the user agreed to what it costs
    boost::json::object parameters;  // merged into the request's `parameters`

    std::string stem() const { return file_name.empty() ? tool : file_name; }
};

/// From the arguments that all these tools share; they have passed the schema.
template <class Arguments>
delivery delivery_of(std::string_view tool, Arguments const& from) {
    delivery to;
    to.tool = tool;
    if (from.wait_seconds) to.wait = std::chrono::seconds(*from.wait_seconds);
    to.mode = parse_output_mode(from.output);
    to.file_name = from.file_name;
    to.dry_run = from.dry_run;
    to.confirm = from.confirm;
    to.parameters = from.parameters;
    return to;
}

/// Throws tool_error with every problem on a line of its own; nothing for no problems.
void refuse(std::string_view tool, std::vector<std::string> const& problems);

/// The first of `candidates` that takes `request` as it is; the first of all when none does, for its reasons.
template <class Request>
std::string fitting_model(Request request, std::vector<std::string> const& candidates) {
    for (auto const& model : candidates) {
        request.model = model;
        if (problems_of(request).empty()) return model;
    }
    return candidates.front();
}

/// The composed request with the caller's `parameters` merged in, ready for submit or run_job.
planned_call plan_call(services const& with, mcp::request_context& context, std::string what, std::string model,
                       dashscope::composed_request composed, delivery const& how);

/// Makes a media argument what the request may hold. Throws media_error or failure.
platform::task<std::string> resolve_media(services with, std::string argument, dashscope::media_rules rules,
                                          std::string model, bool dry_run);

/// "images" for the only one, "images[2]" for the third of several.
std::string argument_name(std::string_view name, std::size_t index, std::size_t count);

}  // namespace tools
