// The JSON-RPC parser. It must accept what Boost.JSON's own parser accepts once lone surrogates are mended, but for
// numbers out of range; what it read must survive being written and read again; keys that occur twice must be found
// wherever they are; and every message must say what it is, its names as they were written.

#include "jsonrpc/document.hpp"
#include "jsonrpc/utf8.hpp"
#include "jsonrpc/write.hpp"

#include "support.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace json = boost::json;

namespace {

bool is_json(std::string_view text, json::value* into = nullptr) {
    json::parse_options options;
    options.max_depth = jsonrpc::limits{}.depth;
    boost::system::error_code failed;
    auto value = json::parse(json::string_view(text.data(), text.size()), failed, {}, options);
    if (into) *into = std::move(value);
    return !failed;
}

// Whether an object of the text names a key twice. For texts that are JSON.
bool repeats_key(std::string_view text) {
    std::vector<std::set<std::string>> open;  // the keys of each container; an array has none
    bool repeats = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '{' || text[i] == '[') open.emplace_back();
        if (text[i] == '}' || text[i] == ']') open.pop_back();
        if (text[i] != '"') continue;
        auto const begin = i++;
        while (text[i] != '"') i += text[i] == '\\' ? 2 : 1;
        auto const next = text.find_first_not_of(" \t\r\n", i + 1);
        if (next == std::string_view::npos || text[next] != ':') continue;
        json::value key;
        REQUIRE(is_json(text.substr(begin, i + 1 - begin), &key));
        repeats = repeats || !open.back().emplace(key.as_string()).second;
    }
    return repeats;
}

bool is_integer(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Names are echoed as they came: an integer stands in the text, digit for digit.
void check_name(std::string const& name, std::string_view text) {
    if (name.empty()) return;
    json::value read;
    REQUIRE(is_json(name, &read));
    REQUIRE(read.is_string() || is_integer(name));
    if (!read.is_string()) REQUIRE(text.find(name) != std::string_view::npos);
}

// Makes what a peer named of the values that only its own words can tell: infinite ones.
void drop_names(json::value& message) {
    auto* object = message.if_object();
    if (!object) return;
    object->erase("id");
    auto* params = object->contains("params") ? object->at("params").if_object() : nullptr;
    if (!params) return;
    params->erase("requestId");
    auto* meta = params->contains("_meta") ? params->at("_meta").if_object() : nullptr;
    if (meta) meta->erase("progressToken");
}

// Beyond a double's range are at most names.
bool is_writable_but_for_names(json::value root) {
    if (root.is_array())
        for (auto& each : root.get_array()) drop_names(each);
    drop_names(root);
    return jsonrpc::is_writable(root);
}

void check_message(jsonrpc::message const& message, std::string_view text, bool repeats) {
    using jsonrpc::message_kind;
    if (repeats) REQUIRE(message.kind == message_kind::invalid);
    if (!repeats) REQUIRE(message.problem.message.find("occurs twice") == std::string::npos);
    check_name(message.id, text);
    check_name(message.name_at({"params", "requestId"}), text);
    check_name(message.name_at({"params", "_meta", "progressToken"}), text);
    if (message.kind == message_kind::notification) REQUIRE(message.id.empty());
    if (message.kind == message_kind::invalid) REQUIRE(!message.problem.message.empty());
    if (message.kind == message_kind::request) REQUIRE(!message.id.empty());
    if (message.kind != message_kind::invalid) REQUIRE(message.body != nullptr);
    // Whatever the id was, an answer with it is JSON.
    if (!message.id.empty()) REQUIRE(is_json(jsonrpc::success(message.id, "{}")));
    REQUIRE(is_json(jsonrpc::failure(message.id, message.problem)));
}

void check_texts(std::string_view text) {
    REQUIRE(jsonrpc::valid_utf8_prefix(text) <= text.size());
    auto const repaired = jsonrpc::repair_utf8(text);
    REQUIRE(jsonrpc::is_utf8(repaired));
    if (jsonrpc::is_utf8(text)) REQUIRE(repaired == text);
    json::value back;
    REQUIRE(is_json(jsonrpc::quoted(text), &back));
    REQUIRE(std::string_view(back.as_string()) == repaired);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static jsonrpc::parser parser;  // keeps its buffers, as a connection's does
    auto const text = fuzz::view(data, size);
    check_texts(text);

    jsonrpc::document read;
    auto const problem = parser.parse(text, read);
    json::value expected;
    bool const accepted = is_json(jsonrpc::mend_surrogates(text), &expected);
    if (problem) {
        REQUIRE(is_json(jsonrpc::failure({}, *problem)));
        // Stricter only where a number is beyond a double's range, be it under a key that comes again.
        REQUIRE(!accepted || !jsonrpc::is_writable(expected) || repeats_key(jsonrpc::mend_surrogates(text)));
        return 0;
    }
    REQUIRE(accepted);
    auto const written = json::serialize(read.root());
    REQUIRE(written == json::serialize(expected));
    REQUIRE(is_json(written) == jsonrpc::is_writable(read.root()));
    auto const mended = jsonrpc::mend_surrogates(text);
    bool const repeats = repeats_key(mended);
    if (!repeats) REQUIRE(is_writable_but_for_names(expected));
    for (std::size_t i = 0; i < read.size(); ++i) check_message(read.at(i), mended, repeats);
    return 0;
}
