#include "jsonrpc/document.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace jsonrpc {

namespace {

// Ids are echoed, and kept while a call runs: what a peer needs is far shorter.
constexpr std::size_t longest_id = 1024;

message invalid(message partial, std::string why) {
    partial.kind = message_kind::invalid;
    partial.problem = {errc::invalid_request, "Invalid request: " + std::move(why), nullptr};
    return partial;
}

bool is_string_or_integer(json::value const& id) {
    return id.is_string() || id.is_int64() || id.is_uint64();
}

}  // namespace

document::document() : arena_(arena_bytes_.data(), arena_bytes_.size()) {}

void document::reset() {
    root_ = nullptr;
    arena_.release();
    large_integers_.clear();
    has_duplicate_ = false;
}

std::size_t document::size() const {
    return root_.is_array() ? root_.get_array().size() : 1;
}

std::string document::name_text(json::value const& name, std::size_t element,
                                std::initializer_list<std::string_view> path) const {
    if (is_string_or_integer(name)) return json::serialize(name);
    for (auto const& each : large_integers_)
        if (name.is_double() && each.element == element && std::ranges::equal(each.path, path)) return each.text;
    return {};
}

std::string message::name_at(std::initializer_list<std::string_view> path) const {
    json::value const* at = nullptr;
    auto const* object = body;
    for (auto const& key : path) {
        at = object ? object->if_contains(key) : nullptr;
        if (!at) return {};
        object = at->if_object();
    }
    return at ? from->name_text(*at, index, path) : std::string();
}

message document::at(std::size_t index) const {
    message result;
    auto const& value = root_.is_array() ? root_.get_array()[index] : root_;
    if (!value.is_object()) return invalid(result, "a message is a JSON object");
    auto const& object = value.get_object();
    result.body = &object;
    result.from = this;
    result.index = index;

    auto const* id = object.if_contains("id");
    if (id) result.id = name_text(*id, index, {"id"});
    if (result.id.size() > longest_id) {
        result.id.clear();
        return invalid(result, "\"id\" has more than " + std::to_string(longest_id) + " bytes");
    }
    if (has_duplicate_) return invalid(result, "the key \"" + duplicate_key_ + "\" occurs twice in one object");
    if (root_.is_array() && root_.get_array().size() > limits_.batch)
        return invalid(result, "more than " + std::to_string(limits_.batch) + " messages in one batch");

    auto const* version = object.if_contains("jsonrpc");
    if (!version || !version->is_string() || version->get_string() != "2.0")
        return invalid(result, "\"jsonrpc\" must be \"2.0\"");

    auto const* method = object.if_contains("method");
    if (!method) {
        bool const answers = object.contains("result") != object.contains("error");
        // An error without a readable id answers nobody in particular (JSON-RPC 2.0 §5); it is still a response.
        if (!answers) return invalid(result, "neither a method nor a result");
        result.kind = message_kind::response;
        return result;
    }
    if (!method->is_string()) return invalid(result, "\"method\" must be a string");
    result.method = method->get_string();

    if (id && result.id.empty()) return invalid(result, "\"id\" must be a string or an integer");
    if (auto const* params = object.if_contains("params")) {
        if (!params->is_object()) return invalid(result, "\"params\" must be an object");
        result.params = &params->get_object();
    }
    result.kind = id ? message_kind::request : message_kind::notification;
    return result;
}

}  // namespace jsonrpc
