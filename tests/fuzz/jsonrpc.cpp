// The JSON-RPC parser. It must accept what Boost.JSON's own parser accepts once lone surrogates are mended, what it
// read must survive being written and read again, and every message must say what it is.

#include "jsonrpc/document.hpp"
#include "jsonrpc/utf8.hpp"
#include "jsonrpc/write.hpp"

#include "support.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

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

// How Boost.JSON writes 1e400 and 0e50000 once it has read them.
bool has_word_for_number(std::string_view text) {
    return text.find("Infinity") != std::string_view::npos || text.find("NaN") != std::string_view::npos;
}

void check_message(jsonrpc::message const& message) {
    using jsonrpc::message_kind;
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
        // Stricter only where a number is beyond a double's range.
        REQUIRE(!accepted || problem->message.find("exponent overflow") != std::string::npos);
        return 0;
    }
    REQUIRE(accepted);
    auto const written = json::serialize(read.root());
    REQUIRE(written == json::serialize(expected));
    // Beyond it is at most an id, which is echoed as it was written.
    REQUIRE(is_json(written) || has_word_for_number(written));
    for (std::size_t i = 0; i < read.size(); ++i) check_message(read.at(i));
    return 0;
}
