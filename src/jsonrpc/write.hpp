#pragma once
// The wire form of what a server sends. Members are given as JSON texts, so that nothing is built only to be printed.

#include "jsonrpc/error.hpp"

#include <boost/json/value.hpp>

#include <string>
#include <string_view>

namespace jsonrpc {

/// `{"jsonrpc":"2.0","id":ID,"result":RESULT}`; both are JSON texts.
std::string success(std::string_view id, std::string_view result);

/// `{"jsonrpc":"2.0","id":ID,"error":{…}}`; an empty id becomes null (JSON-RPC 2.0 §5).
std::string failure(std::string_view id, error const& problem);

/// `{"jsonrpc":"2.0","method":METHOD,"params":PARAMS}`; `params` is a JSON text.
std::string notification(std::string_view method, std::string_view params);

/// `{"jsonrpc":"2.0","id":ID,"method":METHOD,"params":PARAMS}`; `id` and `params` are JSON texts.
std::string request(std::string_view id, std::string_view method, std::string_view params);

/// Appends `text` as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD.
void append_quoted(std::string& out, std::string_view text);
std::string quoted(std::string_view text);

/// False when a number in the value has no JSON text: Boost.JSON reads 1e400 as infinity and 0e50000 as not a number,
/// and writes both as words that no parser takes. For what is parsed elsewhere than by `parser`, which refuses them.
bool is_writable(boost::json::value const& value);

}  // namespace jsonrpc
