#include "mcp/lifecycle_methods.hpp"

#include "mcp/sessions.hpp"

namespace json = boost::json;
using jsonrpc::ticket;

namespace mcp {

std::vector<method> lifecycle_methods::methods() {
    return {
        {"initialize", eras::legacy, [this](incoming_request& incoming) { return initialize(incoming); }},
        {"ping", eras::legacy,
         [this](incoming_request& incoming) { return incoming.succeed(offered_.texts().empty(false)); }},
        {"server/discover", eras::modern,
         [this](incoming_request& incoming) { return incoming.succeed(offered_.texts().discover()); }},
    };
}

ticket lifecycle_methods::initialize(incoming_request& incoming) {
    auto const* asked = incoming.parameter("protocolVersion");
    if (!asked || !asked->is_string())
        return incoming.fail(jsonrpc::errc::invalid_params, "Invalid params: protocolVersion is missing");
    auto const object = [&](std::string_view name) -> json::object const* {
        auto const* value = incoming.parameter(name);
        return value ? value->if_object() : nullptr;
    };
    auto version = parse_revision(asked->get_string()).value_or(latest_legacy);
    // A modern revision can't be agreed on by a handshake (wire-contract §3).
    if (is_modern(version)) version = latest_legacy;
    auto client = read_client(object("capabilities"), object("clientInfo"));

    // An HTTP client can open a stream for what it is told unasked.
    bool const announces = incoming.from.unasked || (incoming.from.fields && sessions_);
    auto const result = offered_.texts().initialize(version, announces);
    jsonrpc::reply answer{jsonrpc::success(incoming.message.id, result), 200, {}};
    if (!incoming.from.fields) {
        peer_.unasked = incoming.from.unasked;
        if (peer_.unasked) listeners_.add("stdio", peer_.unasked);
        peer_.sender.version = version;
        peer_.sender.client = std::move(client);
        peer_.initialized = true;
    } else if (sessions_) {
        answer.session_id = sessions_->create(version, std::move(client), incoming.from.principal);
    }
    incoming.to->finish(std::move(answer));
    return 0;
}

}  // namespace mcp
