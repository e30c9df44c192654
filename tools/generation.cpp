#include "tools/generation.hpp"

#include "dashscope/secret.hpp"
#include "tools/asking.hpp"

namespace tools {

void refuse(std::string_view tool, std::vector<std::string> const& problems) {
    if (problems.empty()) return;
    auto text = "Invalid arguments for " + std::string(tool) + ":";
    for (auto const& each : problems) text += "\n- " + each;
    throw mcp::tool_error(text);
}

planned_call plan_call(services const& with, mcp::request_context& context, std::string what, std::string model,
                       dashscope::composed_request composed, delivery const& how) {
    auto call = plan_request(with, context, std::move(what) + " with " + dashscope::one_line(model, 100),
                             dashscope::op_class::submit, "POST", std::move(composed.path));
    call.what.model = std::move(model);
    call.body = std::move(composed.body);
    call.options.async = composed.async;
    auto& parameters = call.body["parameters"].as_object();
    merge_parameters(parameters, how.parameters);
    if (parameters.empty()) call.body.erase("parameters");
    return call;
}

platform::task<std::string> resolve_media(services with, std::string argument, dashscope::media_rules rules,
                                          std::string model, bool dry_run) {
    dashscope::media_options options;
    options.dry_run = dry_run;
    auto who = operator_credential(with);
    auto resolved =
        co_await with.media.resolve(std::move(argument), std::move(rules), std::move(who), std::move(model), options);
    co_return resolved;
}

std::string argument_name(std::string_view name, std::size_t index, std::size_t count) {
    auto text = std::string(name);
    return count == 1 ? text : text + "[" + std::to_string(index) + "]";
}

}  // namespace tools
