#include "mcp/envelope.hpp"

#include "harness.hpp"

using namespace mcp;
using jsonrpc::errc;

namespace {

// The era of a message: what `classify` says, in a form that a table can hold.
struct verdict {
    char const* era;  // "modern", "legacy" or "rejected"
    errc code = errc::internal_error;
    int status = 0;
};

verdict classify_text(std::string const& text, std::optional<std::map<std::string, std::string>> fields) {
    static jsonrpc::parser reader;
    jsonrpc::document read;
    REQUIRE(!reader.parse(text, read));
    testing::headers const source(fields.value_or(std::map<std::string, std::string>{}));
    auto const kind = classify(read.at(0), fields ? &source : nullptr);
    if (auto const* why = std::get_if<rejection>(&kind)) return {"rejected", why->problem.code, why->status};
    return {std::holds_alternative<envelope>(kind) ? "modern" : "legacy"};
}

std::string request(std::string const& method, std::string const& params) {
    return R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":{)" + params + "}}";
}

std::string const version_2026 = R"("io.modelcontextprotocol/protocolVersion":"2026-07-28")";
std::string const no_capabilities = R"("_meta":{)" + version_2026 + "}";
using fields = std::map<std::string, std::string>;

}  // namespace

TEST_CASE("the era of a message, by itself and its headers (wire-contract 1.7)") {
    auto const modern = testing::modern_meta();
    fields const header_2026{{"mcp-protocol-version", "2026-07-28"}};
    fields const header_2025{{"mcp-protocol-version", "2025-11-25"}};
    fields const header_2099{{"mcp-protocol-version", "2099-01-01"}};
    struct {
        std::string text;
        std::optional<fields> headers;  // nothing: stdio
        verdict expected;
    } const cases[] = {
        {request("tools/list", modern), std::nullopt, {"modern"}},
        {request("tools/list", modern), header_2026, {"modern"}},
        // Presence of the header is checked later, for requests only.
        {request("tools/list", modern), fields{}, {"modern"}},
        {request("tools/list", modern), header_2025, {"rejected", errc::header_mismatch, 400}},
        {request("tools/list", ""), std::nullopt, {"legacy"}},
        {request("tools/list", ""), fields{}, {"legacy"}},
        {request("tools/list", ""), header_2025, {"legacy"}},
        {request("tools/list", ""), header_2026, {"rejected", errc::invalid_params, 400}},
        {request("tools/list", ""), header_2099, {"rejected", errc::server_error, 400}},
        {request("tools/list", no_capabilities), std::nullopt, {"rejected", errc::invalid_params, 400}},
        {request("tools/list", no_capabilities), header_2026, {"rejected", errc::invalid_params, 400}},
        {request("tools/list", R"("_meta":{"io.modelcontextprotocol/protocolVersion":7})"),
         std::nullopt,
         {"rejected", errc::invalid_params, 400}},
        {request("tools/list", R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2099-01-01"})"),
         std::nullopt,
         {"rejected", errc::unsupported_protocol_version, 400}},
        // A header that says something else counts before the version does.
        {request("tools/list", R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2099-01-01"})"),
         header_2026,
         {"rejected", errc::header_mismatch, 400}},
        {request("tools/list", R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2099-01-01"})"),
         header_2099,
         {"rejected", errc::unsupported_protocol_version, 400}},
        {request("tools/list", R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2025-06-18"})"),
         std::nullopt,
         {"legacy"}},
        {request("tools/list", R"("_meta":{"progressToken":1})"), std::nullopt, {"legacy"}},
        {request("tools/list", R"("_meta":[])"), std::nullopt, {"legacy"}},
        {request("tools/list", testing::modern_meta(R"("io.modelcontextprotocol/logLevel":"loud")")),
         std::nullopt,
         {"rejected", errc::invalid_params, 400}},
        {request("initialize", ""), std::nullopt, {"legacy"}},
        {request("initialize", ""), header_2026, {"rejected", errc::header_mismatch, 400}},
        {request("initialize", ""), header_2099, {"legacy"}},
        {request("initialize", modern), header_2026, {"modern"}},
        {R"({"jsonrpc":"2.0","id":1,"result":{}})", fields{}, {"legacy"}},
        {R"({"jsonrpc":"2.0","id":1,"result":{}})", header_2026, {"rejected", errc::invalid_request, 400}},
        // A notification needs no capabilities.
        {R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{)" + no_capabilities + "}}",
         header_2026,
         {"modern"}},
    };
    for (auto const& each : cases) {
        CAPTURE(each.text);
        auto const found = classify_text(each.text, each.headers);
        CHECK(std::string(found.era) == each.expected.era);
        CHECK(found.code == each.expected.code);
        CHECK(found.status == each.expected.status);
    }
}

