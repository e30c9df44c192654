#include "mcp/logging_methods.hpp"

#include "mcp/sessions.hpp"

using jsonrpc::ticket;

namespace mcp {

std::vector<method> logging_methods::methods() {
    return {{"logging/setLevel", eras::legacy, [this](incoming_request& incoming) { return set_level(incoming); }}};
}

ticket logging_methods::set_level(incoming_request& incoming) {
    auto const* value = incoming.parameter("level");
    auto const level = value && value->is_string() ? parse_log_level(value->get_string()) : std::nullopt;
    if (!level)
        return incoming.fail(jsonrpc::errc::invalid_params,
                             "Invalid params: level must be one of debug, info, notice, warning, error, critical, "
                             "alert, emergency");
    if (!incoming.from.fields)
        peer_.sender.logging = *level;
    else if (incoming.known)
        sessions_->set_log_level(*incoming.known, *level);
    return incoming.succeed(offered_.texts().empty(false));
}

}  // namespace mcp
