#include "jsonrpc/write.hpp"

#include "jsonrpc/utf8.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace jsonrpc {

namespace {

std::string joined(std::initializer_list<std::string_view> parts) {
    std::size_t size = 0;
    for (auto part : parts) size += part.size();
    std::string out;
    out.reserve(size + 1);  // transports append a line end
    for (auto part : parts) out += part;
    return out;
}

void append_escape(std::string& out, unsigned char byte) {
    constexpr char digits[] = "0123456789abcdef";
    switch (byte) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            out += {'\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15]};
    }
}

}  // namespace

std::string success(std::string_view id, std::string_view result) {
    return joined({R"({"jsonrpc":"2.0","id":)", id, R"(,"result":)", result, "}"});
}

std::string failure(std::string_view id, error const& problem) {
    auto out = joined({R"({"jsonrpc":"2.0","id":)", id.empty() ? "null" : id, R"(,"error":{"code":)",
                       std::to_string(static_cast<int>(problem.code)), R"(,"message":)", quoted(problem.message)});
    if (!problem.data.is_null()) {
        out += R"(,"data":)";
        out += boost::json::serialize(problem.data);
    }
    out += "}}";
    return out;
}

std::string notification(std::string_view method, std::string_view params) {
    return joined({R"({"jsonrpc":"2.0","method":")", method, R"(","params":)", params, "}"});
}

std::string request(std::string_view id, std::string_view method, std::string_view params) {
    return joined({R"({"jsonrpc":"2.0","id":)", id, R"(,"method":")", method, R"(","params":)", params, "}"});
}

void append_quoted(std::string& out, std::string_view text) {
    std::string repaired;
    if (!is_utf8(text)) text = repaired = repair_utf8(text);
    out += '"';
    std::size_t plain = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const byte = static_cast<unsigned char>(text[i]);
        if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
        out += text.substr(plain, i - plain);
        append_escape(out, byte);
        plain = i + 1;
    }
    out += text.substr(plain);
    out += '"';
}

std::string quoted(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 2);
    append_quoted(out, text);
    return out;
}

bool is_writable(boost::json::value const& value) {
    if (value.is_double()) return std::isfinite(value.get_double());
    if (value.is_array()) return std::ranges::all_of(value.get_array(), is_writable);
    if (!value.is_object()) return true;
    return std::ranges::all_of(value.get_object(), [](auto const& member) { return is_writable(member.value()); });
}

}  // namespace jsonrpc
