#include "mcp/static_resources.hpp"

#include "mcp/params_error.hpp"

#include <stdexcept>

namespace json = boost::json;

namespace mcp {

void static_resources::add(json::object definition, json::object contents) {
    std::string uri(definition.at("uri").as_string());
    if (!contents_.emplace(uri, std::move(contents)).second)
        throw std::invalid_argument("resource " + uri + " is there twice");
    definitions_.push_back(std::move(definition));
}

void static_resources::add_text(json::object definition, std::string text) {
    auto contents = text_contents(definition.at("uri").as_string(), definition.at("mimeType").as_string(), text);
    definition["size"] = text.size();
    add(std::move(definition), std::move(contents));
}

void static_resources::add_bytes(json::object definition, std::string bytes) {
    auto contents = blob_contents(definition.at("uri").as_string(), definition.at("mimeType").as_string(), bytes);
    definition["size"] = bytes.size();
    add(std::move(definition), std::move(contents));
}

bool static_resources::covers(std::string_view uri) const {
    return contents_.contains(uri);
}

platform::task<resource_page> static_resources::list(std::string from, request_context&) const {
    if (!from.empty()) throw params_error("Invalid params: unknown cursor. Begin anew without one");
    co_return resource_page{definitions_, {}};
}

platform::task<std::optional<resource_reading>> static_resources::read(std::string uri, request_context&) const {
    auto const found = contents_.find(uri);
    if (found == contents_.end()) co_return std::nullopt;
    co_return resource_reading{{found->second}, kept_for_an_hour};
}

}  // namespace mcp