TEST_CASE("the headers of a modern request repeat its body exactly") {
    std::string const version = "2026-07-28";
    auto const call = request("tools/call", R"("name":"a","arguments":{},)" + testing::modern_meta());
    auto const list = request("tools/list", testing::modern_meta());
    auto const japanese = request("tools/call", R"("name":"日本",)" + testing::modern_meta());
    struct {
        std::string text;
        fields headers;
        bool accepted;
    } const cases[] = {
        {list, {{"mcp-protocol-version", version}, {"mcp-method", "tools/list"}}, true},
        {list, {{"mcp-protocol-version", version}, {"mcp-method", "tools/list"}, {"mcp-name", "x"}}, true},
        {list, {{"mcp-method", "tools/list"}}, false},
        {list, {{"mcp-protocol-version", version}}, false},
        {list, {{"mcp-protocol-version", version}, {"mcp-method", "TOOLS/LIST"}}, false},
        {call, {{"mcp-protocol-version", version}, {"mcp-method", "tools/call"}, {"mcp-name", "a"}}, true},
        {call, {{"mcp-protocol-version", version}, {"mcp-method", "tools/call"}}, false},
        {call, {{"mcp-protocol-version", version}, {"mcp-method", "tools/call"}, {"mcp-name", "A"}}, false},
        {call,
         {{"mcp-protocol-version", version}, {"mcp-method", "tools/call"}, {"mcp-name", "=?base64?YQ==?="}},
         true},
        {call, {{"mcp-protocol-version", version}, {"mcp-method", "tools/call"}, {"mcp-name", "=?base64?YQ?="}}, false},
        {japanese,
         {{"mcp-protocol-version", version}, {"mcp-method", "tools/call"}, {"mcp-name", "=?base64?5pel5pys?="}},
         true},
    };
    jsonrpc::parser reader;
    for (auto const& each : cases) {
        CAPTURE(each.text);
        jsonrpc::document read;
        REQUIRE(!reader.parse(each.text, read));
        auto const why = check_headers(read.at(0), testing::headers(each.headers));
        CHECK(!why.has_value() == each.accepted);
        if (why) CHECK(why->problem.code == errc::header_mismatch);
        if (why) CHECK(why->status == 400);
    }
}

TEST_CASE("header values in Base64 are decoded strictly, others are themselves") {
    struct {
        char const* value;
        std::optional<std::string> decoded;
    } const cases[] = {
        {"plain", "plain"},
        {"", ""},
        {"=?base64?aGk=?=", "hi"},
        {"=?base64?\?=", ""},
        {"=?base64?aGk?=", {}},
        {"=?base64?a-k=?=", {}},
        {"=?base64?aGl=?=", {}},
        {"=?base64?a Gk=?=", {}},
        {"=?base64?aGk=", "=?base64?aGk="},
        {"aGk=?=", "aGk=?="},
        {"=?base64?=", "=?base64?="},
        {"a b\t~", "a b\t~"},
        {"\xC3\xA4", {}},
        {"a\x7F", {}},
        {"a\x01", {}},
        {"=?base64?\xC3\xA4?=", {}},
    };
    for (auto const& each : cases) {
        CAPTURE(each.value);
        CHECK(decode_header_value(each.value) == each.decoded);
    }
}

TEST_CASE("what a client can do") {
    auto const read = [](char const* text) {
        auto const value = boost::json::parse(text);
        return read_client(&value.as_object(), nullptr);
    };
    CHECK(read(R"({"elicitation":{}})").elicitation_form);
    CHECK_FALSE(read(R"({"elicitation":{}})").elicitation_url);
    CHECK(read(R"({"elicitation":{"url":{}}})").elicitation_url);
    CHECK_FALSE(read(R"({"elicitation":{"url":{}}})").elicitation_form);
    CHECK(read(R"({"elicitation":{"form":{},"url":{}}})").elicitation_form);
    CHECK_FALSE(read(R"({"elicitation":true})").elicitation_form);
    CHECK(read(R"({"sampling":{},"roots":{}})").sampling);
    CHECK(read(R"({"extensions":{"io.modelcontextprotocol/tasks":{}}})").tasks);
    CHECK_FALSE(read(R"({"tasks":{}})").tasks);
    CHECK(read_client(nullptr, nullptr).name.empty());
}
