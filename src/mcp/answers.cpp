#include "mcp/answers.hpp"

#include "jsonrpc/write.hpp"

#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace mcp {

namespace {

// Definitions change only with the binary; an hour bounds how long a client may miss an update.
constexpr std::string_view public_for_an_hour = R"("ttlMs":3600000,"cacheScope":"public",)";

// More may come at any time, and a client without a subscription should not miss it for long.
constexpr std::string_view public_for_seconds = R"("ttlMs":5000,"cacheScope":"public",)";

// What one caller's headers leave is theirs alone, and the next request may say otherwise.
constexpr std::string_view private_for_a_minute = R"("ttlMs":60000,"cacheScope":"private",)";

std::string versions() {
    json::array modern{to_string(latest_modern)};
    return json::serialize(modern);
}

// Where the set of tools never changes `listChanged` would only cost each client a stream.
std::string_view capabilities(bool announces) {
    return announces ? R"({"logging":{},"tools":{"listChanged":true}})" : R"({"logging":{},"tools":{}})";
}

}  // namespace

answers::answers(server_info const& info, registry const& tools) : tools_change_(info.tools_change) {
    server_ = json::serialize(json::object{{"name", info.name}, {"title", info.title}, {"version", info.version}});
    instructions_ = jsonrpc::quoted(info.instructions);
    server_meta_ = R"("_meta":{"io.modelcontextprotocol/serverInfo":)" + server_ + "}";
    modern_tail_ = R"("resultType":"complete",)" + server_meta_ + "}";

    discover_ = R"({"supportedVersions":)" + versions() + R"(,"capabilities":)" +
                std::string(capabilities(tools_change_)) + R"(,"instructions":)" + instructions_ + "," + std::string(public_for_an_hour) + modern_tail_;
    tools_legacy_ = R"({"tools":)" + tools.list() + "}";
    auto const fresh = tools_change_ ? public_for_seconds : public_for_an_hour;
    tools_modern_ = R"({"tools":)" + tools.list() + "," + std::string(fresh) + modern_tail_;
    empty_legacy_ = "{}";
    empty_modern_ = "{" + modern_tail_;
}

std::string answers::initialize(revision version, bool announces) const {
    return R"({"protocolVersion":")" + std::string(to_string(version)) + R"(","capabilities":)" +
           std::string(capabilities(tools_change_ && announces)) + R"(,"serverInfo":)" + server_ + R"(,"instructions":)" + instructions_ + "}";
}

std::string answers::narrowed_list(std::string_view list, bool modern) const {
    auto const beginning = R"({"tools":)" + std::string(list);
    return modern ? beginning + "," + std::string(private_for_a_minute) + modern_tail_ : beginning + "}";
}

std::string answers::tool_call(tool_result const& result, revision version) const {
    std::string out = R"({"content":)" + json::serialize(result.content);
    // structuredContent came with 2025-06-18; an older client would not know it.
    if (result.structured && version >= revision::v2025_06_18)
        out += R"(,"structuredContent":)" + json::serialize(*result.structured);
    out += result.is_error ? R"(,"isError":true)" : R"(,"isError":false)";
    out += is_modern(version) ? "," + modern_tail_ : "}";
    return out;
}

std::string answers::subscription_end(std::string_view id) const {
    return R"({"resultType":"complete","_meta":{"io.modelcontextprotocol/subscriptionId":)" + std::string(id) +
           R"(,"io.modelcontextprotocol/serverInfo":)" + server_ + "}}";
}

}  // namespace mcp
